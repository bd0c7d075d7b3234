import type { NodeId } from "@lastmeter/model/ids";
import type { CompiledRule } from "./compile.ts";
import type { Memory, Part, Scalar } from "./conditions/condition.ts";
import type { Fact } from "./facts.ts";

/** What is known of the home before a rule is on. */
export interface Known {
  /** Newest value of a channel. */
  valueOf(part: Part): { readonly value: Scalar; readonly at: number } | null;
  /** When a node was last heard; null: never. */
  heardAt(nodeId: NodeId): number | null;
  /** What registers and powers told since the periods of its budgets began, in order of time. */
  pastOf(rule: CompiledRule): readonly Fact[];
}

/** A rule that is new or changed begins with what is known. */
export function toMemories(rule: CompiledRule, known: Known, now: number): Memory[] {
  const past = known.pastOf(rule);
  return rule.conditions.map((condition) => {
    const memory: Memory = {};
    for (const fact of past) {
      if (fact.kind !== "value") continue;
      for (const [at, part] of condition.parts.entries()) {
        const isMeant = part.nodeId === fact.nodeId && part.channel === fact.channel;
        if (isMeant) condition.onValue(memory, at, fact.value, fact.at);
      }
    }
    for (const [at, part] of condition.parts.entries()) {
      const value = known.valueOf(part);
      if (value !== null) condition.onValue(memory, at, value.value, Math.min(value.at, now));
    }
    for (const nodeId of condition.heeds) condition.onHeard(memory, known.heardAt(nodeId) ?? now);
    return memory;
  });
}
