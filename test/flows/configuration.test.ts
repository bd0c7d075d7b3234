import { gunzipSync } from "node:zlib";
import { recordsReplySchema } from "@lastmeter/model/configuration";
import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toSettingText } from "@lastmeter/model/setting";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { devices } from "../home/devices.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { give, sniffOrders, waitForEnd } from "../support/commands.ts";
import {
  appoint,
  describe as describeSettings,
  readDesired,
  readReported,
  type SettingsOf,
  setSettings,
  waitForSetting,
} from "../support/settings.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { requireNode, waitForNodes } from "../support/stored.ts";

const plug = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no plug");
const washer = devices.find(({ key }) => key === "washingMachine") ?? expect.fail("no washer");
const valve = devices.find(({ key }) => key === "thermostat") ?? expect.fail("no thermostat");
const fridge = devices.find(({ key }) => key === "fridge") ?? expect.fail("no fridge");
const REPORTING = "r:1:haElectricalMeasurement:activePower";

let owner: Account;
let admin: Account;
let network: TestNetwork;
let home: RunningHome;
let orders: string[];
let of: SettingsOf;
let fridgeId: NodeId;
let ofWasher: SettingsOf;
let ofValve: SettingsOf;

beforeAll(async () => {
  [owner, admin] = [await createAccount("owner"), await createAccount("administrator")];
  network = await startTestNetwork({ name: "configuration", owner: owner.email });
  const { networkId } = network;
  home = await startHome();
  const nodes = await waitForNodes(openDatabase(), networkId, devices.length);
  of = { networkId, nodeId: requireNode(nodes, plug.address).id };
  ofWasher = { networkId, nodeId: requireNode(nodes, washer.address).id };
  ofValve = { networkId, nodeId: requireNode(nodes, valve.address).id };
  fridgeId = requireNode(nodes, fridge.address).id;
  orders = await sniffOrders(network);
  await appoint(network.networkId, owner, admin);
});
afterAll(async () => {
  await home?.close();
  await network?.stop();
});

function startHome(): Promise<RunningHome> {
  const config = { ...defaultHome, baseTopic: network.baseTopic };
  const { mqtt: mqttUrl } = requireStack();
  return runHome({ mqttUrl, config, now: Date.now, tickMs: 250, kept: null, stateFile: null });
}

const ok = { status: 200 };
const revOf = async (key: string) => (await readDesired(of))?.settings[key]?.rev ?? 0;

describe("a setting", () => {
  it("is set by whatever way its device takes it, and reported as it then is", async () => {
    const keys = (await describeSettings(owner, of)).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["x:power_on_behavior", "o:power_calibration", REPORTING]));
    const report = { minimum_report_interval: 5, maximum_report_interval: 600, reportable_change: 2 };
    const values = { "x:power_on_behavior": "on", "o:power_calibration": 3, [REPORTING]: report };
    expect(await setSettings(owner, of, values)).toMatchObject(ok);
    for (const [key, value] of Object.entries(values)) {
      expect(await waitForSetting(of, key)).toMatchObject({ state: "confirmed", detail: null });
      await waitFor(`${key} to be reported`, async () => {
        return (await readReported(of))?.values[key]?.value === toSettingText(value);
      });
    }
    expect(orders.filter((order) => order.includes("power_on_behavior"))).toEqual([
      `${plug.address}/set {"power_on_behavior":"on"}`,
    ]);
  });

  it("that people operate, too, and one that its device never reports are sent once", async () => {
    expect(await setSettings(owner, ofWasher, { "x:identify": "identify", "x:state": "ON" })).toMatchObject(ok);
    expect(await waitForSetting(ofWasher, "x:state")).toMatchObject({ state: "confirmed", kept: false, reason: null });
  });

  it("of an alarm or a calibration on the device itself is set too", async () => {
    const values = { "x:frost_protection_temperature": 7, "x:local_temperature_calibration": -1.5 };
    const described = await describeSettings(owner, ofValve);
    const sectionOf = (key: string) => described.find((setting) => setting.key === key)?.section;
    expect(Object.keys(values).map(sectionOf)).toEqual(["alarms", "calibration"]);
    expect(await setSettings(owner, ofValve, values)).toMatchObject(ok);
    for (const key of Object.keys(values)) {
      expect(await waitForSetting(ofValve, key)).toMatchObject({ state: "confirmed", reason: null });
    }
  });

  it("is asked for at the device", async () => {
    const read = { act: "read", ...of, keys: [REPORTING, "x:power_on_behavior"] };
    expect(await call("configuration", owner, read)).toMatchObject(ok);
    await waitFor("both answers", async () => {
      const { docs } = await openDatabase()
        .collection(paths.commands(of.networkId))
        .where("order.kind", "==", "readSetting")
        .get();
      return docs.length === 2 && docs.every((each) => each.get("state") === "confirmed");
    });
    expect(orders.filter((order) => order.startsWith("bridge/request/device/reporting/read"))).toHaveLength(1);
  });

  it("is set again where somebody else sets it otherwise at the device", async () => {
    const ofFridge = { ...of, nodeId: fridgeId };
    await setSettings(owner, ofFridge, { "x:power_on_behavior": "on" });
    await waitForSetting(ofFridge, "x:power_on_behavior");
    orders.length = 0;
    await network.publish(`${fridge.address}/set`, '{"power_on_behavior":"off"}');
    await waitFor("what is wanted to be set again", () =>
      orders.includes(`${fridge.address}/set {"power_on_behavior":"on"}`),
    );
    await waitForSetting(ofFridge, "x:power_on_behavior", ({ state, tries }) => state === "confirmed" && tries > 0);
  });

  it("waits for a gateway that is away, and outlives one that is killed when it has told the device", async () => {
    const key = "o:power_calibration";
    await network.bridge.stop();
    expect(await setSettings(owner, of, { [key]: 6 }, await revOf(key))).toMatchObject(ok);
    orders.length = 0;
    await network.startBridge();
    await waitFor("the order", () => orders.some((order) => order.includes('"power_calibration":6')));
    await network.bridge.kill();
    await network.startBridge();
    expect(await waitForSetting(of, key)).toMatchObject({ state: "confirmed" });
    expect(orders.filter((order) => order.includes('"power_calibration":6'))).toHaveLength(1);
  });

  it("that nobody wants any more is set back to what holds by itself, once", async () => {
    const key = "o:power_precision";
    await setSettings(owner, of, { [key]: 1 });
    const { rev } = await waitForSetting(of, key);
    const reset = { act: "reset", ...of, settings: [{ key, rev }] };
    expect(await call("configuration", owner, reset)).toMatchObject(ok);
    expect(await waitForSetting(of, key)).toMatchObject({ state: "confirmed", value: "null", kept: false });
    expect(orders.filter((order) => order.includes('"power_precision":null'))).toHaveLength(1);
  });

  it("of the network is set too", async () => {
    const ofNetwork = { ...of, nodeId: null };
    expect(await setSettings(owner, ofNetwork, { "n:availability.active.timeout": 7 })).toMatchObject(ok);
    expect(await waitForSetting(ofNetwork, "n:availability.active.timeout")).toMatchObject({ state: "confirmed" });
    await waitFor("it to be reported", async () => {
      return (await readReported(ofNetwork))?.values["n:availability.active.timeout"]?.value === "7";
    });
  });

  it("that the device refuses fails with the device's own words, and is not tried again", async () => {
    const endpoint = "r:1:haElectricalMeasurement:acFrequency";
    const outside = { [endpoint]: { minimum_report_interval: 9, maximum_report_interval: 5, reportable_change: 1 } };
    expect(await setSettings(owner, of, outside)).toMatchObject(ok);
    const failed = await waitForSetting(of, endpoint);
    expect(failed).toMatchObject({ state: "failed", reason: "device", retryAt: null });
    expect(failed.detail).toContain("INVALID_VALUE");
  });

  it.each<[string, string, unknown]>([
    ["a word it does not know", "x:power_on_behavior", "blink"],
    ["a setting it does not have", "x:no_such_setting", 1],
    ["a number out of range", REPORTING, { minimum_report_interval: -1 }],
  ])("is refused before it is sent: %s", async (_, key, value) => {
    const before = orders.length;
    expect(await setSettings(owner, of, { [key]: value }, await revOf(key))).toMatchObject({ status: 400 });
    expect(orders.length).toBe(before);
  });

  it("that two administrators change at once is changed by the first; the second is told what is wanted now", async () => {
    const key = "o:power_calibration";
    const rev = await revOf(key);
    const replies = await Promise.all([
      setSettings(owner, of, { [key]: 4 }, rev),
      setSettings(admin, of, { [key]: 5 }, rev),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const wanted = (await readDesired(of))?.settings[key];
    expect(wanted?.rev).toBe(rev + 1);
    const refused = replies.find(({ status }) => status === 409);
    expect(JSON.stringify(refused?.body)).toContain(`"expected":"${wanted?.value}"`);
    expect(await waitForSetting(of, key)).toMatchObject({ state: "confirmed" });
  });

  it.each(["set", "describe", "records"] as const)("is nobody else's business: %s", async (act) => {
    const stranger = await createAccount("stranger");
    const request =
      act === "set"
        ? { act, ...of, changes: [{ key: "o:retain", value: "true", rev: 0 }] }
        : act === "describe"
          ? { act, ...of }
          : { act, networkId: of.networkId, topic: null, search: "" };
    expect(await call("configuration", stranger, request)).toMatchObject({ status: 404 });
    expect(await call("configuration", null, request)).toMatchObject({ status: 401 });
  });
});

describe("a device that leaves and joins again", () => {
  it("ends configured as it is wanted", async () => {
    const { nodeId } = of;
    if (nodeId === null) throw new Error("no plug");
    const gone = give(owner, of.networkId, { kind: "removeNode", nodeId });
    expect(await waitForEnd(of.networkId, await gone)).toMatchObject({ state: "confirmed" });
    orders.length = 0;
    const joining = give(owner, of.networkId, { kind: "permitJoin", seconds: 60 });
    expect(await waitForEnd(of.networkId, await joining)).toMatchObject({ state: "confirmed" });
    const isTold = (part: string) => orders.some((order) => order.includes(part));
    await waitFor(
      "what is wanted to be set again",
      () => isTold('"power_on_behavior":"on"') && isTold('"power_calibration"') && isTold('"activePower"'),
      120_000,
    );
    await waitFor("all to be confirmed", async () => {
      const settings = Object.values((await readDesired(of))?.settings ?? {}).filter(
        ({ reason }) => reason !== "device",
      );
      return settings.every(({ state }) => state === "confirmed");
    });
    const reported = (await readReported(of))?.values;
    expect(JSON.parse(reported?.[REPORTING]?.value ?? "null")).toMatchObject({ maximum_report_interval: 600 });
  });

  it("says of a setting that no device reports that it was sent", async () => {
    const sent = { state: "confirmed", reason: "unreported" };
    expect(await waitForSetting(ofWasher, "x:identify")).toMatchObject(sent);
  });
});

describe("a coordinator that is stopped", () => {
  it("is told what is wanted once it runs again, and what it has forgotten", async () => {
    const key = "x:power_on_behavior";
    await home.close();
    const protocolOf = async () =>
      (await openDatabase().doc(paths.network(of.networkId)).get()).get("link.protocol") === "offline";
    await waitFor("it to be known", protocolOf);
    expect(await setSettings(owner, of, { [key]: "previous" }, await revOf(key))).toMatchObject(ok);
    orders.length = 0;
    home = await startHome();
    const isDone = ({ state, value }: { state: string; value: string }) =>
      state !== "pending" && value === '"previous"';
    expect(await waitForSetting(of, key, isDone)).toMatchObject({ state: "confirmed" });
    expect(orders).toContain(`${plug.address}/set {"power_on_behavior":"previous"}`);
    // At once, or after a pause, by how often it was set today.
    await waitFor("its calibration to be wanted again", async () => {
      const isSetAgain = orders.some((order) => order.includes("power_calibration"));
      return isSetAgain || (await readDesired(of))?.settings["o:power_calibration"]?.state === "pending";
    });
  });
});

describe("the store", () => {
  it("returns what the network said, byte for byte, and finds it by its content", async () => {
    const payload = JSON.stringify({ marker: "ünïcödé – 1", blank: "  " });
    await network.publish("bridge/response/extra", payload);
    const search = { act: "records", networkId: of.networkId, topic: null, search: "ünïcödé" };
    const [record] = await waitFor("the record", async () => {
      const reply = await call("configuration", admin, search);
      const { records } = z.object({ result: recordsReplySchema }).parse(reply.body).result;
      return records.length > 0 && records;
    });
    expect(record).toMatchObject({ topic: "bridge/response/extra", version: 1, parts: 1 });
    const stored = await openDatabase()
      .doc(paths.configRecord(of.networkId, record?.id ?? ""))
      .get();
    const { d } = z.object({ d: z.instanceof(Uint8Array) }).parse(stored.data());
    expect(gunzipSync(d).toString("utf8")).toBe(payload);
  });
});

describe("firmware", () => {
  const firmware = (nodeId: NodeId | null, what: string) =>
    call("configuration", owner, { act: "firmware", networkId: of.networkId, nodeId, what });
  const runOf = async () => (await readDesired({ ...of, nodeId: null }))?.firmware;
  const isOver = async () => {
    const run = await runOf();
    return run !== undefined && run.endedAt !== null && run;
  };

  it("is updated on one device of a network at a time, with progress, to its end", async () => {
    expect(await firmware(of.nodeId, "check")).toMatchObject(ok);
    const stateOf = async () => JSON.parse((await readReported(of))?.values["f:update"]?.value ?? "{}").state;
    await waitFor("the check", async () => (await stateOf()) === "available");
    const replies = await Promise.all([firmware(of.nodeId, "update"), firmware(fridgeId, "update")]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const run = await waitFor("the update to end", isOver, 60_000);
    expect(run.error).toBeNull();
  });

  it("is aborted, and told so in the network's own words", async () => {
    const done = (await runOf())?.nodeId;
    const left = done === fridgeId ? of.nodeId : fridgeId;
    expect(await firmware(left, "update")).toMatchObject(ok);
    await waitFor("progress", async () => {
      return (await readReported({ ...of, nodeId: left }))?.values["f:update"]?.value.includes("updating");
    });
    expect(await firmware(left, "abort")).toMatchObject(ok);
    expect((await waitFor("the end", isOver)).error).toContain("Aborted");
    expect(await firmware(left, "abort")).toMatchObject({ status: 409 });
  });
});
