import { toMinute } from "@lastmeter/model/price";
import type { Evidence, RuleDraft } from "@lastmeter/model/rule";
import { toLocalClock, toLocalDay, toSlotInterval } from "@lastmeter/model/time";
import type { CompiledRule, CompiledSet } from "./compile.ts";
import type { Time } from "./conditions/condition.ts";
import type { Effect } from "./effects.ts";
import type { EngineState, RuleState } from "./engine-state.ts";

/** An evaluation under way: the state as it becomes, and what has come of it. */
export interface Run {
  readonly compiled: CompiledSet;
  readonly state: EngineState;
  readonly effects: Effect[];
  /** As of when rules are judged: a message's own time, or when something was due. The clock may be ahead of it. */
  at: number;
  /** The real time: what fired long before it does not command any more. */
  readonly now: number;
  /** When the next rule is due; null: to be found anew. */
  due: { readonly clock: number | null; readonly told: number | null } | null;
}

export function newRuleState({ version, conditions, about, seq }: CompiledRule, from: number): RuleState {
  return {
    version,
    memories: conditions.map(() => ({})),
    about: [...about],
    on: false,
    seq,
    from,
    firedAt: null,
    alarm: null,
    toldDueAt: null,
    clockDueAt: null,
    chain: [],
    chainUntil: 0,
    sentAt: {},
    hour: { at: 0, count: 0 },
    owed: null,
  };
}

export const toTime = ({ at, state: { told } }: Run): Time => ({ clock: at, told });

/** What each condition is judged by, now. */
export function toEvidence({ conditions }: CompiledRule, { memories }: RuleState, run: Run): Evidence[] {
  return conditions.map((condition, index) => {
    const { holds, value, at } = condition.judge(memories[index] ?? {}, toTime(run));
    const short = typeof value === "string" ? value.slice(0, 256) : value;
    return { condition: index, holds, value: short, at: at === null ? null : Math.round(at) };
  });
}

/** Whether the day is one of those the rule is for. */
export function isActive({ rule: { active } }: CompiledRule, { at, compiled: { set } }: Run): boolean {
  if (active.from === null && active.to === null) return true;
  const day = toLocalDay(at, set.timeZone);
  return (active.from === null || day >= active.from) && (active.to === null || day <= active.to);
}

/** Whether it is to make no sound now, whenever it was. */
export function isQuiet({ rule: { quiet } }: CompiledRule, { now, compiled: { set } }: Run): boolean {
  if (quiet === null) return false;
  const { minute } = toLocalClock(now, set.timeZone);
  const [from, to] = [toMinute(quiet.from), toMinute(quiet.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** When the rule may come to something else by itself. */
export function setDues(rule: CompiledRule, state: RuleState, run: Run): void {
  const { at } = run;
  let told = Number.POSITIVE_INFINITY;
  let byClock = toOwnDueAt(rule, state, run);
  for (const [index, condition] of rule.conditions.entries()) {
    const memory = state.memories[index] ?? {};
    const due = condition.toldDueAt(memory);
    if (due > run.state.told) told = Math.min(told, due);
    byClock = Math.min(byClock, condition.clockDueAt(memory, at));
  }
  run.due = null;
  if (state.from !== undefined && run.state.told >= state.from) delete state.from;
  state.toldDueAt = Number.isFinite(told) ? told : null;
  state.clockDueAt = Number.isFinite(byClock) ? Math.max(byClock, at + 1) : null;
}

/** From when on it may fire: not before it was on, nor while it cools down. */
export const toWarmAt = (
  { coolDownMs }: Pick<RuleDraft, "coolDownMs">,
  { from = 0, firedAt }: Pick<RuleState, "from" | "firedAt">,
): number => (firedAt === null ? from : Math.max(from, firedAt + coolDownMs));

/** End of the cool-down of what holds and has not fired, another day, what is owed. */
function toOwnDueAt({ rule }: CompiledRule, state: RuleState, { at, compiled }: Run): number {
  const dues = [Number.POSITIVE_INFINITY];
  const { on, owed } = state;
  const warmAt = toWarmAt(rule, state);
  if (!on && warmAt > at) dues.push(warmAt);
  if (rule.active.from !== null || rule.active.to !== null) {
    dues.push(toSlotInterval("day", at, compiled.set.timeZone).endAt);
  }
  if (owed && !owed.stale) dues.push(owed.until);
  return Math.min(...dues);
}
