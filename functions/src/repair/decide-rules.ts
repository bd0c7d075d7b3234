import { decideStretches, type RepairRequest } from "@lastmeter/model/repair";
import type { StretchRule } from "../ingest/node-state.ts";

/** A node's state carries them, and each message is held against them. */
const RULES_MAX = 100;

/** The rules of a node after one more decision. `full`: too many pieces. */
export function decideRules(
  rules: readonly StretchRule[],
  decision: Pick<RepairRequest, "from" | "to" | "action">,
  id: string,
): readonly StretchRule[] | "full" {
  const decided = decideStretches(rules, decision, id);
  return decided.length > RULES_MAX ? "full" : decided;
}
