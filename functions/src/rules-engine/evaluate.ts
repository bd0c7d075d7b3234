import type { CompiledRule, CompiledSet, Place } from "./compile.ts";
import { type Condition, type Memory, toUnplaced } from "./conditions/condition.ts";
import type { Effect } from "./effects.ts";
import { copyEngineState, type EngineState, type RuleState, toDueAt } from "./engine-state.ts";
import type { Fact } from "./facts.ts";
import { findChain, findLikelyChain, forgetOverruled, payOwed } from "./give-commands.ts";
import { newRuleState, type Run, setDues } from "./run.ts";
import { close, settleRule } from "./settle.ts";

/** A longer pause is not lived through again. */
const CATCH_UP_MS = 2 * 86_400_000;
const HOUR_MS = 3_600_000;

/** What the conditions of a rule begin with. */
export type Seed = (rule: CompiledRule) => Memory[];

export interface Evaluation {
  readonly state: EngineState;
  readonly effects: readonly Effect[];
}

/**
 * A fold over facts in order of arrival: whatever way they are cut into batches, the same comes of them. Between two facts what is due
 * happens in order of time: what lasts, by what the gateway has told (`told`); what the clock decides, by `now`. What a message brings
 * about is of the message's own time, however late it comes: then the clock's part since is judged again.
 * @param facts none is later than `now`
 */
export function evaluate(
  compiled: CompiledSet,
  facts: readonly Fact[],
  before: EngineState,
  now: number,
  seed?: Seed,
): Evaluation {
  const state = copyEngineState(before);
  const run: Run = { compiled, state, effects: [], at: now, now, due: null };
  begin(run, Math.min(now, facts[0]?.at ?? now), seed);
  for (let i = 0; i < facts.length; ) i = takeMessage(run, facts, i);
  const last = facts.at(-1);
  // A gateway that has more to tell than this is not overtaken.
  run.at = last?.kind === "told" ? state.told : now;
  advance(run, run.at, state.told);
  for (const rule of compiled.rules) {
    const own = state.rules[rule.ruleId];
    if (!own?.owed?.stale) continue;
    payOwed(rule, own, run);
    setDues(rule, own, run);
  }
  return { state, effects: run.effects };
}

/** A first time, a long pause, rules that are new or gone. */
function begin(run: Run, at: number, seed: Seed | undefined): void {
  const { state, compiled } = run;
  if (state.clock < at - CATCH_UP_MS) {
    state.clock = state.clock === 0 ? at : at - CATCH_UP_MS;
    for (const own of Object.values(state.rules))
      if (own.clockDueAt) own.clockDueAt = Math.max(own.clockDueAt, state.clock);
  }
  if (state.told === 0) state.told = at;
  const gone = new Map<string, RuleState>();
  run.at = Math.max(at, state.clock);
  for (const [ruleId, own] of Object.entries(state.rules)) {
    if (compiled.byId.get(ruleId)?.version === own.version) continue;
    close(ruleId, own, run);
    gone.set(ruleId, own);
    delete state.rules[ruleId];
  }
  keepRates(run, gone);
  if (state.set !== compiled.set.version) {
    state.set = compiled.set.version;
    const from = Math.max(at, state.clock);
    for (const own of Object.values(state.rules)) own.clockDueAt = Math.min(own.clockDueAt ?? from, from);
  }
  const isNew = compiled.rules.some(({ ruleId }) => state.rules[ruleId] === undefined);
  if (isNew) advance(run, Math.max(at, state.clock), state.told);
  run.at = Math.max(at, state.clock);
  for (const rule of compiled.rules) {
    const known = state.rules[rule.ruleId];
    if (known) reseed(rule, known, run, seed);
    if (known) continue;
    const own = newRuleState(rule, run.at);
    Object.assign(own, state.off[rule.ruleId]);
    delete state.off[rule.ruleId];
    const before = gone.get(rule.ruleId);
    if (before) Object.assign(own, { seq: Math.max(own.seq, before.seq), firedAt: before.firedAt });
    if (seed !== undefined) own.memories = seed(rule);
    state.rules[rule.ruleId] = own;
    settleRule(rule, own, run, false);
  }
}

/** What rules that are gone commanded within the hour; a new version of one goes on from there. */
function keepRates({ at, state }: Run, gone: ReadonlyMap<string, RuleState>): void {
  for (const [ruleId, { sentAt, hour }] of gone) state.off[ruleId] = { sentAt, hour };
  for (const [ruleId, { hour }] of Object.entries(state.off)) {
    if (at >= hour.at + 2 * HOUR_MS) delete state.off[ruleId];
  }
}

/** What is known of other channels than those a condition looks at now is forgotten. */
function reseed(rule: CompiledRule, own: RuleState, run: Run, seed: Seed | undefined): void {
  const { about } = own;
  if (about?.length === rule.about.length && about.every((each, index) => each === rule.about[index])) return;
  const others = rule.about.flatMap((each, index) => (about === undefined || about[index] === each ? [] : [index]));
  own.about = [...rule.about];
  if (others.length === 0) return;
  const fresh = seed?.(rule) ?? [];
  for (const index of others) own.memories[index] = { ...fresh[index], ...toUnplaced(own.memories[index] ?? {}) };
  settleRule(rule, own, run, false);
}

/** All that one message says, then what it comes to. Returns where the next begins. */
function takeMessage(run: Run, facts: readonly Fact[], start: number): number {
  const { state } = run;
  const first = facts[start];
  if (first === undefined) return start + 1;
  const at = Math.max(first.at, state.told);
  advance(run, at, at);
  run.at = at;
  const touched = new Map<CompiledRule, boolean>();
  let end = start;
  for (let fact: Fact | undefined = first; fact?.sequence === first.sequence; fact = facts[++end]) {
    takeFact(run, fact, at, touched);
  }
  for (const [rule, happened] of touched) {
    const own = state.rules[rule.ruleId];
    if (own) settleRule(rule, own, run, happened);
  }
  return Math.max(end, start + 1);
}

function takeFact(run: Run, fact: Fact, at: number, touched: Map<CompiledRule, boolean>): void {
  if (fact.kind === "told") return;
  const { byNode } = run.compiled;
  if (fact.nodeId === null) {
    for (const { all } of byNode.values()) tell(run, all, { fact, at, touched }, takeAway);
    return;
  }
  const places = byNode.get(fact.nodeId);
  if (places === undefined) return;
  const said = { fact, at, touched };
  if (fact.kind === "away") tell(run, places.all, said, takeAway);
  else tell(run, places.heeding, said, takeHeard);
  if (fact.kind !== "value") return;
  forgetOverruled(run, fact, at);
  tell(run, places.byChannel.get(fact.channel) ?? [], said, takeValue);
}

interface Said {
  readonly fact: Exclude<Fact, { kind: "told" }>;
  readonly at: number;
  readonly touched: Map<CompiledRule, boolean>;
}
type Take = (condition: Condition, memory: Memory, part: number, said: Said) => boolean;

const takeAway: Take = (condition, memory, part, { fact, at }) =>
  condition.onAway(memory, fact.nodeId === null ? null : part, at);
const takeHeard: Take = (condition, memory, _, { at }) => condition.onHeard(memory, at);
const takeValue: Take = (condition, memory, part, { fact, at }) =>
  fact.kind === "value" && condition.onValue(memory, part, fact.value, at);

/** Marks the rules that may be judged otherwise now; `true`: their moment was now. */
function tell(run: Run, places: readonly Place[], said: Said, take: Take): void {
  const { fact, at, touched } = said;
  for (const { rule, condition: index, part } of places) {
    const own = run.state.rules[rule.ruleId];
    const condition = rule.conditions[index];
    if (own === undefined || condition === undefined) continue;
    own.memories[index] ??= {};
    if (!take(condition, own.memories[index], part, said)) continue;
    if (fact.kind === "value") {
      own.chain = [...(condition.isOfHome ? findLikelyChain(run, rule.ruleId, at) : findChain(run, fact, at))];
      if (condition.isOfHome) own.isChainLikely = true;
      else delete own.isChainLikely;
      own.chainUntil = at + rule.forMs;
    }
    touched.set(rule, (rule.isMoment && index === 0) || touched.get(rule) === true);
  }
}

/** What is due by then, in order of time. */
function advance(run: Run, toClock: number, toTold: number): void {
  const { state, compiled } = run;
  for (;;) {
    run.due ??= { clock: toDueAt(state, "clock"), told: toDueAt(state, "told") };
    const byClock = run.due.clock !== null && run.due.clock <= toClock ? run.due.clock : Number.POSITIVE_INFINITY;
    const byTold = run.due.told !== null && run.due.told <= toTold ? run.due.told : Number.POSITIVE_INFINITY;
    const due = Math.min(byClock, byTold);
    if (due === Number.POSITIVE_INFINITY) break;
    run.at = due;
    state.clock = Math.max(state.clock, Math.min(due, toClock));
    state.told = Math.max(state.told, Math.min(due, toTold));
    for (const rule of compiled.rules) settleDue(rule, run);
  }
  state.clock = Math.max(state.clock, toClock);
  state.told = Math.max(state.told, toTold);
}

function settleDue(rule: CompiledRule, run: Run): void {
  const { at, state } = run;
  const own = state.rules[rule.ruleId];
  if (!own) return;
  const isDue = (own.clockDueAt ?? Infinity) <= at || (own.toldDueAt ?? Infinity) <= state.told;
  if (!isDue) return;
  const isNew = at > (own.firedAt ?? 0);
  const happened = rule.isMoment && isNew && (rule.conditions[0]?.occurs(at - 1, at) ?? false);
  settleRule(rule, own, run, happened);
}
