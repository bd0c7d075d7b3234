import { linkLimits } from "@lastmeter/model/link/messages";
import { type MappedChannel, parsePayloadText, readPointer, toNativeValue } from "@lastmeter/model/mqtt-mapping";
import { isEmpty, isLarger, parseJson, parseText } from "../decoding/json.ts";
import { applyReachable } from "../decoding/presence.ts";
import { addRecord } from "../decoding/records.ts";
import { applyRestless } from "../decoding/reported.ts";
import { put } from "../decoding/values.ts";
import { addDeadLetter, isPast, type Work } from "../decoding/work.ts";
import type { DirectoryNode, NativeMessage } from "../protocol.ts";
import { type Match, toMatches } from "./compile.ts";
import { findNode } from "./nodes.ts";
import { SETTING } from "./settings.ts";

/** Topics whose newest message is kept for whoever describes the network; the others are only counted on. */
const TOPICS_MAX = 300;
const UNKNOWN_EACH_MS = 60_000;
const KNOWN_EACH_MS = 3_600_000;

/** One message: of every device it speaks of. What nobody described is kept to be looked at, newest by topic. */
export async function decodeMessage(work: Work, message: NativeMessage): Promise<void> {
  if (isEmpty(message)) return;
  const { mqtt } = work.directory;
  const matches = mqtt === undefined ? [] : toMatches(mqtt, message.topic);
  await keepNewest(work, message, matches.length > 0 ? KNOWN_EACH_MS : UNKNOWN_EACH_MS);
  if (matches.length === 0) return;
  const payload = toPayload(message);
  if ("reason" in payload) return addDeadLetter(work, message, payload.reason);
  const faults: string[] = [];
  for (const match of matches) {
    const node = await findNode(work, match.device, match.name);
    if (node === undefined) faults.push("topic: no room for another device");
    else decodeMatch(work, match, node, payload.value, message, faults);
  }
  if (faults.length > 0) addDeadLetter(work, message, faults.slice(0, 20).join("; "));
}

function toPayload(message: NativeMessage): { readonly value: unknown } | { readonly reason: string } {
  const max = linkLimits.stateMessageBytes;
  if (isLarger(message, max)) return { reason: `payload: larger than ${max} bytes` };
  const text = parseText(message);
  if (!text.ok) return text;
  if (!/^\s*[{[]/.test(text.text)) return { value: parsePayloadText(text.text) };
  const json = parseJson(message, max, linkLimits.depth);
  return json.ok ? { value: json.value } : json;
}

function decodeMatch(
  work: Work,
  { device, channels, isAvailability }: Match,
  node: DirectoryNode,
  payload: unknown,
  message: NativeMessage,
  faults: string[],
): void {
  const { at, sequence } = message;
  const { availability } = device;
  if (isAvailability && availability) {
    const word = readPointer(payload, availability.pointer);
    if (word === availability.online) applyReachable(work, node, "online", message);
    else if (word === availability.offline) applyReachable(work, node, "offline", message);
  }
  if (channels.length === 0) return;
  work.seen.set(node.nodeId, Math.max(at, work.seen.get(node.nodeId) ?? 0));
  work.told.set(node.nodeId, sequence);
  const settings: [string, unknown][] = [];
  const context = { node, location: node.location ?? work.directory.location, message, output: work.output };
  for (const mapped of channels) {
    const channel = node.channels[mapped.key];
    const native = toNativeValue(mapped, readPointer(payload, mapped.pointer));
    if (channel === undefined || native === undefined || native === null) continue;
    put(context, { channel, key: mapped.key, unit: channel.unit ?? "" }, native, faults);
    if (mapped.kind === "setting") settings.push([`${SETTING}${mapped.key}`, toSettingValue(mapped, native)]);
  }
  if (settings.length > 0 && !isPast(work, message)) applyRestless(work, node, settings, at);
}

/** In the words of the description, however the device spells them. */
function toSettingValue({ type, on, off, values }: MappedChannel, native: unknown): unknown {
  if (type === "numeric" || type === "text") return native;
  const words = [on, off, ...(values ?? [])].filter((word) => word !== undefined);
  return words.find((word) => String(word).toLowerCase() === String(native).toLowerCase()) ?? native;
}

async function keepNewest(work: Work, message: NativeMessage, eachMs: number): Promise<void> {
  const { records } = work.directory;
  const newest = records[message.topic];
  if (newest === undefined && Object.keys(records).length >= TOPICS_MAX) return;
  if (newest === undefined || message.at - newest.at >= eachMs) await addRecord(work, message, "changed");
}
