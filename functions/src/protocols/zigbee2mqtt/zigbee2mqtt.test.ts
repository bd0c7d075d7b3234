import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AT, emptyDirectory, toMessage } from "../decoding/fixtures.ts";
import { NAME, PLUG, plugExposes, plugOf, say, toDevice, toValues, withDevices, withPlug } from "./fixtures.ts";
import { notRelayed } from "./network.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const { decode, toInterest } = zigbee2mqtt;

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
    expect(plugOf(online.directory).health).toMatchObject({ availability: "online", availabilityAt: AT });
    const stopped = await say("bridge/state", { state: "offline" }, online.directory);
    expect(plugOf(stopped.directory).health.availability).toBe("offline");
    expect(stopped.directory.protocolState).toBe("offline");
    const back = await say("bridge/state", "online", stopped.directory);
    expect(plugOf(back.directory).health.availability).toBe("online");
    const gone = await say(`${NAME}/availability`, "offline", back.directory);
    expect(gone.nodeChanges).toMatchObject([{ kind: "update", node: { health: { availability: "offline" } } }]);
    expect((await say(`${NAME}/availability`, "offline", gone.directory)).nodeChanges).toEqual([]);
  });

  it("is told from the state of a device named like another's availability", async () => {
    const devices = [toDevice(PLUG, "a", plugExposes), toDevice("0x0000000000000002", "a/availability", plugExposes)];
    const { directory } = await withDevices(devices);
    expect(plugOf((await say("a/availability", { state: "online" }, directory)).directory).health.availability).toBe(
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
      expect(plugOf(directory).removed).toBe(false);
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
