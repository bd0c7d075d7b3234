import type { Definition } from "./definitions.ts";
import type { Device } from "./devices.ts";
import type { HomeModel } from "./model.ts";
import type { Reporter } from "./reporter.ts";
import type { Answered } from "./requests.ts";
import type { Choices, RegisterOffsets } from "./world.ts";

/** One MQTT message; the topic is relative to the base topic. */
export interface Publish {
  readonly at: number;
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly qos: 0 | 1;
}

/** A device as Zigbee2MQTT describes it on its bridge topics. */
export interface DescribedMember {
  readonly device: Omit<Device, "key">;
  readonly definition: Definition;
  friendlyName: string;
  /** Per-device options, e.g. `retain`, `energy_calibration`. */
  options: Record<string, unknown>;
  removed: boolean;
  /** Reporting changed by request, over the device's own. */
  readonly reporting: Map<string, { minS: number; maxS: number; change: number }>;
}

/** A device that measures and reports. */
export interface Member extends DescribedMember {
  readonly device: Device;
  reporter: Reporter;
  firmware: number;
  /** Out of reach or dead: it reports nothing and obeys nothing. */
  isLost: boolean;
  readonly latestFirmware: number;
}

/** An update under way; its request is answered when it is over. */
export interface FirmwareUpdate {
  readonly id: string;
  readonly startedAt: number;
  step: number;
  readonly answer: (answered: Answered) => void;
}

export const lastSeenFormats = ["disable", "ISO_8601", "ISO_8601_local", "epoch"] as const;
export type LastSeenFormat = (typeof lastSeenFormats)[number];

/** What it takes to speak as a Zigbee2MQTT. */
export interface DescribedNetwork {
  readonly baseTopic: string;
  readonly members: readonly DescribedMember[];
  /** Epoch ms while open. */
  permitJoinEnd: number | null;
  lastSeen: LastSeenFormat;
  /** `device_options.qos`. */
  qos: 0 | 1;
  /** `availability.active.timeout`. */
  activeTimeoutMin: number;
  /** The network's own clock: nothing it says is older. */
  at: number;
  /** Messages made since they were last taken. */
  readonly outbox: Publish[];
}

/** Everything the simulated Zigbee2MQTT holds. */
export interface ZigbeeNetwork extends DescribedNetwork {
  readonly model: HomeModel;
  readonly choices: Choices;
  readonly offsets: RegisterOffsets;
  readonly members: readonly Member[];
  readonly updates: Map<Member, FirmwareUpdate>;
}

/** A device of the network by friendly name or address. */
export function findMember(network: ZigbeeNetwork, id: string): Member | undefined {
  return network.members.find(
    (member) => !member.removed && (member.friendlyName === id || member.device.address === id),
  );
}
