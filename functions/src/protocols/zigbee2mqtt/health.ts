import { PERMIT_JOIN_MAX_S } from "@lastmeter/model/command";
import type { NodeHealth } from "@lastmeter/model/node";
import type { Directory, DirectoryNode, NativeMessage } from "../protocol.ts";
import { availabilitySettingSchema, joinSchema } from "./native/bridge.ts";
import { changeNode, isPast, type Work } from "./work.ts";

/**
 * A device is online when it says so and its coordinator runs: Zigbee2MQTT leaves `online` retained for every device when it
 * stops, though none can be reached until it is back.
 */
function toAvailability(
  reachable: DirectoryNode["reachable"],
  protocolState: Directory["protocolState"],
): NodeHealth["availability"] {
  return protocolState === "offline" ? "offline" : (reachable ?? "unknown");
}

function toHealthy(node: DirectoryNode, protocolState: Directory["protocolState"], at: number): DirectoryNode {
  const availability = toAvailability(node.reachable, protocolState);
  if (availability === node.health.availability) return node;
  return { ...node, health: { ...node.health, availability, availabilityAt: at } };
}

/** `<name>/availability`. */
export function applyReachable(
  work: Work,
  node: DirectoryNode,
  reachable: "online" | "offline",
  { at, sequence }: Pick<NativeMessage, "at" | "sequence">,
): void {
  const past = isPast(work, { at });
  if (node.reachable === reachable && !past) return;
  const fact = reachable === "offline" ? "nodeAway" : "nodeBack";
  work.presence.push({ nodeId: node.nodeId, fact, at, sequence });
  if (past) return;
  const changed = toHealthy({ ...node, reachable }, work.directory.protocolState, at);
  changeNode(work, { kind: "update", node: changed });
}

/** `bridge/state`: the coordinator's own, and with it what is known of every device. */
export function applyProtocolState(
  work: Work,
  protocolState: "online" | "offline",
  { at, sequence }: Pick<NativeMessage, "at" | "sequence">,
): void {
  const past = isPast(work, { at }) && work.directory.protocolState !== "unknown";
  if (work.directory.protocolState === protocolState && !past) return;
  const fact = protocolState === "offline" ? "coordinatorAway" : "coordinatorBack";
  work.presence.push({ nodeId: null, fact, at, sequence });
  if (past) return;
  work.directory = { ...work.directory, protocolState };
  for (const node of Object.values(work.directory.nodes)) {
    const changed = node.removed ? node : toHealthy(node, protocolState, at);
    if (changed !== node) changeNode(work, { kind: "update", node: changed });
  }
}

/** `bridge/info`: until when new devices may join. */
export function applyJoin(work: Work, value: unknown, { at }: Pick<NativeMessage, "at">): void {
  const info = joinSchema.safeParse(value);
  if (!info.success || isPast(work, { at })) return;
  const { permit_join, permit_join_end } = info.data;
  const latestAt = at + PERMIT_JOIN_MAX_S * 1000;
  const joinUntil = permit_join ? Math.round(Math.min(permit_join_end ?? latestAt, latestAt)) : null;
  if (work.directory.joinUntil !== joinUntil) work.directory = { ...work.directory, joinUntil };
}

/** `bridge/info`: whether Zigbee2MQTT watches over its devices at all, which it does not by itself. */
export function applyAvailabilitySetting(work: Work, value: unknown): void {
  const info = availabilitySettingSchema.safeParse(value);
  if (!info.success) return;
  const { availability } = info.data.config;
  const tellsAvailability = typeof availability === "object" ? availability.enabled !== false : availability === true;
  if (work.directory.tellsAvailability !== tellsAvailability) work.directory = { ...work.directory, tellsAvailability };
}
