import type { Channel } from "@lastmeter/model/channel";
import type { Interest } from "@lastmeter/model/link/messages";
import { toPointerPath, toTopic } from "@lastmeter/model/mqtt-mapping";
import type { ChannelPlace, Directory, DirectoryNode } from "../protocol.ts";
import { findMapped } from "./compile.ts";

type TopicInterest = Interest["topics"][string];

export function locate({ address }: DirectoryNode, { key }: Channel, { mqtt }: Directory): ChannelPlace | null {
  const mapped = findMapped(mqtt, address);
  const channel = mapped?.device.channels.find((each) => each.key === key);
  return mapped && channel
    ? { topic: toTopic(channel.topic, mapped.name), path: toPointerPath(channel.pointer) }
    : null;
}

/** Devices going and coming, and binary and enum states and controls when they change. */
export function toInterest(directory: Directory): Interest {
  const paths = new Map<string, string[][]>();
  const add = (topic: string, pointer: string) => {
    paths.set(topic, [...(paths.get(topic) ?? []), toPointerPath(pointer)]);
  };
  for (const node of Object.values(directory.nodes)) {
    const mapped = node.removed ? null : findMapped(directory.mqtt, node.address);
    if (mapped === null) continue;
    const { device, name } = mapped;
    if (device.availability) add(toTopic(device.availability.topic, name), device.availability.pointer);
    for (const { kind, type, topic, pointer } of device.channels) {
      const isState = kind === "state" || kind === "control" || kind === "setting";
      if (isState && (type === "binary" || type === "enum")) add(toTopic(topic, name), pointer);
    }
  }
  const topics = [...paths].map(([topic, onChange]): [string, TopicInterest] => [
    topic,
    { onChange, always: [], bounds: [] },
  ]);
  return { version: directory.interestVersion ?? directory.version, topics: Object.fromEntries(topics) };
}
