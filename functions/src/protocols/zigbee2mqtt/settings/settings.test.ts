import { type Setting, toValueSchema } from "@lastmeter/model/setting";
import { describe, expect, it } from "vitest";
import { AT, emptyDirectory, toMessage } from "../../decoding/fixtures.ts";
import { numeric, onOff, PLUG, plugOf, say, toDevice, withDevices } from "../fixtures.ts";
import { zigbee2mqtt } from "../zigbee2mqtt.ts";
import { toDeviceSettings, toSettings } from "./settings.ts";

const powerOn = {
  type: "enum",
  name: "power_on_behavior",
  property: "power_on_behavior",
  label: "Power-on behavior",
  description: "What the plug does when power is back",
  access: 7,
  values: ["off", "on", "previous"],
};
const schedule = {
  type: "composite",
  name: "schedule",
  property: "schedule",
  access: 3,
  features: [numeric("hour", undefined, 3, { value_min: 0, value_max: 23 }), numeric("temperature", "°C", 3)],
};
const exposes = [
  { type: "switch", features: [onOff] },
  numeric("power", "W", 5),
  numeric("over_voltage_threshold", "V", 7, { value_min: 200, value_max: 265, value_step: 1 }),
  powerOn,
  schedule,
  { type: "enum", name: "identify", property: "identify", access: 2, values: ["identify"] },
];
const reporting = { minimum_report_interval: 10, maximum_report_interval: 65_000, reportable_change: 5 };
const endpoints = {
  "1": {
    bindings: [],
    clusters: { input: ["genBasic", "haElectricalMeasurement"], output: [] },
    configured_reportings: [{ cluster: "haElectricalMeasurement", attribute: "activePower", ...reporting }],
    scenes: [],
  },
};
const device = toDevice(PLUG, "plug", undefined, {
  endpoints,
  definition: {
    model: "M",
    vendor: "V",
    description: "Smart plug",
    exposes,
    options: [{ ...numeric("energy_calibration", undefined, 2), description: "Calibrates the energy (percent)" }],
  },
});
const settings = new Map(toDeviceSettings(device).map((setting) => [setting.key, setting]));
const of = (key: string): Setting => {
  const setting = settings.get(key);
  if (setting === undefined) throw new Error(`no ${key}`);
  return setting;
};

describe("settings of a device", () => {
  it.each<[string, Partial<Setting>]>([
    ["x:state", { section: "actions", kept: false }],
    ["x:identify", { section: "actions", kept: false }],
    ["x:power_on_behavior", { section: "power", kept: true, gettable: true, help: powerOn.description }],
    ["x:over_voltage_threshold", { section: "alarms", kept: true }],
    ["x:schedule", { section: "device", kept: true, gettable: false }],
    ["r:1:haElectricalMeasurement:activePower", { section: "measuring", kept: true, gettable: true }],
    ["r:1:haElectricalMeasurement:rmsVoltage", { section: "measuring" }],
    ["o:energy_calibration", { section: "calibration", kept: true, help: "Calibrates the energy (percent)" }],
    ["o:retain", { section: "behaviour", default: "false", word: "retain" }],
  ])("%s", (key, expected) => {
    expect(of(key)).toMatchObject(expected);
  });

  it("has none for what is only measured", () => {
    expect(settings.has("x:power")).toBe(false);
  });

  it.each<[string, unknown, boolean]>([
    ["x:over_voltage_threshold", 230, true],
    ["x:over_voltage_threshold", 199, false],
    ["x:over_voltage_threshold", "230", false],
    ["x:over_voltage_threshold", Number.NaN, false],
    ["x:power_on_behavior", "previous", true],
    ["x:power_on_behavior", "blink", false],
    ["x:schedule", { hour: 6, temperature: 21 }, true],
    ["x:schedule", { hour: 24 }, false],
    ["x:schedule", { minute: 1 }, false],
    ["x:schedule", {}, false],
    ["r:1:haElectricalMeasurement:activePower", { ...reporting, maximum_report_interval: 65_536 }, false],
    ["o:qos", 1, true],
    ["o:qos", 3, false],
    ["o:filtered_attributes", ["linkquality"], true],
    ["o:filtered_attributes", [["linkquality"]], false],
  ])("%s takes %j: %s", (key, value, taken) => {
    expect(toValueSchema(of(key).field).safeParse(value).success).toBe(taken);
  });

  it("are made of the newest list of devices, those of the network of nothing", async () => {
    const { directory } = await withDevices([device]);
    const records = new Map([["bridge/devices", [{ type: "Coordinator" }, device]]]);
    expect(toSettings(directory, plugOf(directory), records)).toHaveLength(settings.size);
    expect(toSettings(directory, plugOf(directory), new Map())).toEqual([]);
    expect(toSettings(directory, null, new Map()).map(({ key }) => key)).toContain("n:availability.enabled");
  });
});

describe("what is reported", () => {
  const reportedOf = async (topic: string, payload: unknown, more = emptyDirectory) => {
    const { directory } = await withDevices([device], more);
    return plugOf((await say(topic, payload, directory)).directory);
  };

  it.each<[string, string, unknown, string, string | undefined]>([
    ["a state message", "plug", { power_on_behavior: "on", power: 3 }, "x:power_on_behavior", '"on"'],
    [
      "a group, its parts in order",
      "plug",
      { schedule: { temperature: 21, hour: 6 } },
      "x:schedule",
      '{"hour":6,"temperature":21}',
    ],
    ["no control", "plug", { state: "ON" }, "x:state", undefined],
    ["nothing", "plug", { power_on_behavior: null }, "x:power_on_behavior", undefined],
    ["an attribute alone", "plug/over_voltage_threshold", "250", "x:over_voltage_threshold", "250"],
    ["options", "bridge/info", { config: { devices: { [PLUG]: { friendly_name: "plug", qos: 1 } } } }, "o:qos", "1"],
    [
      "options as they were just set",
      "bridge/response/device/options",
      { data: { id: "plug", from: {}, to: { energy_calibration: 10 } }, status: "ok" },
      "o:energy_calibration",
      "10",
    ],
    [
      "reporting that was read",
      "bridge/response/device/reporting/read",
      {
        data: {
          id: PLUG,
          endpoint: 1,
          cluster: "haElectricalMeasurement",
          configs: [{ attrId: 1291, minRepIntval: 5, maxRepIntval: 60, repChange: 2, status: 0 }],
        },
        status: "ok",
      },
      "r:1:haElectricalMeasurement:activePower",
      '{"maximum_report_interval":60,"minimum_report_interval":5,"reportable_change":2}',
    ],
    [
      "a firmware update",
      "plug",
      { update: { state: "updating", progress: 12.5, remaining: 600, installed_version: 1, latest_version: 2 } },
      "f:update",
      '{"installed":1,"latest":2,"notes":null,"progress":12.5,"remainingS":600,"state":"updating"}',
    ],
  ])("comes from %s", async (_, topic, payload, key, text) => {
    expect((await reportedOf(topic, payload)).reported?.[key]).toBe(text);
  });

  it("comes from the list of devices, and an option that is no longer set is none", async () => {
    const { directory } = await withDevices([device]);
    expect(plugOf(directory).reported?.["r:1:haElectricalMeasurement:activePower"]).toContain("65000");
    const info = (options: object) => ({ config: { devices: { [PLUG]: options } } });
    const set = await say("bridge/info", info({ retain: true }), directory);
    const unset = await say("bridge/info", info({}), set.directory);
    expect(plugOf(unset.directory).reported?.["o:retain"]).toBe("null");
  });

  it("is the same directory where nothing is new", async () => {
    const { directory } = await withDevices([device]);
    const first = await say("plug", { power_on_behavior: "on" }, directory);
    const again = await say("plug", { power_on_behavior: "on", linkquality: 7 }, first.directory);
    expect(again.directory).toBe(first.directory);
  });

  it("that changes all the time is taken ten times at once, then once in ten minutes, and rests by itself", async () => {
    let { directory } = await withDevices([device]);
    const tell = async (threshold: number, at: number) => {
      const message = toMessage("plug", { over_voltage_threshold: threshold, power_on_behavior: "on" }, 7, at);
      ({ directory } = await zigbee2mqtt.decode(directory, [message]));
      return plugOf(directory).reported?.["x:over_voltage_threshold"];
    };
    const MINUTE = 60_000;
    for (let nth = 0; nth <= 10; nth++) expect(await tell(200 + nth, AT + nth)).toBe(String(200 + nth));
    const before = directory;
    expect(await tell(211, AT + MINUTE)).toBe("210");
    expect(directory).toBe(before);
    expect(await tell(212, AT + 11 * MINUTE)).toBe("212");
    expect(await tell(213, AT + 12 * MINUTE)).toBe("212");
    expect(await tell(213, AT + 300 * MINUTE)).toBe("213");
    const message = toMessage("plug", { power_on_behavior: "off" }, 7, AT + 301 * MINUTE);
    expect(plugOf((await zigbee2mqtt.decode(directory, [message])).directory).reported?.["x:power_on_behavior"]).toBe(
      '"off"',
    );
  });

  it("of a firmware update is taken with each percent, and each change of its state", async () => {
    let { directory } = await withDevices([device]);
    const tell = async (update: object) => {
      ({ directory } = await say("plug", { update }, directory));
      return plugOf(directory).reported?.["f:update"];
    };
    const first = await tell({ state: "updating", progress: 1.1, remaining: 900 });
    expect(await tell({ state: "updating", progress: 1.9, remaining: 890 })).toBe(first);
    expect(await tell({ state: "updating", progress: 2, remaining: 880 })).toContain('"remainingS":880');
    expect(await tell({ state: "idle" })).toContain("idle");
  });

  it("tells that a device was taken in anew", async () => {
    const data = { friendly_name: "plug", ieee_address: PLUG, status: "successful", supported: true };
    expect((await reportedOf("bridge/event", { type: "device_interview", data })).joinedAt).toBeGreaterThan(0);
    const known = (await withDevices([device])).directory;
    const told = await say("plug", { power_on_behavior: "on" }, known);
    expect(plugOf(told.directory).reported).toMatchObject({ "x:power_on_behavior": '"on"' });
    const anew = await say("bridge/event", { type: "device_interview", data }, told.directory);
    expect(plugOf(anew.directory).reported).not.toHaveProperty("x:power_on_behavior");
    const announced = { type: "device_announce", data: { friendly_name: "plug", ieee_address: PLUG } };
    expect((await reportedOf("bridge/event", announced)).joinedAt).toBeUndefined();
  });
});
