import type { ReplayResult } from "@lastmeter/model/rule-request";
import type { Interval } from "@lastmeter/model/time";
import type { CompiledSet } from "../rules-engine/compile.ts";
import { type EngineState, noEngineState } from "../rules-engine/engine-state.ts";
import { evaluate } from "../rules-engine/evaluate.ts";
import type { Fact } from "../rules-engine/facts.ts";
import { type HistoryDay, toDayFacts } from "./history.ts";

const FIRINGS_MAX = 500;

export interface Replay extends Pick<ReplayResult, "sources" | "count" | "firings" | "heldMs"> {
  readonly held: readonly Interval[];
}

/**
 * The engine itself over the days of the past, one rule in the set, as if it had been saved as they begin. What it would have commanded
 * changes nothing about them.
 */
export async function replayRule(
  compiled: CompiledSet,
  days: AsyncIterable<HistoryDay> | Iterable<HistoryDay>,
  from: number,
  to: number,
): Promise<Replay> {
  const sources = { raw: 0, quarter: 0, none: 0 };
  const firings: { at: number; overAt: number | null }[] = [];
  let state: EngineState = { ...noEngineState, clock: from, told: from };
  const live = (facts: readonly Fact[], until: number) => {
    const evaluation = evaluate(compiled, facts, state, until);
    state = evaluation.state;
    for (const effect of evaluation.effects) {
      if (effect.kind === "fire") firings.push({ at: effect.at, overAt: null });
      const last = firings.at(-1);
      if (effect.kind === "over" && last) last.overAt = effect.at;
    }
  };
  live([], from);
  for await (const day of days) {
    const { facts, source } = toDayFacts(day, compiled);
    sources[source]++;
    const end = Math.min(day.endAt, to);
    for (const slice of facts.slices()) {
      const past = slice.filter(({ at }) => at <= end);
      live(past, past.at(-1)?.at ?? end);
    }
    live(source === "none" ? [] : [{ kind: "told", at: end, sequence: Number.MAX_SAFE_INTEGER }], end);
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
