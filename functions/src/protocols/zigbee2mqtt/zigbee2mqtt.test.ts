import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory } from "../protocol.ts";
import {
  AT,
  coordinator,
  emptyDirectory,
  numeric,
  PLUG,
  plugExposes,
  toDevice,
  toMessage,
  toValues,
  withDevices,
} from "./fixtures.ts";
import { notRelayed } from "./network.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const { decode, toInterest } = zigbee2mqtt;
const NAME = "kitchen/kettle plug";
const withPlug = async () => (await withDevices([toDevice(PLUG, NAME, plugExposes)])).directory;
const say = async (topic: string, payload: unknown, directory?: Directory) =>
  decode(directory ?? (await withPlug()), [toMessage(topic, payload, 7)]);
const nodeOf = (directory: Directory) => {
  const node = directory.nodes[PLUG];
  if (node === undefined) throw new Error("no plug");
  return node;
};

describe("state messages", () => {
  it("become readings, events and values in canonical units, and the position is resolved", async () => {
    const decoded = await say(NAME, {
      power: 141.26,
      energy: 12.35,
      state: "ON",
      linkquality: 157,
      last_seen: 1,
      elapsed: 3,
      device: {},
    });
    const { nodeId } = nodeOf(decoded.directory);
    expect(decoded.readings).toEqual([
      {
        nodeId,
        channel: "power",
        quantity: "power",
        unit: "W",
        value: 1413,
        at: AT,
        quality: "good",
        location: emptyDirectory.location,
        sequence: 7,
      },
      {
        nodeId,
        channel: "energyImport",
        quantity: "energy",
        unit: "Wh",
        value: 12_350,
        at: AT,
        quality: "good",
        location: emptyDirectory.location,
        sequence: 7,
      },
    ]);
    expect(decoded.events).toEqual([{ nodeId, channel: "state", value: true, at: AT, sequence: 7 }]);
    expect(decoded.values).toEqual([{ nodeId, channel: "linkQuality", value: 157, at: AT }]);
    expect([...decoded.seen]).toEqual([[nodeId, AT]]);
    expect(decoded.deadLetters).toEqual([]);
  });

  it("leave the directory as it is", async () => {
    const directory = await withPlug();
    expect((await say(NAME, { power: 1 }, directory)).directory).toBe(directory);
  });

  it("keep good values beside a bad one, which is named once a batch", async () => {
    const directory = await withPlug();
    const message = toMessage(NAME, { power: "141", energy: 281_474_976_710.66, state: "ON" });
    const decoded = await decode(directory, [message, { ...message, sequence: 1 }]);
    expect(toValues(decoded)).toEqual({ state: true });
    expect(decoded.deadLetters.map(({ reason }) => reason)).toEqual([
      "power: expected a number, got string; energy: 281474976710660 is outside 0 to 100000000000 Wh",
    ]);
  });

  it.each([
    ["malformed UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "payload: not UTF-8"],
    ["cut off", '{"power":1', "payload: not JSON"],
    ["an array", [1, 2], "payload: expected an object"],
    ["a prototype", '{"__proto__":{"power":3}}', "payload: key __proto__ is not allowed"],
    ["deep", `{"a":${"[".repeat(20)}${"]".repeat(20)}}`, "payload: nested deeper than 16"],
    ["large", { power: 1, text: "x".repeat(17_000) }, "payload: larger than 16384 bytes"],
  ])("that are %s become dead letters", async (_, payload, reason) => {
    const decoded = await say(NAME, payload);
    expect(decoded.deadLetters).toMatchObject([{ topic: NAME, sequence: 7, reason }]);
    expect(toValues(decoded)).toEqual({});
  });

  it.each([
    ["cleared topics", NAME, ""],
    ["nothing said", NAME, { power: null, state: "", energy: null }],
    ["commands", `${NAME}/set`, { state: "OFF" }],
    ["questions", `${NAME}/get/power`, ""],
    ["commands to nobody", "nobody/set", "ON"],
  ])("%s are passed over", async (_, topic, payload) => {
    const decoded = await say(topic, payload);
    expect({ ...toValues(decoded), dead: decoded.deadLetters, waiting: decoded.directory.waiting }).toEqual({
      dead: [],
      waiting: [],
    });
  });

  it("take the direction beside an unsigned power", async () => {
    const flow = {
      type: "enum",
      name: "energy_flow_a",
      property: "energy_flow_a",
      access: 1,
      values: ["consuming", "producing"],
    };
    const { directory } = await withDevices([
      toDevice(PLUG, "clamp", [numeric("power_a", "W"), numeric("power_b", "W"), flow]),
    ]);
    const state = { power_a: 100, power_b: 50, energy_flow_a: "producing" };
    expect(toValues(await say("clamp", state, directory))).toMatchObject({ powerA: -1000, powerB: 500 });
    expect(toValues(await say("clamp", { ...state, energy_flow_a: "consuming" }, directory))).toMatchObject({
      powerA: 1000,
    });
    expect(toValues(await say("clamp", { ...state, power_a: -100 }, directory))).toMatchObject({ powerA: -1000 });
  });

  it("report an action each time and nothing for an empty one", async () => {
    const action = {
      type: "enum",
      name: "action",
      property: "action",
      access: 1,
      values: ["single"],
      category: "diagnostic",
    };
    const { directory } = await withDevices([toDevice(PLUG, "button", [action])]);
    const presses = ["single", "single", "", null].map((press) => toMessage("button", { action: press }));
    expect((await decode(directory, presses)).events.map(({ value }) => value)).toEqual(["single", "single"]);
  });

  it("are understood one attribute a topic as well", async () => {
    const directory = await withPlug();
    const messages = [
      ["power", "141.3"],
      ["state", "ON"],
      ["update-state", "idle"],
      ["linkquality", "x"],
      ["energy", ""],
    ].map(([attribute, value]) => toMessage(`${NAME}/${attribute}`, value));
    const decoded = await decode(directory, messages);
    expect(toValues(decoded)).toEqual({ power: 1413, state: true });
    expect(decoded.deadLetters.map(({ reason }) => reason)).toEqual(["linkquality: expected a number, got string"]);
  });
});

describe("bridge/devices", () => {
  it("makes pending nodes of devices, not of the coordinator, and none twice", async () => {
    const first = await withDevices([
      toDevice(PLUG, NAME, plugExposes),
      toDevice("0x00158d0000000a02", "new", undefined),
    ]);
    expect(first.nodeChanges).toMatchObject([
      {
        kind: "create",
        vendor: "V",
        model: "M",
        role: "load",
        node: { nativeName: NAME, shard: 0, health: { interview: "successful" } },
      },
      { kind: "create", vendor: null, role: null, node: { nativeName: "new", channels: {} } },
    ]);
    const again = await withDevices(
      [toDevice(PLUG, NAME, plugExposes), toDevice("0x00158d0000000a02", "new", undefined)],
      first.directory,
    );
    expect(again).toMatchObject({ nodeChanges: [], records: [] });
    expect(again.directory).toBe(first.directory);
  });

  it("keeps a node through renaming, removal and return", async () => {
    const directory = await withPlug();
    const { nodeId } = nodeOf(directory);
    const renamed = await withDevices([toDevice(PLUG, "plug", plugExposes)], directory);
    expect(renamed.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, nativeName: "plug" } }]);
    const removed = await withDevices([], renamed.directory);
    expect(removed.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, removed: true } }]);
    const back = await withDevices([toDevice(PLUG, "plug", plugExposes)], removed.directory);
    expect(back.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, removed: false } }]);
  });

  it("proposes role and total when the definition comes, unless the owner decided", async () => {
    const before = (await withDevices([toDevice(PLUG, NAME, undefined)])).directory;
    const known = await withDevices([toDevice(PLUG, NAME, plugExposes)], before);
    expect(known.nodeChanges).toMatchObject([
      { role: "load", node: { total: { power: [{ channel: "power", sign: 1 }] } } },
    ]);
    const own = { ...nodeOf(before), ownerSet: ["total" as const] };
    const decided = await withDevices([toDevice(PLUG, NAME, plugExposes)], { ...before, nodes: { [PLUG]: own } });
    expect(decided.nodeChanges).toMatchObject([{ node: { total: { power: [], energyImport: [] } } }]);
  });

  it("does not lose devices to a broken entry or a list without coordinator", async () => {
    const directory = await withPlug();
    const broken = await decode(directory, [toMessage("bridge/devices", [coordinator, { friendly_name: 3 }])]);
    expect(broken.deadLetters).toMatchObject([{ reason: "[1].ieee_address: not a device of Zigbee2MQTT" }]);
    expect(nodeOf(broken.directory).removed).toBe(false);
    expect(nodeOf((await decode(directory, [toMessage("bridge/devices", [])])).directory).removed).toBe(false);
  });

  it("gives every 50 nodes a shard of their own", async () => {
    const devices = Array.from({ length: 101 }, (_, i) =>
      toDevice(`0x${String(i).padStart(16, "0")}`, `d${i}`, plugExposes),
    );
    const shards = Object.values((await withDevices(devices)).directory.nodes).map(({ shard }) => shard);
    expect([shards[0], shards[49], shards[50], shards[100]]).toEqual([0, 0, 1, 2]);
  });
});

describe("names not known yet", () => {
  it("wait for the next list, then are decoded as they came, or become dead letters", async () => {
    const early = await decode(emptyDirectory, [toMessage(NAME, { power: 5 }, 3), toMessage("ghost", { power: 1 }, 4)]);
    expect(early.directory.waiting).toHaveLength(2);
    expect(early.deadLetters).toEqual([]);
    const later = await withDevices([toDevice(PLUG, NAME, plugExposes)], early.directory);
    expect(later.readings).toMatchObject([{ channel: "power", value: 50, sequence: 3 }]);
    expect(later.deadLetters).toMatchObject([{ topic: "ghost", sequence: 4 }]);
    expect(later.directory.waiting).toEqual([]);
  });

  it("wait in a room of 100 messages", async () => {
    const messages = Array.from({ length: 103 }, (_, i) => toMessage(`ghost ${i}`, "{}", i));
    const decoded = await decode(emptyDirectory, messages);
    expect(decoded.directory.waiting).toHaveLength(100);
    expect(decoded.deadLetters.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  });

  it("are groups, which are nobody's loss", async () => {
    const early = await say("all plugs", { state: "ON" });
    const decoded = await say("bridge/groups", [{ friendly_name: "all plugs", id: 7, members: [] }], early.directory);
    expect(decoded).toMatchObject({ deadLetters: [], directory: { groups: ["all plugs"], waiting: [] } });
  });
});

describe("health", () => {
  it("combines the device's word with the coordinator's", async () => {
    const online = await say(`${NAME}/availability`, { state: "online" });
    expect(nodeOf(online.directory).health).toMatchObject({ availability: "online", availabilityAt: AT });
    const stopped = await say("bridge/state", { state: "offline" }, online.directory);
    expect(nodeOf(stopped.directory).health.availability).toBe("unknown");
    expect(stopped.directory.protocolState).toBe("offline");
    const back = await say("bridge/state", "online", stopped.directory);
    expect(nodeOf(back.directory).health.availability).toBe("online");
    const gone = await say(`${NAME}/availability`, "offline", back.directory);
    expect(gone.nodeChanges).toMatchObject([{ kind: "update", node: { health: { availability: "offline" } } }]);
    expect((await say(`${NAME}/availability`, "offline", gone.directory)).nodeChanges).toEqual([]);
  });

  it("is told from the state of a device named like another's availability", async () => {
    const devices = [toDevice(PLUG, "a", plugExposes), toDevice("0x0000000000000002", "a/availability", plugExposes)];
    const { directory } = await withDevices(devices);
    expect(nodeOf((await say("a/availability", { state: "online" }, directory)).directory).health.availability).toBe(
      "online",
    );
    expect(toValues(await say("a/availability", { state: "ON" }, directory))).toEqual({ state: true });
  });
});

describe("configuration records", () => {
  it("keep documents when they change and events each time, verbatim", async () => {
    const info = toMessage("bridge/info", '{"version": "2.14.1"}');
    const event = toMessage("bridge/event", '{"type":"device_announce","data":{}}');
    const error = toMessage("bridge/logging", { level: "error", message: "Publish 'set' failed" });
    const request = toMessage("bridge/request/device/remove", "bare name");
    const quiet = toMessage("bridge/logging", { level: "info", message: "MQTT publish" });
    const { records, deadLetters } = await decode(emptyDirectory, [info, info, event, event, error, quiet, request]);
    expect(records.map(({ topic, version }) => `${topic} ${version}`)).toEqual([
      "bridge/info 1",
      "bridge/event 1",
      "bridge/event 2",
      "bridge/logging 1",
      "bridge/request/device/remove 1",
    ]);
    expect(records[0]?.payload).toBe(info.payload);
    expect(records[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(deadLetters).toEqual([]);
  });

  it("hold no secrets of the network and nothing derivable", async () => {
    const topics = notRelayed.map((filter) => filter.replace("#", "add"));
    const decoded = await decode(
      emptyDirectory,
      topics.map((topic) => toMessage(topic, { data: { zip: "…" } })),
    );
    expect(decoded.records).toEqual([]);
    expect(decoded.directory).toBe(emptyDirectory);
  });

  it.each(["bridge/devices", "bridge/groups", "bridge/state", "bridge/logging", "bridge/info", "bridge/event"])(
    "refuse a broken %s",
    async (topic) => {
      const { deadLetters, records, directory } = await say(topic, "{");
      expect(deadLetters).toMatchObject([{ topic }]);
      expect(records).toEqual([]);
      expect(nodeOf(directory).removed).toBe(false);
    },
  );
});

describe("interest", () => {
  it("names what cannot wait, and its version rises only with names and channels", async () => {
    const directory = await withPlug();
    const interest = toInterest(directory);
    expect(interest.topics).toMatchObject({
      [NAME]: { onChange: [["state"]], always: [] },
      [`${NAME}/availability`]: { onChange: [["state"]] },
      "bridge/devices": { onChange: [[]] },
      "bridge/event": { always: [[]] },
    });
    const later = (await say("bridge/event", { type: "device_announce" }, directory)).directory;
    expect(later.version).toBe(directory.version + 1);
    expect(toInterest(later).version).toBe(interest.version);
    const renamed = (await withDevices([toDevice(PLUG, "plug", plugExposes)], later)).directory;
    expect(toInterest(renamed).version).toBeGreaterThan(interest.version);
    expect(toInterest((await withDevices([], later)).directory).topics[NAME]).toBeUndefined();
  });
});

describe("whatever arrives", () => {
  it("never throws, never pollutes, and accounts for every message", async () => {
    const directory = await withPlug();
    const topic = fc.oneof(
      fc.constantFrom(
        NAME,
        `${NAME}/availability`,
        `${NAME}/power`,
        "bridge/devices",
        "bridge/state",
        "bridge/groups",
        "bridge/event",
        "bridge/logging",
        "__proto__",
        "bridge/__proto__",
      ),
      fc.string({ minLength: 1, maxLength: 30 }),
    );
    const payload = fc.oneof(
      fc.json(),
      fc.string(),
      fc.uint8Array({ maxLength: 50 }),
      fc
        .record({ power: fc.anything(), state: fc.anything(), energy: fc.double() })
        .map((state) => JSON.stringify(state) ?? ""),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(topic, payload), { maxLength: 20 }), async (said) => {
        const decoded = await decode(
          directory,
          said.map(([on, what], i) => toMessage(on, what, i)),
        );
        for (const { value } of decoded.readings) expect(Number.isSafeInteger(value)).toBe(true);
        for (const { reason } of decoded.deadLetters) expect(reason.length).toBeGreaterThan(5);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
