import type { RepairRequest } from "@lastmeter/model/repair";
import type { StretchRule } from "../ingest/node-state.ts";

/** A node's state carries them, and each message is held against them. */
const RULES_MAX = 100;

/** The rules of a node after one more decision: where it speaks, nothing earlier holds. `full`: too many pieces. */
export function decideRules(
  rules: readonly StretchRule[],
  { from, to, action }: Pick<RepairRequest, "from" | "to" | "action">,
  id: string,
): readonly StretchRule[] | "full" {
  const rest = rules.flatMap((rule) => cut(rule, from, to));
  const decided = action === "restore" ? rest : [...rest, { id, from, to, action }];
  return decided.length > RULES_MAX ? "full" : decided.sort((a, b) => a.from - b.from);
}

function cut(rule: StretchRule, from: number, to: number): StretchRule[] {
  const before = { ...rule, to: Math.min(rule.to, from) };
  const after = { ...rule, from: Math.max(rule.from, to) };
  return [before, after].filter((piece) => piece.from < piece.to);
}
