import { linkLimits } from "@lastmeter/model/link/messages";
import { isEmpty, isLarger, isObject, parseJson, parseText } from "../decoding/json.ts";
import { applyReachable } from "../decoding/presence.ts";
import { addDeadLetter, isPast } from "../decoding/work.ts";
import type { DirectoryNode, NativeMessage } from "../protocol.ts";
import type { NamedWork } from "./names.ts";
import { onlineSchema } from "./native/bridge.ts";
import { applyAttributeSetting, applyStateSettings } from "./settings/reported.ts";
import { decodeAttribute, decodeState } from "./state/decode-state.ts";
import { type Target, toSiblingAvailability, toTarget } from "./topics.ts";

type NodeTarget = Extract<Target, { readonly node: DirectoryNode }>;

/** A topic of a device or group. Returns false where the name is not known. */
export function decodeDevice(work: NamedWork, message: NativeMessage): boolean {
  const target = toTarget(work.names, message.topic);
  if (target.kind === "unknown") return false;
  // Empty: the topic was cleared (device renamed or removed).
  if (target.kind === "ignored" || isEmpty(message)) return true;
  const faults = decodeTarget(work, target, message);
  if (faults.length > 0) addDeadLetter(work, message, faults.join("; "));
  return true;
}

function decodeTarget(work: NamedWork, target: NodeTarget, message: NativeMessage): readonly string[] {
  if (isLarger(message, linkLimits.stateMessageBytes)) {
    return [`payload: larger than ${linkLimits.stateMessageBytes} bytes`];
  }
  const node = work.directory.nodes[target.node.address] ?? target.node;
  switch (target.kind) {
    case "availability":
      return decodeAvailability(work, node, message);
    case "attribute":
      return decodeSingle(work, node, message, target.attribute);
    case "state":
      return decodeWhole(work, node, message);
  }
}

function decodeAvailability(work: NamedWork, node: DirectoryNode, message: NativeMessage): readonly string[] {
  const text = parseText(message);
  if (!text.ok) return [text.reason];
  const json = parseJson(message, linkLimits.stateMessageBytes, linkLimits.depth);
  const online = onlineSchema.safeParse(json.ok ? json.value : text.text.trim());
  if (!online.success) return ["state: expected online or offline"];
  // It stays retained after Zigbee2MQTT was told not to watch over its devices any more.
  const isTold = work.directory.tellsAvailability !== false || isPast(work, message);
  if (isTold) applyReachable(work, node, online.data.state, message);
  return [];
}

function decodeWhole(work: NamedWork, node: DirectoryNode, message: NativeMessage): readonly string[] {
  const parsed = parseJson(message, linkLimits.stateMessageBytes, linkLimits.depth);
  if (!parsed.ok) return [parsed.reason];
  const sibling = toSiblingAvailability(work.names, message.topic);
  if (sibling !== undefined && onlineSchema.safeParse(parsed.value).success) {
    return decodeAvailability(work, work.directory.nodes[sibling.address] ?? sibling, message);
  }
  if (!isObject(parsed.value)) return ["payload: expected an object"];
  applySeen(work, node, message);
  if (!isPast(work, message)) applyStateSettings(work, node, parsed.value, message.at);
  return decodeState(toContext(work, node, message), parsed.value);
}

function decodeSingle(
  work: NamedWork,
  node: DirectoryNode,
  message: NativeMessage,
  attribute: string,
): readonly string[] {
  const parsed = parseText(message);
  if (!parsed.ok) return [parsed.reason];
  applySeen(work, node, message);
  if (!isPast(work, message)) applyAttributeSetting(work, node, attribute, parsed.text, message.at);
  return decodeAttribute(toContext(work, node, message), attribute, parsed.text);
}

const toContext = (work: NamedWork, node: DirectoryNode, message: NativeMessage) => ({
  node,
  location: node.location ?? work.directory.location,
  message,
  output: work.output,
});

function applySeen(work: NamedWork, node: DirectoryNode, message: NativeMessage): void {
  work.seen.set(node.nodeId, Math.max(message.at, work.seen.get(node.nodeId) ?? 0));
  work.told.set(node.nodeId, message.sequence);
}
