import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LinkCommand } from "@lastmeter/model/link/messages";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Downlink } from "./downlink.ts";
import { executedSchema } from "./executed.ts";

const NOW = 1_795_000_000_000;
const address = "0x00158d0000000a01";
const log = { debug() {}, info() {}, warn() {}, error() {} };
let directory: string;
let path: string;
let published: string[];
let connected: boolean;
let wall: number;
let steady: number;
let news: number;
let onPublish: () => void;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lastmeter-downlink-"));
  path = join(directory, "commands.json");
  published = [];
  connected = true;
  wall = NOW;
  steady = 1000;
  news = 0;
  onPublish = () => {};
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = () =>
  Downlink.open({
    path,
    log,
    now: () => wall,
    monotonic: () => steady,
    isBrokerConnected: () => connected,
    isAllowed: ({ topic }) => topic.endsWith("/set"),
    nextMessage: () => 7,
    onNews: () => {
      news += 1;
    },
    publish: (topic, payload) => {
      onPublish();
      if (connected) published.push(`${topic} ${payload}`);
      return connected;
    },
  });
const toCommand = (name: string, change: Partial<LinkCommand> = {}): LinkCommand => ({
  commandId: name.padEnd(22, "0"),
  seq: 10,
  target: "plug/state",
  notAfter: NOW + 60_000,
  deliverFor: 60_000,
  topic: `${address}/set`,
  payload: '{"state":"OFF"}',
  ...change,
});
const say = (downlink: Downlink) => downlink.outcomes.map(({ outcome }) => outcome);
const once = [`${address}/set {"state":"OFF"}`];

describe("a command", () => {
  it("delivered ten times, across restarts too, is published once", async () => {
    for (let restart = 0; restart < 5; restart += 1) {
      const downlink = await open();
      const sentAt = { now: wall, monotonic: steady };
      await Promise.all([1, 2].map(() => downlink.obey([toCommand("a")], NOW, sentAt)));
      expect(say(downlink)).toEqual(["published"]);
    }
    expect(published).toEqual(once);
  });

  it("stands on the disk before it is published", async () => {
    const downlink = await open();
    onPublish = () => {
      const noted = executedSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      expect(noted.commands).toMatchObject([{ id: toCommand("a").commandId, outcome: "unsure" }]);
    };
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect(published).toEqual(once);
  });

  it("whose bridge was killed between the note and the broker is never published", async () => {
    const killed = await open();
    onPublish = () => {
      throw new Error("killed");
    };
    await expect(killed.obey([toCommand("a")], NOW, { now: wall, monotonic: steady })).rejects.toThrow("killed");
    onPublish = () => {};
    const restarted = await open();
    expect(say(restarted)).toEqual(["unsure"]);
    await restarted.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect({ published, outcomes: say(restarted) }).toEqual({ published: [], outcomes: ["unsure"] });
  });

  it.each<[string, number, number]>([
    ["the reply took too long", 60_000, 60_000],
    ["the clock was set back meanwhile", 60_000, -3_600_000],
    ["the machine slept meanwhile", 10, 60_000],
  ])("expires when %s", async (_, steadyMs, wallMs) => {
    const downlink = await open();
    const sentAt = { now: wall, monotonic: steady };
    steady += steadyMs;
    wall += wallMs;
    await downlink.obey([toCommand("a")], NOW, sentAt);
    expect({ published, outcomes: say(downlink) }).toEqual({ published: [], outcomes: ["expired"] });
  });

  it("is in time by the dispatcher's clock, however wrong ours is", async () => {
    wall = 0;
    const downlink = await open();
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect(published).toEqual(once);
  });

  it("expires while it waits for the disk", async () => {
    const downlink = await open();
    const sentAt = { now: wall, monotonic: steady };
    const work = downlink.obey([toCommand("a"), toCommand("b", { target: "x", seq: 11 })], NOW, sentAt);
    onPublish = () => {
      steady += 60_000;
    };
    await work;
    expect({ published, outcomes: say(downlink) }).toEqual({ published: once, outcomes: ["published", "expired"] });
  });

  it("waits nowhere while the broker is away: it is asked for again, and then executed", async () => {
    connected = false;
    const downlink = await open();
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect({ published, outcomes: say(downlink), news }).toEqual({ published: [], outcomes: [], news: 0 });
    connected = true;
    downlink.brokerConnected();
    expect(news).toBe(1);
    expect(published).toEqual([]);
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect(published).toEqual(once);
  });

  it("that cannot be noted is not executed", async () => {
    const downlink = await open();
    rmSync(directory, { recursive: true });
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect({ published, outcomes: say(downlink) }).toEqual({ published: [], outcomes: ["failed"] });
  });

  it("that waited while the note of the past was damaged is not executed, the next one is", async () => {
    writeFileSync(path, '{"v":1,"comm');
    const downlink = await open();
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    await downlink.obey([toCommand("b", { seq: 11 })], NOW, { now: wall, monotonic: steady });
    expect({ published, outcomes: say(downlink) }).toEqual({ published: once, outcomes: ["published", "unsure"] });
  });

  it("is spoken of until the dispatcher knows, and again when it asks again", async () => {
    const downlink = await open();
    await downlink.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    const restarted = await open();
    expect(say(restarted)).toEqual(["published"]);
    restarted.told(restarted.outcomes);
    expect(say(restarted)).toEqual([]);
    await restarted.obey([toCommand("a")], NOW, { now: wall, monotonic: steady });
    expect(say(restarted)).toEqual(["published"]);
    expect(published).toEqual(once);
  });

  it("executed long ago is not executed again, though its own note made room", async () => {
    const downlink = await open();
    for (let seq = 0; seq < 600; seq += 30) {
      const commands = Array.from({ length: 30 }, (_, index) =>
        toCommand(`c${seq + index}x`, { seq: seq + index, target: `t${seq + index}` }),
      );
      await downlink.obey(commands, NOW, { now: wall, monotonic: steady });
      downlink.told(downlink.outcomes);
    }
    expect(published).toHaveLength(600);
    const early = toCommand("c3x", { seq: 3, target: "t3" });
    await downlink.obey([early], NOW, { now: wall, monotonic: steady });
    expect(published).toHaveLength(600);
    expect(say(downlink)).toEqual(["superseded"]);
  });
});
