import { type MqttMapping, mqttMappingSchema } from "@lastmeter/model/mqtt-mapping";
import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AT, emptyDirectory, toMessage } from "../decoding/fixtures.ts";
import { toWork } from "../decoding/work.ts";
import type { Decoded, Directory } from "../protocol.ts";
import { mqttjson } from "./mqttjson.ts";
import { applyMapping } from "./nodes.ts";
import { toSettings } from "./settings.ts";

const mapping: MqttMapping = mqttMappingSchema.parse({ devices: mqttPresets });
const directory: Directory = { ...emptyDirectory, mqtt: mapping };

const tasmota = {
  Time: "2026-11-28T07:00:00",
  ENERGY: { Total: 12.345, Yesterday: 0.1, Today: 0.02, Power: 61.5, Voltage: 231, Current: 0.266 },
};
const shelly = {
  id: 0,
  source: "init",
  output: true,
  apower: 8.7,
  voltage: 229.9,
  current: 0.061,
  aenergy: { total: 4321.5, by_minute: [1, 2, 3] },
  temperature: { tC: 41.2, tF: 106.2 },
};

async function hear(messages: readonly (readonly [string, unknown])[], before = directory): Promise<Decoded> {
  return mqttjson.decode(
    before,
    messages.map(([topic, payload], index) => toMessage(topic, payload, index, AT + index)),
  );
}
const toSaid = ({ readings, events, values }: Decoded) =>
  [...readings, ...events, ...values].map(({ channel, value }) => [channel, value]);
const nodeOf = ({ directory: after }: Decoded, address: string) => after.nodes[address];

describe("messages of described devices", () => {
  it("are readings in canonical units and events, of nodes that appear by themselves", async () => {
    const decoded = await hear([
      ["tele/kettle/SENSOR", tasmota],
      ["stat/kettle/POWER", "ON"],
      ["shellyplug-1/status/switch:0", shelly],
      ["solar/114182/0/power", "412.5"],
      ["solar/114182/0/yieldtotal", "1834.512"],
    ]);
    expect(toSaid(decoded)).toEqual([
      ["power", 615],
      ["energyImport", 12_345],
      ["voltage", 23_100],
      ["current", 266],
      ["power", 87],
      ["energyImport", 4322],
      ["voltage", 22_990],
      ["current", 61],
      ["temperature", 4120],
      ["power", -4125],
      ["energyExport", 1_834_512],
      ["state", true],
      ["state", true],
    ]);
    expect(decoded.nodeChanges.map(({ kind, node, role }) => [kind, node.nativeName, role])).toEqual([
      ["create", "kettle", "load"],
      ["create", "shellyplug-1", "load"],
      ["create", "114182", "production"],
    ]);
    expect(nodeOf(decoded, "opendtu/114182")?.total.power).toEqual([{ channel: "power", sign: 1 }]);
    expect(decoded.deadLetters).toEqual([]);
  });

  it("tell availability in the words of the description, and what a setting is", async () => {
    const decoded = await hear([
      ["tele/kettle/LWT", "Online"],
      ["stat/kettle/RESULT", { TelePeriod: 300 }],
      ["solar/114182/status/reachable", "0"],
    ]);
    expect(nodeOf(decoded, "tasmota-plug/kettle")?.health.availability).toBe("online");
    expect(nodeOf(decoded, "opendtu/114182")?.health.availability).toBe("offline");
    expect(nodeOf(decoded, "tasmota-plug/kettle")?.reported).toEqual({ "x:telePeriod": "300" });
    const settings = toSettings(decoded.directory, nodeOf(decoded, "tasmota-plug/kettle") ?? null);
    expect(settings.map(({ key }) => key)).toEqual(["x:telePeriod", "x:powerOnState"]);
  });

  it("are kept for whoever describes the network: the newest of each topic nobody knows, at most once a minute", async () => {
    const first = await hear([["zappi/status", { power: 3 }]]);
    expect(first.records.map(({ topic }) => topic)).toEqual(["zappi/status"]);
    const soon = await hear([["zappi/status", { power: 4 }]], first.directory);
    expect(soon.records).toEqual([]);
    const later = [toMessage("zappi/status", { power: 5 }, 9, AT + 60_001)];
    expect((await mqttjson.decode(first.directory, later)).records).toHaveLength(1);
    expect(first.deadLetters).toEqual([]);
  });

  it.each([
    ["a number that is none", "solar/1/0/power", "much", /power|expected a number/],
    ["no UTF-8", "solar/1/0/power", Uint8Array.of(255, 254), /not UTF-8/],
    ["broken JSON", "tele/x/SENSOR", '{"ENERGY":', /not JSON/],
    ["a forbidden name", "tele/x/SENSOR", '{"__proto__":{"a":1}}', /not allowed/],
    ["a value no home has", "tele/x/SENSOR", { ENERGY: { Power: 5e9 } }, /outside/],
  ])("that cannot be understood are kept with the reason: %s", async (_, topic, payload, reason) => {
    const { deadLetters } = await hear([[topic, payload]]);
    expect(deadLetters.map((letter) => letter.reason)).toEqual([expect.stringMatching(reason)]);
  });

  it("never throw, whatever comes", async () => {
    const topics = fc.constantFrom("tele/a/SENSOR", "stat/a/POWER", "a/status/switch:0", "x", "tele//SENSOR");
    await fc.assert(
      fc.asyncProperty(topics, fc.oneof(fc.json(), fc.string()), async (topic, payload) => {
        const decoded = await hear([[topic, payload]]);
        expect(decoded.readings.every(({ value }) => Number.isSafeInteger(value))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("another description", () => {
  it("keeps places and history of what stays, retires what goes, and lets its devices leave", async () => {
    const known = await hear([
      ["tele/kettle/SENSOR", tasmota],
      ["solar/114182/0/power", "1"],
    ]);
    const [plug] = mapping.devices;
    if (plug === undefined) throw new Error("no plug");
    const channels = plug.channels.filter(({ key }) => key !== "voltage").toReversed();
    const work = toWork(known.directory, 0);
    applyMapping(work, { devices: [{ ...plug, channels }] });
    const before = nodeOf(known, "tasmota-plug/kettle")?.channels;
    const after = work.directory.nodes["tasmota-plug/kettle"]?.channels;
    expect(after?.power?.ix).toBe(before?.power?.ix);
    expect(after?.voltage?.retired).toBe(true);
    expect(work.directory.nodes["opendtu/114182"]?.removed).toBe(true);
  });
});

describe("a description", () => {
  const [plug] = mqttPresets;
  const broken = (change: object) => ({ devices: [{ ...plug, channels: [{ ...plug?.channels[0], ...change }] }] });
  it.each<[string, unknown]>([
    ["wildcards", broken({ topic: "stat/+/{node}" })],
    ["a topic of no device", broken({ topic: "stat/plug/POWER" })],
    ["the device twice", broken({ topic: "{node}/{node}" })],
    ["the broker's own topics", broken({ topic: "$SYS/{node}" })],
    ["a pointer that is none", broken({ pointer: "POWER" })],
    ["a command to everything", broken({ command: { topic: "#", template: "{value}" } })],
    ["a command with a blank in its topic", broken({ command: { topic: "cmnd/{node}/PO WER", template: "{value}" } })],
    ["a command without value", broken({ command: { topic: "cmnd/{node}/POWER", template: "ON" } })],
    ["a control without command", broken({ command: null })],
    ["the same words for yes and no", broken({ off: "ON" })],
    ["the same id twice", { devices: [plug, plug] }],
  ])("is refused: %s", (_, value) => {
    expect(mqttMappingSchema.safeParse(value).success).toBe(false);
  });
});
