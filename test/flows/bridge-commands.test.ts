import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { randomId, toNodeId } from "@lastmeter/model/ids";
import type { LinkCommand } from "@lastmeter/model/link/messages";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { BridgeProcess } from "../support/bridge-process.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto, toBrokerPort } from "../support/mosquitto.ts";

const broker = new Mosquitto(toBrokerPort(1));
const program = fileURLToPath(new URL("../../gateway-bridge/src/main.ts", import.meta.url));
const address = "0x00158d00000000aa";
let sniffer: MqttClient;
let seen: string[];
let directory: string;
let dispatcher: TestDispatcher;
let bridge: BridgeProcess;
let baseTopic: string;
let tests = 0;

beforeAll(() => broker.start());
afterAll(() => broker.remove());
beforeEach(async () => {
  tests += 1;
  baseTopic = `commands ${process.pid}/${tests}`;
  directory = mkdtempSync(join(tmpdir(), "lastmeter-bridge-"));
  dispatcher = new TestDispatcher();
  dispatcher.intervalMs = 10_000;
  dispatcher.interest = { version: 1, topics: { trigger: { onChange: [], always: [[]], bounds: [] } } };
  await dispatcher.start();
  bridge = new BridgeProcess(directory, {
    network: dispatcher.networkId,
    key: dispatcher.keyText,
    dispatcher: dispatcher.url,
    mqtt: { url: broker.url, baseTopic },
    link: { minIntervalMs: 0, drainIntervalMs: 0 },
    logLevel: "error",
  });
  // Back before the bridge is, when the broker is: at QoS 0 nothing is kept for it.
  sniffer = await connectAsync(broker.url, { reconnectPeriod: 10 });
  seen = [];
  sniffer.on("message", (topic, payload) => {
    if (topic !== `${baseTopic}/trigger`) seen.push(`${topic.replace(`${baseTopic}/`, "")} ${payload}`);
  });
  await sniffer.subscribeAsync("#", { qos: 1 });
});
afterEach(async () => {
  await bridge.end("SIGTERM");
  await sniffer.endAsync(true);
  await dispatcher.stop();
  rmSync(directory, { recursive: true, force: true });
});

let seq = 0;
function toCommand(change: Partial<LinkCommand> = {}, inMs = 60_000): LinkCommand {
  seq += 1;
  const notAfter = Date.now() + dispatcher.clockOffsetMs + inMs;
  const command = { commandId: randomId(), seq, target: `t${seq}`, notAfter, deliverFor: 0 };
  return { ...command, topic: `${address}/set`, payload: `{"n":${seq}}`, ...change };
}
/** Makes the bridge send, as a doorbell would; resolves when the dispatcher has answered. */
async function exchange(): Promise<void> {
  await waitFor("the first reply", () => dispatcher.received.length > 0);
  const before = dispatcher.received.length;
  await sniffer.publishAsync(`${baseTopic}/trigger`, String(before), { qos: 1 });
  await waitFor("the next frame", () => dispatcher.received.length > before);
}
const outcomeOf = (command: LinkCommand) =>
  waitFor(`the outcome of ${command.payload}`, () => {
    const said = dispatcher.outcomes.filter(({ commandId }) => commandId === command.commandId);
    return said.length > 0 ? [...new Set(said.map(({ outcome }) => outcome))] : false;
  });

describe("a command in sealed replies", () => {
  it("handed over ten times is published once, and its outcome comes up", async () => {
    await bridge.start();
    await exchange();
    const command = toCommand();
    dispatcher.commands = [command];
    for (let time = 0; time < 10; time += 1) await exchange();
    expect(await outcomeOf(command)).toEqual(["published"]);
    await waitFor("the sniffer", () => seen.length > 0);
    expect(seen).toEqual([`${address}/set ${command.payload}`]);
  });

  it("is published at most once though the bridge is killed again and again", async () => {
    await bridge.start();
    const commands: LinkCommand[] = [];
    for (let round = 0; round < 6; round += 1) {
      const added = Array.from({ length: 5 }, () => toCommand());
      commands.push(...added);
      dispatcher.commands = added;
      void exchange().catch(() => undefined);
      await dispatcher.until(() => dispatcher.received.length > 0);
      await bridge.end("SIGKILL");
      await bridge.start();
      await exchange();
      for (const command of added) await outcomeOf(command);
    }
    for (const command of commands) {
      const outcomes = await outcomeOf(command);
      // `unsure` may be either; `published` is always true.
      const isSeen = () => seen.includes(`${address}/set ${command.payload}`);
      if (outcomes.includes("published")) await waitFor(`${command.payload} at the broker`, isSeen);
      expect(["published", "unsure"]).toEqual(expect.arrayContaining([outcomes.at(-1)]));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(0);
  });

  it("that came while the broker was away is executed when it is back, or not at all once its time is over", async () => {
    await bridge.start();
    await exchange();
    await broker.stop();
    await waitFor("the bridge to notice", async () => (await bridge.health()).broker === "disconnected");
    const [late, early] = [toCommand({}, 1000), toCommand({}, 60_000)];
    dispatcher.commands = [late, early];
    await waitFor("a frame that brings them", () => dispatcher.received.at(-1)?.head.broker === "disconnected");
    await waitFor("the first one's deadline", () => Date.now() > late.notAfter + 1000);
    await broker.start();
    expect(await outcomeOf(early)).toContain("published");
    expect(await outcomeOf(late)).toEqual(expect.arrayContaining(["expired"]));
    await waitFor("the sniffer", () => seen.length > 0);
    expect(seen).toEqual([`${address}/set ${early.payload}`]);
  });

  it("is judged by the dispatcher's clock, however far from ours", async () => {
    dispatcher.clockOffsetMs = -86_400_000;
    await bridge.start();
    const [over, good] = [toCommand({}, -1), toCommand()];
    dispatcher.commands = [over, good];
    await exchange();
    expect([await outcomeOf(over), await outcomeOf(good)]).toEqual([["expired"], ["published"]]);
    await waitFor("the sniffer", () => seen.length > 0);
    expect(seen).toEqual([`${address}/set ${good.payload}`]);
  });

  it("with a hostile topic is refused; a sniffer sees only what is allowed", async () => {
    await bridge.start();
    const hostile = [
      "#",
      "+/set",
      `${address}/#`,
      `${address}/set\u0000`,
      "../x/set",
      "$SYS/set",
      "bridge/request/restart",
      "bridge/request/options",
      "bridge/set",
      "kitchen plug/set",
      "/set",
      `${address}//set`,
    ];
    const refused = hostile.map((topic) => toCommand({ topic }));
    const join = toCommand({ topic: "bridge/request/permit_join", payload: '{"time":60}' });
    dispatcher.commands = [...refused, join];
    await exchange();
    for (const command of refused) expect(await outcomeOf(command)).toContain("refused");
    expect(await outcomeOf(join)).toContain("published");
    await waitFor("the sniffer", () => seen.length > 0);
    expect(seen).toEqual(['bridge/request/permit_join {"time":60}']);
  });
});

describe("show", () => {
  const show = (...args: string[]) =>
    promisify(execFile)(process.execPath, [program, "show", "--config", join(directory, "bridge.json"), ...args]);

  it("gives what the sealed reply says, and who asks without a bridge is told", async () => {
    await bridge.start();
    const value = { channel: "power", label: "Power", value: 425, decimals: 1, unit: "W", at: Date.now() };
    const nodeId = await toNodeId(dispatcher.networkId, address);
    dispatcher.newest = { at: Date.now(), nodes: [{ nodeId, name: "Plug", room: null, values: [value] }] };
    const { newest } = JSON.parse((await show("--json")).stdout);
    expect(newest).toEqual(dispatcher.newest);
    expect((await show()).stdout).toMatch(/Plug\n {2}Power {2}42\.5 W {2}\d+ s/);
    await bridge.end("SIGTERM");
    await expect(show()).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("No bridge") });
  });
});
