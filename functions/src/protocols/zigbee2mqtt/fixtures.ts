import { emptyDirectory, toMessage } from "../decoding/fixtures.ts";
import type { Decoded, Directory, DirectoryNode } from "../protocol.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

export const coordinator = { type: "Coordinator", friendly_name: "Coordinator", ieee_address: "0x00124b0000000001" };

export const toDevice = (address: string, name: string, exposes: readonly object[] | undefined, more: object = {}) => ({
  ieee_address: address,
  friendly_name: name,
  type: "Router",
  interview_state: "SUCCESSFUL",
  ...(exposes && { definition: { model: "M", vendor: "V", description: "Smart plug", exposes } }),
  ...more,
});

export const numeric = (property: string, unit?: string, access = 1, more: object = {}) => ({
  type: "numeric",
  name: property,
  property,
  label: property,
  access,
  ...(unit !== undefined && { unit }),
  ...more,
});

export const onOff = {
  type: "binary",
  name: "state",
  property: "state",
  label: "State",
  access: 7,
  value_on: "ON",
  value_off: "OFF",
};
export const plugExposes = [
  { type: "switch", features: [onOff] },
  numeric("power", "W", 5),
  numeric("energy", "kWh", 5),
  numeric("linkquality", "lqi"),
];
export const PLUG = "0x00158d0000000a01";

/** A directory that knows the devices, and what the list itself led to. */
export async function withDevices(devices: readonly object[], directory: Directory = emptyDirectory): Promise<Decoded> {
  return zigbee2mqtt.decode(directory, [toMessage("bridge/devices", [coordinator, ...devices])]);
}

/** Values of one decode by channel: readings and values as stored integers, events as they are. */
export function toValues({ readings, events, values }: Decoded): Record<string, unknown> {
  return Object.fromEntries([...readings, ...events, ...values].map(({ channel, value }) => [channel, value]));
}

export const NAME = "kitchen/kettle plug";

/** A directory with one metering plug, called `NAME`. */
export async function withPlug(): Promise<Directory> {
  return (await withDevices([toDevice(PLUG, NAME, plugExposes)])).directory;
}

/** One message to a network; the plug's where no other is given. */
export async function say(topic: string, payload: unknown, directory?: Directory): Promise<Decoded> {
  return zigbee2mqtt.decode(directory ?? (await withPlug()), [toMessage(topic, payload, 7)]);
}

export function plugOf(directory: Directory): DirectoryNode {
  const node = directory.nodes[PLUG];
  if (node === undefined) throw new Error("no plug");
  return node;
}
