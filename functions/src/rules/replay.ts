import type { ReplayResult } from "@lastmeter/model/rule-request";
import type { Interval } from "@lastmeter/model/time";
import type { CompiledSet } from "../rules-engine/compile.ts";
import { type EngineState, noEngineState } from "../rules-engine/engine-state.ts";
import { evaluate } from "../rules-engine/evaluate.ts";
import { type HistoryDay, toDayFacts } from "./history.ts";

const FIRINGS_MAX = 500;

export interface Replay extends Pick<ReplayResult, "sources" | "count" | "firings" | "heldMs"> {
  readonly held: readonly Interval[];
}

/** The engine itself over the days of the past, one rule in the set. What it would have commanded changes nothing about them. */
export function replayRule(compiled: CompiledSet, days: readonly HistoryDay[], from: number, to: number): Replay {
  const sources = { raw: 0, quarter: 0, none: 0 };
  const firings: { at: number; overAt: number | null }[] = [];
  let state: EngineState = { ...noEngineState, clock: from, told: from };
  for (const day of days) {
    const { facts, source } = toDayFacts(day, compiled);
    sources[source]++;
    const end = Math.min(day.endAt, to);
    const past = facts.filter(({ at }) => at <= end);
    const told = source === "none" ? [] : [{ kind: "told", at: end, sequence: Number.MAX_SAFE_INTEGER } as const];
    const evaluation = evaluate(compiled, [...past, ...told], state, end);
    state = evaluation.state;
    for (const effect of evaluation.effects) {
      if (effect.kind === "fire") firings.push({ at: effect.at, overAt: null });
      const last = firings.at(-1);
      if (effect.kind === "over" && last) last.overAt = effect.at;
    }
  }
  const isMoment = compiled.rules[0]?.isMoment ?? true;
  const held = isMoment ? [] : firings.map(({ at, overAt }) => ({ startAt: at, endAt: overAt ?? to }));
  return {
    sources,
    count: firings.length,
    firings: firings.slice(-FIRINGS_MAX),
    heldMs: held.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0),
    held,
  };
}
