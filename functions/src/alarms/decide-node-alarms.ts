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
