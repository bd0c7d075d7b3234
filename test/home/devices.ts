import type { Plug } from "./model.ts";

export const deviceKeys = [
  "grid",
  "solar",
  "fridge",
  "washingMachine",
  "waterHeater",
  "thermostat",
  "climate",
  "door",
] as const;
export type DeviceKey = (typeof deviceKeys)[number];

/** One attribute reported over the air: sent when it moved by `change` (0: at all), at least `minS` apart, at the latest after `maxS`. */
export interface Reporting {
  readonly property: string;
  /** Attributes of one cluster that are due together travel in one frame. */
  readonly cluster: string;
  readonly attribute: string;
  readonly minS: number;
  readonly maxS: number;
  readonly change: number;
}

export interface Device {
  readonly key: DeviceKey;
  readonly address: string;
  readonly networkAddress: number;
  readonly friendlyName: string;
  readonly type: "Router" | "EndDevice";
  readonly modelId: string;
  readonly manufacturer: string;
  readonly powerSource: string;
  readonly softwareBuildId: string;
  readonly dateCode: string;
  readonly endpoints: readonly number[];
  readonly inputClusters: readonly string[];
  readonly outputClusters: readonly string[];
  readonly linkQuality: number;
  readonly reporting: readonly Reporting[];
  /** Settings the device keeps and answers. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

function report(cluster: string, minS: number, maxS: number, attributes: Record<string, readonly [string, number]>) {
  return Object.entries(attributes).map(([property, [attribute, change]]) => ({
    property,
    cluster,
    attribute,
    minS,
    maxS,
    change,
  }));
}

const MAX_S = 65_000;
const METERING = [
  "genBasic",
  "genIdentify",
  "genGroups",
  "genScenes",
  "genOnOff",
  "seMetering",
  "haElectricalMeasurement",
];

const plugReporting = [
  ...report("genOnOff", 0, MAX_S, { state: ["onOff", 0] }),
  ...report("haElectricalMeasurement", 10, MAX_S, {
    power: ["activePower", 5],
    current: ["rmsCurrent", 0.05],
    voltage: ["rmsVoltage", 5],
  }),
  // The converter asks for 0.1 kWh; the plug's firmware reports each 0.01 kWh all the same.
  ...report("seMetering", 10, MAX_S, { energy: ["currentSummDelivered", 0.01] }),
];

/** Metering plug whose attributes can be read and reported one by one. */
function innrPlug(
  key: Plug,
  address: string,
  networkAddress: number,
  friendlyName: string,
  linkQuality: number,
): Device {
  return {
    key,
    address,
    networkAddress,
    friendlyName,
    type: "Router",
    modelId: "SP 240",
    manufacturer: "innr",
    powerSource: "Mains (single phase)",
    softwareBuildId: "1.9.27",
    dateCode: "20240101",
    endpoints: [1],
    inputClusters: METERING,
    outputClusters: ["genOta", "genTime"],
    linkQuality,
    reporting: plugReporting,
    settings: { power_on_behavior: "previous" },
  };
}

export const devices: readonly Device[] = [
  {
    key: "grid",
    address: "0x0015bc002f0011a1",
    networkAddress: 15_363,
    friendlyName: "house meter",
    type: "Router",
    modelId: "EMIZB-151",
    manufacturer: "frient A/S",
    powerSource: "DC Source",
    softwareBuildId: "1.2.4",
    dateCode: "20240319",
    endpoints: [2],
    inputClusters: ["genBasic", "genIdentify", "seMetering", "haElectricalMeasurement"],
    outputClusters: ["genTime", "genOta"],
    linkQuality: 196,
    reporting: [
      ...report("haElectricalMeasurement", 10, MAX_S, {
        power: ["activePower", 5],
        power_phase_b: ["activePowerPhB", 5],
        power_phase_c: ["activePowerPhC", 5],
        current: ["rmsCurrent", 0.05],
        current_phase_b: ["rmsCurrentPhB", 0.05],
        current_phase_c: ["rmsCurrentPhC", 0.05],
        voltage: ["rmsVoltage", 5],
        voltage_phase_b: ["rmsVoltagePhB", 5],
        voltage_phase_c: ["rmsVoltagePhC", 5],
      }),
      ...report("seMetering", 10, MAX_S, {
        energy: ["currentSummDelivered", 0.1],
        produced_energy: ["currentSummReceived", 0.1],
        energy_tier_1: ["currentTier1SummDelivered", 0.1],
        energy_tier_2: ["currentTier2SummDelivered", 0.1],
        produced_energy_tier_1: ["currentTier1SummReceived", 0.1],
        produced_energy_tier_2: ["currentTier2SummReceived", 0.1],
      }),
    ],
    settings: {},
  },
  // A meter in the inverter's feed: here `power` is the total and signed, − while the roof gives.
  {
    key: "solar",
    address: "0x0015bc002f0022b2",
    networkAddress: 19_716,
    friendlyName: "roof/solar meter",
    type: "Router",
    modelId: "EMIZB-132",
    manufacturer: "Develco Products A/S",
    powerSource: "DC Source",
    softwareBuildId: "4.0.3",
    dateCode: "20230214",
    endpoints: [1, 2],
    inputClusters: ["genBasic", "genIdentify", "seMetering", "haElectricalMeasurement"],
    outputClusters: ["genTime", "genOta"],
    linkQuality: 118,
    reporting: [
      ...report("haElectricalMeasurement", 10, 3_600, {
        power: ["totalActivePower", 5],
        power_reactive: ["totalReactivePower", 5],
        current: ["rmsCurrent", 0.1],
        current_phase_b: ["rmsCurrentPhB", 0.1],
        current_phase_c: ["rmsCurrentPhC", 0.1],
        voltage: ["rmsVoltage", 5],
        voltage_phase_b: ["rmsVoltagePhB", 5],
        voltage_phase_c: ["rmsVoltagePhC", 5],
      }),
      ...report("seMetering", 10, MAX_S, {
        energy: ["currentSummDelivered", 0.1],
        produced_energy: ["currentSummReceived", 0.1],
      }),
    ],
    settings: { interface_mode: "aidon_meter" },
  },
  innrPlug("fridge", "0x00158d0004c3a301", 6_657, "kitchen/fridge plug", 158),
  {
    ...innrPlug("washingMachine", "0xa4c138a1b2d4e502", 11_010, "washing machine", 93),
    modelId: "TS011F",
    manufacturer: "_TZ3000_gjnozsaz",
    inputClusters: [...METERING, "57344", "manuSpecificTuya3"],
    reporting: [
      ...report("genOnOff", 0, MAX_S, { state: ["onOff", 0] }),
      ...report("seMetering", 10, 3_600, { energy: ["currentSummDelivered", 0.01] }),
      ...report("haElectricalMeasurement", 10, 3_600, {
        power: ["activePower", 5],
        current: ["rmsCurrent", 0.05],
        voltage: ["rmsVoltage", 5],
      }),
    ],
    settings: {
      child_lock: "UNLOCK",
      countdown: 0,
      indicator_mode: "off/on",
      power_outage_memory: "restore",
      switch_type_button: "release",
    },
  },
  innrPlug("waterHeater", "0x00158d0004c3a303", 7_104, "bathroom/water heater", 127),
  {
    key: "thermostat",
    address: "0x0ceff6fffe41c704",
    networkAddress: 31_226,
    friendlyName: "living room/thermostat",
    type: "EndDevice",
    modelId: "TRVZB",
    manufacturer: "SONOFF",
    powerSource: "Battery",
    softwareBuildId: "1.3.0",
    dateCode: "20240614",
    endpoints: [1],
    inputClusters: ["genBasic", "genPowerCfg", "genIdentify", "hvacThermostat"],
    outputClusters: ["genOta", "genTime"],
    linkQuality: 84,
    reporting: [
      ...report("hvacThermostat", 10, 3_600, {
        local_temperature: ["localTemp", 0.2],
        occupied_heating_setpoint: ["occupiedHeatingSetpoint", 0],
        system_mode: ["systemMode", 0],
        running_state: ["runningState", 0],
      }),
      ...report("genPowerCfg", 3_600, 43_200, { battery: ["batteryPercentageRemaining", 1] }),
    ],
    settings: {
      child_lock: "UNLOCK",
      frost_protection_temperature: 7,
      local_temperature_calibration: 0,
      open_window: "OFF",
    },
  },
  {
    key: "climate",
    address: "0x00124b0029f1d805",
    networkAddress: 42_507,
    friendlyName: "bedroom/climate",
    type: "EndDevice",
    modelId: "SNZB-02",
    manufacturer: "eWeLink",
    powerSource: "Battery",
    softwareBuildId: "2.0.1",
    dateCode: "20211103",
    endpoints: [1],
    inputClusters: ["genBasic", "genPowerCfg", "genIdentify", "msTemperatureMeasurement", "msRelativeHumidity"],
    outputClusters: ["genIdentify"],
    linkQuality: 66,
    reporting: [
      ...report("msTemperatureMeasurement", 10, 3_600, { temperature: ["measuredValue", 0.2] }),
      ...report("msRelativeHumidity", 10, 3_600, { humidity: ["measuredValue", 1] }),
      ...report("genPowerCfg", 3_600, 7_200, {
        voltage: ["batteryVoltage", 100],
        battery: ["batteryPercentageRemaining", 1],
      }),
    ],
    settings: {},
  },
  {
    key: "door",
    address: "0x00124b002a77e906",
    networkAddress: 55_018,
    friendlyName: "hall/front door",
    type: "EndDevice",
    modelId: "SNZB-04P",
    manufacturer: "eWeLink",
    powerSource: "Battery",
    softwareBuildId: "2.1.0",
    dateCode: "20230905",
    endpoints: [1],
    inputClusters: ["genBasic", "genPowerCfg", "genIdentify", "ssIasZone"],
    outputClusters: ["genOta"],
    linkQuality: 102,
    reporting: [
      ...report("ssIasZone", 0, MAX_S, { contact: ["zoneStatus", 0] }),
      ...report("genPowerCfg", 3_600, 14_400, {
        voltage: ["batteryVoltage", 100],
        battery: ["batteryPercentageRemaining", 1],
      }),
    ],
    settings: { battery_low: false, tamper: false },
  },
];

export const COORDINATOR_ADDRESS = "0x00124b0031c5aa00";
