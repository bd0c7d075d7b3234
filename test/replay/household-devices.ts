import type { NodeRole } from "@lastmeter/model/node";
import type { DescribedMember } from "../home/zigbee-network.ts";

type Device = DescribedMember["device"];

/** What the people of the recorded home call their meters. */
export interface HouseholdDevice {
  readonly device: Device;
  readonly name: string;
  readonly role: NodeRole;
  /** What the register shows when the recording begins. */
  readonly startWh: number;
}

const MAX_S = 3600;

const meter: Device = {
  address: "0x0015bc002f00a235",
  networkAddress: 22_101,
  friendlyName: "house meter",
  type: "Router",
  modelId: "EMIZB-132",
  manufacturer: "Develco Products A/S",
  powerSource: "DC Source",
  softwareBuildId: "4.0.3",
  dateCode: "20230214",
  endpoints: [1, 2],
  inputClusters: ["genBasic", "genIdentify", "seMetering", "haElectricalMeasurement"],
  outputClusters: ["genTime", "genOta"],
  linkQuality: 172,
  reporting: [
    ...[
      ["power", "totalActivePower"],
      ["power_reactive", "totalReactivePower"],
      ["current", "rmsCurrent"],
      ["voltage", "rmsVoltage"],
    ].map(([property = "", attribute = ""]) => ({
      ...{ property, attribute, cluster: "haElectricalMeasurement", minS: 10, maxS: MAX_S, change: 0 },
    })),
    { property: "energy", attribute: "currentSummDelivered", cluster: "seMetering", minS: 10, maxS: MAX_S, change: 0 },
  ],
  settings: {},
};

/** A reader of a sub-meter's pulses. */
function toPulseReader(address: string, networkAddress: number, friendlyName: string, linkQuality: number): Device {
  return {
    address,
    networkAddress,
    friendlyName,
    type: "EndDevice",
    modelId: "EMIZB-141",
    manufacturer: "frient A/S",
    powerSource: "Battery",
    softwareBuildId: "1.1.2",
    dateCode: "20240319",
    endpoints: [2],
    inputClusters: ["genBasic", "genIdentify", "genPowerCfg", "seMetering"],
    outputClusters: ["genTime", "genOta"],
    linkQuality,
    reporting: [
      { property: "power", attribute: "instantaneousDemand", cluster: "seMetering", minS: 10, maxS: MAX_S, change: 0 },
      {
        property: "energy",
        attribute: "currentSummDelivered",
        cluster: "seMetering",
        minS: 10,
        maxS: MAX_S,
        change: 0,
      },
    ],
    settings: {},
  };
}

/** The whole-house meter, then the three sub-meters in the order of the recording's columns. */
export const householdDevices = [
  { device: meter, name: "House meter", role: "grid", startWh: 18_204_000 },
  {
    device: toPulseReader("0x0015bc003300b101", 31_440, "kitchen/sub-meter", 131),
    ...{ name: "Kitchen", role: "load", startWh: 1_301_000 },
  },
  {
    device: toPulseReader("0x0015bc003300b102", 40_028, "laundry/sub-meter", 108),
    ...{ name: "Laundry", role: "load", startWh: 1_507_000 },
  },
  {
    device: toPulseReader("0x0015bc003300b103", 51_977, "cellar/sub-meter", 94),
    ...{ name: "Water heater and air conditioner", role: "load", startWh: 7_490_000 },
  },
] as const satisfies readonly HouseholdDevice[];
