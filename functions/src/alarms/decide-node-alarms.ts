import type { NodeId } from "@lastmeter/model/ids";
import type { Reading } from "@lastmeter/model/reading";
import { fromSteps } from "@lastmeter/model/units";
import type { IngestPlan } from "../ingest/ingest.ts";
import type { Directory, DirectoryNode } from "../protocols/protocol.ts";
import type { AlarmChange } from "./plan-alarms.ts";

/** Devices that went and came back, by the network's own word on each: one that was never there raises nothing. */
export function decideNodeAlarms(before: Directory, after: Directory, now: number): AlarmChange[] {
  if (before === after) return [];
  return Object.values(after.nodes).flatMap((node): AlarmChange[] => {
    const known = before.nodes[node.address];
    if (known === undefined || known === node) return [];
    const cause = { kind: "nodeOffline", nodeId: node.nodeId, ruleId: null } as const;
    const [was, is] = [toPresence(before, known), toPresence(after, node)];
    const at = node.health.availabilityAt ?? now;
    if (is !== "offline") return was === is ? [] : [{ kind: "clear", cause, at }];
    return was === "online" ? [{ kind: "raise", cause, severity: "info", facts: {}, at }] : [];
  });
}

/** Where the coordinator itself is away nobody knows of its devices; one that left is not missed. */
function toPresence({ protocolState }: Directory, { removed, reachable, health }: DirectoryNode) {
  if (removed) return "removed";
  return reachable ?? (protocolState === "offline" ? "unknown" : health.availability);
}

/** Registers that report what cannot be, until one reports what can. */
export function decideDoubtAlarms(verdicts: IngestPlan["verdicts"]): AlarmChange[] {
  return verdicts.map(({ nodeId, at, isSuspect }): AlarmChange => {
    const cause = { kind: "suspectReadings", nodeId, ruleId: null } as const;
    return isSuspect ? { kind: "raise", cause, severity: "info", facts: {}, at } : { kind: "clear", cause, at };
  });
}

/** Meters are exact to a few percent; a connection that carries its rating is no alarm. */
const OVER_RATING = 1.05;

/** Connections that carry more than their owner said they can, by the greatest of a message's phases; over once all carry less. */
export function decideLoadAlarms({ nodes }: Directory, readings: readonly Reading[]): AlarmChange[] {
  const rated = new Map<NodeId, DirectoryNode>();
  for (const node of Object.values(nodes)) if (node.ratedCurrentA !== undefined) rated.set(node.nodeId, node);
  if (rated.size === 0) return [];
  const loads = new Map<string, { readonly node: DirectoryNode; readonly at: number; greatestA: number }>();
  for (const { nodeId, channel, quantity, value, at, sequence, quality } of readings) {
    const node = rated.get(nodeId);
    const isCurrent = quantity === "current" && quality === "good" && node?.channels[channel]?.periodic !== true;
    if (node === undefined || !isCurrent) continue;
    const key = `${nodeId} ${sequence}`;
    const load = loads.get(key) ?? { node, at, greatestA: 0 };
    load.greatestA = Math.max(load.greatestA, Math.abs(fromSteps("current", value)));
    loads.set(key, load);
  }
  return [...loads.values()].flatMap(({ node: { nodeId, ratedCurrentA = 0 }, at, greatestA }): AlarmChange[] => {
    const cause = { kind: "overRatedCurrent", nodeId, ruleId: null } as const;
    if (greatestA <= ratedCurrentA) return [{ kind: "clear", cause, at }];
    if (greatestA <= ratedCurrentA * OVER_RATING) return [];
    return [{ kind: "raise", cause, severity: "critical", facts: { currentA: greatestA, ratedA: ratedCurrentA }, at }];
  });
}
