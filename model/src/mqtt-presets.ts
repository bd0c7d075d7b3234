import type { MappedChannel, MappedDevice } from "./mqtt-mapping.ts";

type Words = Pick<MappedChannel, "key" | "label" | "topic" | "pointer">;

const measured = (
  words: Words,
  quantity: NonNullable<MappedChannel["quantity"]>,
  more: Partial<MappedChannel> = {},
) => ({
  ...words,
  kind: "measurement" as const,
  type: "numeric" as const,
  quantity,
  command: null,
  ...more,
});
const at =
  (topic: string) =>
  (key: string, label: string, pointer: string): Words => ({ key, label, topic, pointer });

const sensor = at("tele/{node}/SENSOR");
const result = at("stat/{node}/RESULT");
const status = at("{node}/status/switch:0");

/** Common firmware as its makers document its topics: a beginning, to be changed to what the home's own devices say. */
export const mqttPresets: readonly MappedDevice[] = [
  {
    id: "tasmota-plug",
    name: "Tasmota plug",
    availability: { topic: "tele/{node}/LWT", pointer: "", online: "Online", offline: "Offline" },
    channels: [
      {
        ...at("stat/{node}/POWER")("state", "Switch", ""),
        kind: "control",
        type: "binary",
        on: "ON",
        off: "OFF",
        command: { topic: "cmnd/{node}/POWER", template: "{value}" },
      },
      measured(sensor("power", "Power", "/ENERGY/Power"), "power"),
      measured(sensor("energyImport", "Energy", "/ENERGY/Total"), "energy", {
        factor: 1000,
        register: true,
        direction: "import",
      }),
      measured(sensor("voltage", "Voltage", "/ENERGY/Voltage"), "voltage"),
      measured(sensor("current", "Current", "/ENERGY/Current"), "current"),
      {
        ...result("telePeriod", "Reporting interval (s)", "/TelePeriod"),
        kind: "setting",
        type: "numeric",
        quantity: "duration",
        min: 10,
        max: 3600,
        step: 1,
        command: { topic: "cmnd/{node}/TelePeriod", template: "{value}" },
      },
      {
        ...result("powerOnState", "State after a power cut", "/PowerOnState"),
        kind: "setting",
        type: "enum",
        values: [0, 1, 2, 3, 4, 5],
        command: { topic: "cmnd/{node}/PowerOnState", template: "{value}" },
      },
    ],
  },
  {
    id: "shelly-switch",
    name: "Shelly plug or relay (Gen2 and later)",
    availability: { topic: "{node}/online", pointer: "", online: true, offline: false },
    channels: [
      {
        ...status("state", "Switch", "/output"),
        kind: "control",
        type: "binary",
        on: true,
        off: false,
        command: {
          topic: "{node}/rpc",
          template: '{"id":1,"src":"lastmeter","method":"Switch.Set","params":{"id":0,"on":{value}}}',
        },
      },
      measured(status("power", "Power", "/apower"), "power"),
      measured(status("energyImport", "Energy", "/aenergy/total"), "energy", { register: true, direction: "import" }),
      measured(status("voltage", "Voltage", "/voltage"), "voltage"),
      measured(status("current", "Current", "/current"), "current"),
      measured(status("temperature", "Temperature inside", "/temperature/tC"), "temperature"),
    ],
  },
  {
    id: "opendtu",
    name: "OpenDTU solar inverter",
    availability: { topic: "solar/{node}/status/reachable", pointer: "", online: 1, offline: 0 },
    channels: [
      measured(at("solar/{node}/0/power")("power", "Power", ""), "power", { factor: -1 }),
      measured(at("solar/{node}/0/yieldtotal")("energyExport", "Energy", ""), "energy", {
        factor: 1000,
        register: true,
        direction: "export",
      }),
      measured(at("solar/{node}/0/temperature")("temperature", "Temperature inside", ""), "temperature"),
      {
        ...at("solar/{node}/status/limit_relative")("limit", "Power limit (%)", ""),
        kind: "setting",
        type: "numeric",
        quantity: "ratio",
        min: 2,
        max: 100,
        step: 1,
        command: { topic: "solar/{node}/cmd/limit_persistent_relative", template: "{value}" },
      },
    ],
  },
];
