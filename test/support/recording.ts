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

/** In file order; empty where the file is absent. */
export function readRecording(): RecordedMessage[] {
  if (!existsSync(recordingFile)) return [];
  return gunzipSync(readFileSync(recordingFile))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .map(({ topic, payload }) => ({ topic: topic.replace(/^zigbee2mqtt\//, ""), payload }));
}

export async function publishRecording(network: TestNetwork): Promise<void> {
  for (const { topic, payload } of readRecording()) await network.publish(topic, payload, retained.test(topic));
}
