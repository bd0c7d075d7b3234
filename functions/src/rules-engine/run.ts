import { toMinute } from "@lastmeter/model/price";
import type { Evidence } from "@lastmeter/model/rule";
import { toLocalClock, toLocalDay, toSlotInterval } from "@lastmeter/model/time";
import type { CompiledRule, CompiledSet } from "./compile.ts";
import type { Effect } from "./effects.ts";
import type { EngineState, RuleState } from "./engine-state.ts";

/** An evaluation under way: the state as it becomes, and what has come of it. */
export interface Run {
  readonly compiled: CompiledSet;
  readonly state: EngineState;
  readonly effects: Effect[];
  /** The real time: what fired long before it does not command any more. */
  readonly now: number;
  /** When the next rule is due; null: to be found anew. */
  due: { readonly clock: number | null; readonly told: number | null } | null;
}

export function newRuleState({ version, conditions, seq }: CompiledRule): RuleState {
  return {
    version,
    memories: conditions.map(() => ({})),
    on: false,
    seq,
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

/** What each condition is judged by, now. */
export function toEvidence({ conditions }: CompiledRule, { memories }: RuleState, run: Run): Evidence[] {
  return conditions.map((condition, index) => {
    const { holds, value, at } = condition.judge(memories[index] ?? {}, run.state);
    const short = typeof value === "string" ? value.slice(0, 256) : value;
    return { condition: index, holds, value: short, at: at === null ? null : Math.round(at) };
  });
}

/** Whether the day is one of those the rule is for. */
export function isActive({ rule: { active } }: CompiledRule, clock: number, { compiled: { set } }: Run): boolean {
  if (active.from === null && active.to === null) return true;
  const day = toLocalDay(clock, set.timeZone);
  return (active.from === null || day >= active.from) && (active.to === null || day <= active.to);
}

export function isQuiet({ rule: { quiet } }: CompiledRule, clock: number, { compiled: { set } }: Run): boolean {
  if (quiet === null) return false;
  const { minute } = toLocalClock(clock, set.timeZone);
  const [from, to] = [toMinute(quiet.from), toMinute(quiet.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** When the rule may come to something else by itself. */
export function setDues(rule: CompiledRule, state: RuleState, run: Run): void {
  const { clock } = run.state;
  let told = Number.POSITIVE_INFINITY;
  let byClock = toOwnDueAt(rule, state, run);
  for (const [index, condition] of rule.conditions.entries()) {
    const memory = state.memories[index] ?? {};
    const due = condition.toldDueAt(memory);
    if (due > run.state.told) told = Math.min(told, due);
    byClock = Math.min(byClock, condition.clockDueAt(memory, clock));
  }
  run.due = null;
  state.toldDueAt = Number.isFinite(told) ? told : null;
  state.clockDueAt = Number.isFinite(byClock) ? Math.max(byClock, clock + 1) : null;
}

/** End of the cool-down of what holds and has not fired, another day, what is owed. */
function toOwnDueAt(
  { rule }: CompiledRule,
  { on, firedAt, owed }: RuleState,
  { state: { clock }, compiled }: Run,
): number {
  const dues = [Number.POSITIVE_INFINITY];
  const warmAt = (firedAt ?? 0) + rule.coolDownMs;
  if (!on && firedAt !== null && warmAt > clock) dues.push(warmAt);
  if (rule.active.from !== null || rule.active.to !== null) {
    dues.push(toSlotInterval("day", clock, compiled.set.timeZone).endAt);
  }
  if (owed && !owed.stale) dues.push(clock + OWED_RETRY_MS);
  return Math.min(...dues);
}

const OWED_RETRY_MS = 10_000;
