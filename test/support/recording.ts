import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod/mini";
import type { TestNetwork } from "./stack.ts";

/** What one run of the real Zigbee2MQTT published; it is not part of the project. */
export const recordingFile = new URL("../../../shared/data/zigbee2mqtt/recording.ndjson.gz", import.meta.url);
if (!existsSync(recordingFile))
  process.stdout.write("the recording of Zigbee2MQTT is not on this machine: its tests are skipped\n");

export interface RecordedMessage {
  /** Relative to the base topic. */
  readonly topic: string;
  readonly payload: string;
}

const lineSchema = z.object({ topic: z.string(), payload: z.string() });
const retained = /^bridge\/(state|info|devices|groups|extensions|converters)$|\/availability$/;

function readLines(): string[] {
  if (!existsSync(recordingFile)) return [];
  const text = gunzipSync(readFileSync(recordingFile)).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}

/** In file order; empty where the file is absent. */
export function readRecording(): RecordedMessage[] {
  return readLines()
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .map(({ topic, payload }) => ({ topic: topic.replace(/^zigbee2mqtt\//, ""), payload }));
}

export interface TimedMessage extends RecordedMessage {
  /** Arrival, milliseconds since 1970. */
  readonly at: number;
}

/** With the times of the file. */
export function readTimedRecording(): TimedMessage[] {
  const times = readLines().map((line) => Date.parse(z.object({ t: z.string() }).parse(JSON.parse(line)).t));
  return readRecording().map((message, index) => ({ ...message, at: times[index] ?? Number.NaN }));
}

const featureSchema = z.object({ property: z.optional(z.string()), features: z.optional(z.array(z.unknown())) });
const deviceListSchema = z.array(
  z.object({
    ieee_address: z.string(),
    friendly_name: z.string(),
    type: z.string(),
    definition: z.optional(z.nullable(z.object({ exposes: z.array(z.unknown()) }))),
  }),
);

function toDevices(messages: readonly RecordedMessage[]) {
  return messages
    .filter(({ topic }) => topic === "bridge/devices")
    .flatMap(({ payload }) => deviceListSchema.parse(JSON.parse(payload)))
    .filter(({ type }) => type !== "Coordinator");
}

/** The address behind every name that a device list of the recording has. */
export function toAddresses(messages: readonly RecordedMessage[]): ReadonlyMap<string, string> {
  return new Map(toDevices(messages).map((device) => [device.friendly_name, device.ieee_address]));
}

/** By address: every property that a device list of the recording exposes. */
export function toProperties(messages: readonly RecordedMessage[]): ReadonlyMap<string, ReadonlySet<string>> {
  const toNames = (feature: unknown): string[] => {
    const { property, features = [] } = featureSchema.parse(feature);
    return property === undefined ? features.flatMap(toNames) : [property];
  };
  const found = new Map<string, Set<string>>();
  for (const { ieee_address: address, definition } of toDevices(messages)) {
    const known = found.get(address) ?? new Set();
    found.set(address, known);
    for (const property of (definition?.exposes ?? []).flatMap(toNames)) known.add(property);
  }
  return found;
}

export async function publishRecording(network: TestNetwork): Promise<void> {
  for (const { topic, payload } of readRecording()) await network.publish(topic, payload, retained.test(topic));
}
