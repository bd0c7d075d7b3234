import { type Guard, type Level, type Trigger, toLevels } from "./condition.ts";
import type { NodeId } from "./ids.ts";
import type { RuleAction, RuleDraft } from "./rule.ts";

/** A rule in the order in which it is read; the app has the words. */
export type SentencePart =
  | { readonly part: "when"; readonly condition: Trigger; readonly index: 0 }
  | GuardPart
  | { readonly part: "action" | "whenOver"; readonly action: RuleAction; readonly join: "and" | null };

export interface GuardPart {
  readonly part: "onlyIf";
  readonly condition: Level;
  /** As `condition` of a run's evidence. */
  readonly index: number;
  readonly negated: boolean;
  /** To the part before; null: the first. */
  readonly join: "and" | "or" | null;
  /** Brackets that open before it and close after it, where `and` and `or` are mixed. */
  readonly opens: number;
  readonly closes: number;
}

export function toSentence({ when, onlyIf, actions, whenOver }: RuleDraft): SentencePart[] {
  const join = (at: number) => (at === 0 ? null : "and");
  return [
    { part: "when", condition: when, index: 0 },
    ...(onlyIf ? toGuardParts(onlyIf) : []),
    ...actions.map((action, at) => ({ part: "action", action, join: join(at) }) as const),
    ...whenOver.map((action, at) => ({ part: "whenOver", action, join: join(at) }) as const),
  ];
}

/** The trigger and the guard's conditions: what `condition` of a run's evidence counts. */
export function toConditions({ when, onlyIf }: Pick<RuleDraft, "when" | "onlyIf">): Trigger[] {
  return onlyIf ? [when, ...toLevels(onlyIf)] : [when];
}

export function toNodeIds(rule: RuleDraft): NodeId[] {
  const named = [...toConditions(rule), ...rule.actions, ...rule.whenOver].flatMap((part) => {
    if ("nodeId" in part) return [part.nodeId];
    return "subject" in part && "nodeId" in part.subject ? [part.subject.nodeId] : [];
  });
  return [...new Set(named)];
}

function toGuardParts(guard: Guard): GuardPart[] {
  let index = 1;
  /** `not` goes inward, so that each condition says itself whether it is meant or its contrary. */
  const walk = (part: Guard, negated: boolean, within: "and" | "or" | null): GuardPart[] => {
    if (part.kind === "not") return walk(part.of, !negated, within);
    if (part.kind !== "all" && part.kind !== "any") {
      const at = index++;
      return [{ part: "onlyIf", condition: part, index: at, negated, join: null, opens: 0, closes: 0 }];
    }
    const join: "and" | "or" = (part.kind === "all") === negated ? "or" : "and";
    const own = part.of.length === 1 ? within : join;
    const parts = part.of.flatMap((each, at) => {
      const [first, ...rest] = walk(each, negated, own);
      return first ? [at === 0 ? first : { ...first, join }, ...rest] : [];
    });
    const isMixed = parts.length > 1 && within !== null && within !== own;
    return isMixed ? bracket(parts) : parts;
  };
  return walk(guard, false, null);
}

function bracket(parts: readonly GuardPart[]): GuardPart[] {
  return parts.map((part, at) => ({
    ...part,
    opens: part.opens + (at === 0 ? 1 : 0),
    closes: part.closes + (at === parts.length - 1 ? 1 : 0),
  }));
}
