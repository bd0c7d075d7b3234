import type { MappedChannel, MappedDevice, MqttMapping } from "@lastmeter/model/mqtt-mapping";
import { matchPattern } from "@lastmeter/model/mqtt-mapping";

/** What one topic tells of one device. */
export interface Match {
  readonly device: MappedDevice;
  /** The device's level of the topic. */
  readonly name: string;
  readonly channels: readonly MappedChannel[];
  readonly isAvailability: boolean;
}

interface Pattern {
  readonly device: MappedDevice;
  readonly pattern: string;
  readonly channels: readonly MappedChannel[];
  readonly isAvailability: boolean;
}

const compiled = new WeakMap<MqttMapping, readonly Pattern[]>();

function toPatterns(mapping: MqttMapping): readonly Pattern[] {
  const known = compiled.get(mapping);
  if (known !== undefined) return known;
  const patterns = mapping.devices.flatMap((device) => {
    const topics = new Set([...device.channels.map(({ topic }) => topic), ...toList(device.availability?.topic)]);
    return [...topics].map((pattern) => ({
      device,
      pattern,
      channels: device.channels.filter(({ topic }) => topic === pattern),
      isAvailability: device.availability?.topic === pattern,
    }));
  });
  compiled.set(mapping, patterns);
  return patterns;
}

const toList = (topic: string | undefined) => (topic === undefined ? [] : [topic]);

/** Every device that the topic speaks of. */
export function toMatches(mapping: MqttMapping, topic: string): Match[] {
  return toPatterns(mapping).flatMap(({ pattern, ...rest }) => {
    const name = matchPattern(pattern, topic);
    return name === null ? [] : [{ ...rest, name }];
  });
}

/** Its address in the network: two descriptions may speak of devices of the same name. */
export const toAddress = (deviceId: string, name: string) => `${deviceId}/${name}`;

/** The description of a node and its level of the topics. */
export function findMapped(
  mapping: MqttMapping | undefined,
  address: string,
): { readonly device: MappedDevice; readonly name: string } | null {
  const at = address.indexOf("/");
  const device = mapping?.devices.find(({ id }) => id === address.slice(0, at));
  return device === undefined ? null : { device, name: address.slice(at + 1) };
}
