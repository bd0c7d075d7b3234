import { channelSchema } from "@lastmeter/model/channel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numeric, onOff, plugExposes } from "../fixtures.ts";
import { toChannels } from "./channels.ts";

const phase = (channels: ReturnType<typeof toChannels>) =>
  Object.fromEntries(Object.values(channels).map(({ key, phase }) => [key, phase ?? null]));

describe("toChannels", () => {
  it("names, types and numbers a metering plug", () => {
    const channels = toChannels(plugExposes);
    expect(channels).toMatchObject({
      state: { ix: 0, kind: "control", type: "binary", feature: "switch", path: ["state"], on: "ON", off: "OFF" },
      power: { ix: 1, kind: "measurement", quantity: "power", unit: "W", settable: false, gettable: true },
      energyImport: { ix: 2, register: true, direction: "import", factor: 1000, path: ["energy"] },
      linkQuality: { ix: 3, kind: "diagnostic", quantity: "linkQuality" },
    });
  });

  it.each([
    [
      "EMIZB-151: the plain name is phase A",
      ["power", "power_phase_b", "power_phase_c"],
      { powerPhaseA: "A", powerPhaseB: "B", powerPhaseC: "C" },
    ],
    [
      "BITUO: phase A beside a total",
      ["power", "power_phase_b", "total_power"],
      { powerPhaseA: "A", powerPhaseB: "B", power: null },
    ],
    [
      "PowerTag: the plain name is the total",
      ["power", "power_phase_a", "power_phase_b"],
      { power: null, powerPhaseA: "A", powerPhaseB: "B" },
    ],
    [
      "three letters are phases",
      ["power", "power_a", "power_b", "power_c"],
      { power: null, powerPhaseA: "A", powerPhaseB: "B", powerPhaseC: "C" },
    ],
    ["axes are phases", ["power_X", "power_Y", "power_Z"], { powerPhaseA: "A", powerPhaseB: "B", powerPhaseC: "C" }],
    ["two letters are clamps", ["power_a", "power_b", "power_ab"], { powerA: null, powerB: null, power: null }],
    [
      "three lines are phases",
      ["power_l1", "power_l2", "power_l3"],
      { powerPhaseA: "A", powerPhaseB: "B", powerPhaseC: "C" },
    ],
    [
      "two lines below a total are phases",
      ["power", "power_l1", "power_l2"],
      { power: null, powerPhaseA: "A", powerPhaseB: "B" },
    ],
    ["two lines without one are outputs", ["power_l1", "power_l2"], { powerL1: null, powerL2: null }],
  ])("%s", (_, properties, expected) => {
    expect(phase(toChannels(properties.map((property) => numeric(property, "W"))))).toEqual(expected);
  });

  it("takes the lines of a switch with gangs for outputs", () => {
    const gang = (endpoint: string) => ({
      type: "switch",
      endpoint,
      features: [{ ...onOff, property: `state_${endpoint}`, endpoint }],
    });
    const power = ["l1", "l2", "l3"].map((line) => numeric(`power_${line}`, "W"));
    expect(phase(toChannels([gang("l1"), gang("l2"), gang("l3"), ...power]))).toMatchObject({
      powerL1: null,
      powerL2: null,
      powerL3: null,
    });
  });

  it.each([
    ["energy", "kWh", { register: true, direction: "import" }],
    ["produced_energy", "kWh", { register: true, direction: "export" }],
    ["energy_tier_2", "kWh", { register: true, direction: "import" }],
    ["energy_today", "kWh", { periodic: true, direction: "import" }],
    ["session_energy", "kWh", { periodic: true }],
    ["water_consumed", "m³", { register: true }],
    ["daily_consumption", "L", { periodic: true }],
  ])("counts %s in %s", (property, unit, expected) => {
    expect(Object.values(toChannels([numeric(property, unit)]))[0]).toMatchObject(expected);
  });

  it("does not take balances, powers or settings for counters", () => {
    for (const feature of [numeric("energy_balance", "kWh"), numeric("power", "W"), numeric("energy", "kWh", 7)]) {
      const [channel] = Object.values(toChannels([feature]));
      expect(channel?.register).toBeUndefined();
      expect(channel?.periodic).toBeUndefined();
    }
  });

  it("merges what is exposed twice, and keeps composites with their parts", () => {
    const mode = (values: string[]) => ({
      type: "enum",
      name: "mode",
      property: "mode",
      label: "Mode",
      access: 1,
      values,
    });
    const color = {
      type: "composite",
      name: "color_xy",
      property: "color",
      label: "Color",
      access: 7,
      features: [numeric("x", undefined, 7), numeric("y", undefined, 7)],
    };
    const channels = toChannels([mode(["a"]), { ...mode(["b"]), access: 3 }, { type: "light", features: [color] }]);
    expect(channels).toMatchObject({
      mode: { values: ["a", "b"], settable: true, kind: "setting" },
      color: { type: "composite", kind: "control" },
      colorX: { path: ["color", "x"], kind: "control" },
      colorY: { path: ["color", "y"] },
    });
    expect(Object.keys(channels)).toHaveLength(4);
  });

  it("keeps key and ix for ever, retires and revives", () => {
    const first = toChannels([numeric("power", "W"), numeric("energy", "kWh")]);
    const second = toChannels([numeric("voltage", "V"), numeric("power", "W"), numeric("power_phase_b", "W")], first);
    expect(second).toMatchObject({
      power: { ix: 0, phase: "A" },
      energyImport: { ix: 1, retired: true },
      voltage: { ix: 2 },
      powerPhaseB: { ix: 3 },
    });
    const third = toChannels([numeric("energy", "kWh")], second);
    expect(third.energyImport).toEqual(first.energyImport);
    expect(third.power).toMatchObject({ ix: 0, retired: true });
  });

  it("gives every property a valid key of its own, whatever it is called", () => {
    const name = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom("__proto__", "constructor", "toString", "0", "power", "Power", "total_power", "ntc status"),
    );
    const exposes = fc.array(
      fc.record({
        type: fc.constantFrom("numeric", "binary", "enum", "text", "sonar"),
        name,
        property: name,
        access: fc.integer({ min: 0, max: 7 }),
        unit: fc.option(fc.constantFrom("W", "kWh", "%", "?"), { nil: undefined }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(exposes, exposes, (first, second) => {
        const before = toChannels(first);
        const after = toChannels(second, before);
        for (const [key, channel] of Object.entries(after)) {
          expect(channelSchema.safeParse(channel).success).toBe(true);
          expect(channel.key).toBe(key);
        }
        const paths = new Set([...first, ...second].map((feature) => feature.property));
        expect(Object.keys(after)).toHaveLength(paths.size);
        expect(new Set(Object.values(after).map((channel) => channel.ix)).size).toBe(paths.size);
        for (const channel of Object.values(before)) expect(after[channel.key]?.ix).toBe(channel.ix);
        for (const channel of Object.values(after))
          expect(channel.settable && channel.kind === "measurement").toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("drops what is no feature and keeps its neighbours", () => {
    expect(Object.keys(toChannels([null, 3, "x", {}, { type: 7 }, numeric("power", "W")]))).toEqual(["power"]);
  });
});
