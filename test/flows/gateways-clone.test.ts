import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { openDatabase, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { readNodes, readRaw, requireNode, waitForNodes, watchNetwork } from "../support/stored.ts";

const db = openDatabase();
const directory = mkdtempSync(join(tmpdir(), "lastmeter-copy-"));
const configSchema = z.looseObject({ mqtt: z.looseObject({ baseTopic: z.string() }) });
/** What only the copy reads, in W. */
const STRANGE_W = 999;
let network: TestNetwork;
let copy: BridgeProcess;
let copyTopic: string;
let published = 0;

beforeAll(async () => {
  network = await startTestNetwork({ name: "cloned" });
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", toDeviceList("desk plug"), true);
  await waitForNodes(db, network.networkId, 1);
  await watchNetwork(db, network.networkId);
  await publishSome(5);

  // As whoever took the card out of it for an hour.
  await network.bridge.stop();
  cpSync(join(dirname(network.configFile), "state"), join(directory, "state"), { recursive: true });
  const {
    mqtt,
    stateDir: _,
    health: __,
    ...config
  } = configSchema.parse(JSON.parse(readFileSync(network.configFile, "utf8")));
  copyTopic = `${mqtt.baseTopic}-copy`;
  copy = new BridgeProcess(directory, { ...config, mqtt: { ...mqtt, baseTopic: copyTopic, clientId: "copy" } });
  await network.startBridge();
});
afterAll(async () => {
  await copy?.end("SIGTERM");
  await network?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function publishSome(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    published += 1;
    await network.publish("desk plug", JSON.stringify({ power: published, state: "ON" }));
  }
}
async function readPowers(): Promise<number[]> {
  const plug = requireNode(await readNodes(db, network.networkId), plugAddress);
  return (await readRaw(db, network.networkId, plug, "power")).map(({ value }) => value / 10).sort((a, b) => a - b);
}
const wanted = () => Array.from({ length: published }, (_, i) => i + 1);
async function expectAllStoredOnce(): Promise<void> {
  await waitFor(`${published} readings`, async () => (await readPowers()).length >= published, 60_000);
  expect(await readPowers()).toEqual(wanted());
}

describe("two live copies of one gateway", () => {
  it("raise an alarm; the first goes on without loss, and what the other reads stays on its disk", async () => {
    await expectAllStoredOnce();
    const startedAt = Date.now();
    await copy.start();
    await publishSome(5);
    const alarms = db.collection(paths.alarms(network.networkId)).where("kind", "==", "clone");
    await waitFor("the alarm", async () => (await alarms.where("state", "==", "raised").get()).size === 1, 30_000);
    console.log(`from a copy's start to its alarm: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    const status = gatewayStatusSchema.parse((await db.doc(paths.gatewayStatus(network.networkId)).get()).data());
    expect(status.faults.map(({ fault }) => fault)).toContain("clone");

    await network.mqtt.publishAsync(`${copyTopic}/desk plug`, JSON.stringify({ power: STRANGE_W }), { qos: 1 });
    await waitFor("the copy to be refused", async () => {
      const { relay, queueLength } = await copy.health();
      return queueLength > 0 && relay.lastFailure?.includes("another_runs") === true;
    });
    await publishSome(5);
    await expectAllStoredOnce();
    expect((await network.health()).link).toBe("online");
    expect((await copy.health()).queueLength).toBeGreaterThan(0);
  });
});
