import type { NodeId } from "@lastmeter/model/ids";
import type { Directory, DirectoryNode, NodeChange } from "../protocols/protocol.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** ZigBee meters on mains report at least each hour, as their coordinator tells them; twice may fail. */
const METER_MS = 130 * MINUTE_MS;
/** Battery devices, and what reports on change alone, once a day (Zigbee2MQTT's own bound, `passive.timeout`). */
const PASSIVE_MS = 25 * HOUR_MS;
/** Looked at again after so long at most: an owner may expect more by then; and not sooner than this. */
const LOOK_MAX_MS = HOUR_MS;
const LOOK_MIN_MS = 5 * MINUTE_MS;

export interface HeardPlan {
  /** The same object where nothing changed. */
  readonly directory: Directory;
  readonly changes: readonly NodeChange[];
}

export interface QuietPlan extends HeardPlan {
  /** When to look again. */
  readonly nextAt: number;
}

/** How long a device may be silent before it counts as away: its owner's word, else what is usual for its kind. */
export function toExpectedMs({ expectedMinutes, health, total }: DirectoryNode): number {
  if (expectedMinutes !== undefined) return expectedMinutes * MINUTE_MS;
  const isMeter = total.power.length > 0 && health.powerSource?.startsWith("Mains") === true;
  return isMeter ? METER_MS : PASSIVE_MS;
}

/** Whether nobody but the device itself says that it is there: its network tells no availability. */
function speaksForItself({ removed, reachable }: DirectoryNode): boolean {
  return !removed && reachable === undefined;
}

/** Devices that were heard from are there, where the network does not tell. */
export function decideHeard(directory: Directory, seen: ReadonlyMap<NodeId, number>): HeardPlan {
  if (directory.protocolState === "offline") return { directory, changes: [] };
  const heard = Object.values(directory.nodes).filter(
    (node) => speaksForItself(node) && node.health.availability !== "online" && seen.has(node.nodeId),
  );
  return toPlan(directory, heard, (node) => ({
    availability: "online",
    availabilityAt: seen.get(node.nodeId) ?? node.health.availabilityAt,
  }));
}

/** Devices that have been silent for longer than expected are away since then. Behind a gateway that is away nobody knows. */
export function decideQuiet(
  directory: Directory,
  seenAt: ReadonlyMap<NodeId, number>,
  { isHeard, now }: { readonly isHeard: boolean; readonly now: number },
): QuietPlan {
  const nextAt = now + LOOK_MAX_MS;
  if (!isHeard || directory.protocolState === "offline") return { directory, changes: [], nextAt };
  const due = Object.values(directory.nodes).flatMap((node) => {
    const at = seenAt.get(node.nodeId) ?? 0;
    const isWatched = at > 0 && speaksForItself(node) && node.health.availability !== "offline";
    return isWatched ? [{ node, at: at + toExpectedMs(node) }] : [];
  });
  const quiet = new Map(due.flatMap(({ node, at }) => (at <= now ? [[node.nodeId, at] as const] : [])));
  const next = due.flatMap(({ at }) => (at > now ? [at] : []));
  const plan = toPlan(
    directory,
    due.flatMap(({ node }) => (quiet.has(node.nodeId) ? [node] : [])),
    (node) => ({ availability: "offline", availabilityAt: quiet.get(node.nodeId) ?? now }),
  );
  return { ...plan, nextAt: Math.max(now + LOOK_MIN_MS, Math.min(nextAt, ...next)) };
}

function toPlan(
  directory: Directory,
  nodes: readonly DirectoryNode[],
  toHealth: (node: DirectoryNode) => Pick<DirectoryNode["health"], "availability" | "availabilityAt">,
): HeardPlan {
  if (nodes.length === 0) return { directory, changes: [] };
  const changed = nodes.map((node) => ({ ...node, health: { ...node.health, ...toHealth(node) } }));
  const after = { ...directory.nodes, ...Object.fromEntries(changed.map((node) => [node.address, node])) };
  return {
    directory: { ...directory, nodes: after },
    changes: changed.map((node) => ({ kind: "update", node })),
  };
}
