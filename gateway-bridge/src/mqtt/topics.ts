import { z } from "zod";

/** Bulky and of no use in the cloud; never relayed. */
const NEVER_RELAYED = ["bridge/definitions", "bridge/converters", "bridge/extensions"];
const LOGGING = "bridge/logging";
const logLineSchema = z.object({ level: z.string() });

export function toWholeTopic(baseTopic: string, topic: string): string {
  return baseTopic === "" ? topic : `${baseTopic}/${topic}`;
}

/** The topic below the base topic, or null where it is not below it. */
export function toRelativeTopic(baseTopic: string, topic: string): string | null {
  if (baseTopic === "") return topic;
  const prefix = `${baseTopic}/`;
  return topic.startsWith(prefix) && topic.length > prefix.length ? topic.slice(prefix.length) : null;
}

/** MQTT 3.1.1, 4.7: `+` is one level, `#` at the end is any number of levels, the parent included. */
export function matchesFilter(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const levels = topic.split("/");
  for (const [index, part] of wanted.entries()) {
    if (part === "#") return true;
    if (part !== "+" && part !== levels[index]) return false;
    if (levels[index] === undefined) return false;
  }
  return wanted.length === levels.length;
}

/** @param notRelayed filters the cloud asked for, relative to the base topic. */
export function isRelayed(topic: string, payload: Buffer, notRelayed: readonly string[]): boolean {
  if (NEVER_RELAYED.includes(topic)) return false;
  if (topic === LOGGING && !isErrorLine(payload)) return false;
  return !notRelayed.some((filter) => matchesFilter(filter, topic));
}

/** Zigbee2MQTT repeats every publish as a log line; only its errors tell something new. */
function isErrorLine(payload: Buffer): boolean {
  if (!payload.includes('"error"')) return false;
  try {
    const line = logLineSchema.safeParse(JSON.parse(payload.toString("utf8")));
    return line.success && line.data.level === "error";
  } catch {
    return true;
  }
}
