import type { NodeId } from "@lastmeter/model/ids";
import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MqttJsonHome, startMqttJsonHome } from "../home/mqtt-json-home.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { give, toSet, waitForEnd } from "../support/commands.ts";
import { setSettings, waitForSetting } from "../support/settings.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { readRaw } from "../support/stored.ts";

describe("a network of devices that speak JSON", () => {
  let owner: Account;
  let other: TestNetwork;
  let json: MqttJsonHome;
  beforeAll(async () => {
    owner = await createAccount("owner");
    const mqtt = { topics: ["tele/#", "stat/#"], commandTopics: ["cmnd/+/POWER", "cmnd/+/TelePeriod"] };
    other = await startTestNetwork({ name: "mqttjson", owner: owner.email, kind: "mqttjson", mqtt });
    const { baseTopic } = other;
    json = await startMqttJsonHome({ mqttUrl: requireStack().mqtt, baseTopic, name: "kettle", power: 61.5 });
  });
  afterAll(async () => {
    await json?.close();
    await other?.stop();
  });

  it("is described by its administrator, then measures, obeys and is set as any other", async () => {
    const { networkId } = other;
    const map = { act: "map", networkId, version: 0, mapping: { devices: mqttPresets } };
    expect(await call("configuration", owner, map)).toMatchObject({ status: 200 });
    expect(await call("configuration", owner, map)).toMatchObject({ status: 409 });
    await json.report();
    const [node] = await waitFor("the node", async () => {
      await json.report();
      const { docs } = await openDatabase().collection("nodes").where("networkId", "==", networkId).get();
      return docs.length > 0 && docs;
    });
    const nodeId = node?.id as NodeId;
    await call("nodes", owner, { act: "edit", nodeId, changes: { status: "active" } });
    const ended = await waitForEnd(networkId, await give(owner, networkId, toSet(nodeId, false)));
    expect(ended).toMatchObject({ state: "confirmed" });
    expect(json.told.get("POWER")).toBe("OFF");
    const own = { networkId, nodeId };
    expect(await setSettings(owner, own, { "x:telePeriod": 60 })).toMatchObject({ status: 200 });
    expect(await waitForSetting(own, "x:telePeriod")).toMatchObject({ state: "confirmed" });
    expect(await setSettings(owner, own, { "x:powerOnState": 3 })).toMatchObject({ status: 200 });
    expect(await waitForSetting(own, "x:powerOnState")).toMatchObject({ state: "failed", reason: "refused" });
    const stored = { id: nodeId, node: nodeSchema.parse((await openDatabase().doc(paths.node(nodeId)).get()).data()) };
    const readings = await readRaw(openDatabase(), networkId, stored, "power");
    expect(readings.map(({ value }) => value)).toContain(615);
  });
});
