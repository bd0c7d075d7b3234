import type { NodeHealth } from "@lastmeter/model/node";
import type { Directory, DirectoryNode, NativeMessage } from "../protocol.ts";
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

/** A device says, or is said, to be there or away. */
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

/** The coordinator's own, and with it what is known of every device. */
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
