import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKey, toKeyText } from "@lastmeter/model/link/key";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto, toBrokerPort } from "../support/mosquitto.ts";

const broker = new Mosquitto(toBrokerPort(3));
let home: MqttClient;
let directory: string;
let dispatcher: TestDispatcher;
let bridge: BridgeProcess;
let sent = 0;

beforeAll(async () => {
  await broker.start();
  home = await connectAsync(broker.url);
});
afterAll(async () => {
  await home.endAsync(true);
  await broker.remove();
});
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "lastmeter-bridge-"));
  dispatcher = new TestDispatcher();
  dispatcher.intervalMs = 10_000;
  dispatcher.interest = { version: 1, topics: { trigger: { onChange: [], always: [[]], bounds: [] } } };
  await dispatcher.start();
  bridge = new BridgeProcess(directory, {
    network: dispatcher.networkId,
    key: dispatcher.keyText,
    dispatcher: dispatcher.url,
    mqtt: { url: broker.url, baseTopic: `rotation ${directory.slice(-6)}` },
    link: { minIntervalMs: 0, drainIntervalMs: 0 },
    logLevel: "error",
  });
  await bridge.start();
  await waitFor("the first frame", () => dispatcher.received.length > 0);
});
afterEach(async () => {
  await bridge.end("SIGTERM");
  await dispatcher.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function exchange(): Promise<void> {
  const before = dispatcher.received.length;
  sent += 1;
  await home.publishAsync(`rotation ${directory.slice(-6)}/trigger`, String(sent), { qos: 1 });
  await waitFor("the next frame", () => dispatcher.received.length > before, 60_000);
}
const lastKid = () => dispatcher.kids.at(-1);
const keysFile = () => readFileSync(join(directory, "state", dispatcher.networkId, "keys.json"), "utf8");

describe("a change of the key", () => {
  it("goes to the new key, which is kept when the old one is retired and the bridge is killed", async () => {
    const next = generateKey();
    dispatcher.nextKey = next;
    await exchange();
    await waitFor("a frame under the new key", () => lastKid() === next.kid);
    dispatcher.takesFirstKey = false;
    await bridge.end("SIGKILL");
    await bridge.start();
    await exchange();
    expect(lastKid()).toBe(next.kid);
    expect(keysFile()).toContain(toKeyText(next));
  });

  it("that the dispatcher takes back locks nobody out", async () => {
    const next = generateKey();
    dispatcher.nextKey = next;
    await exchange();
    await waitFor("a frame under the new key", () => lastKid() === next.kid);
    dispatcher.nextKey = undefined;
    dispatcher.forgetSessions();
    await exchange();
    expect(lastKid()).toBe(dispatcher.linkKey.kid);
  });

  it("survives a kill right after the key was handed over, and lost replies", async () => {
    const next = generateKey();
    dispatcher.nextKey = next;
    let lose = true;
    dispatcher.loseReply = () => lose;
    void exchange().catch(() => undefined);
    await waitFor("a lost reply", () => dispatcher.received.length > 1);
    await bridge.end("SIGKILL");
    lose = false;
    await bridge.start();
    await waitFor("a frame under the new key", () => lastKid() === next.kid, 60_000);
    dispatcher.takesFirstKey = false;
    dispatcher.forgetSessions();
    await exchange();
    expect(lastKid()).toBe(next.kid);
    expect(dispatcher.faults).toEqual([]);
  });
});
