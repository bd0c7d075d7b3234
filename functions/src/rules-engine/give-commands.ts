import { type RuleAction, ruleLimits } from "@lastmeter/model/rule";
import { isSame } from "../commands/same-value.ts";
import type { CompiledRule } from "./compile.ts";
import type { Effect, Place, Withheld } from "./effects.ts";
import type { EngineState, RuleState } from "./engine-state.ts";
import type { Fact } from "./facts.ts";
import type { Run } from "./run.ts";
import { SKEW_MIN_MS } from "./to-facts.ts";

/** What has been so for longer than this when it becomes known is no reason to switch anything. */
const STALE_MS = 120_000;
const HOUR_MS = 3_600_000;
/** For so long what a node does may come from a rule's command. */
const CAUSE_MS = 120_000;
const CAUSES_MAX = 64;
/** A device may still tell its old state when it has been commanded. */
const OBEYS_MS = 5000;
const CHAIN_MAX = 3;
/** Where a rule may go in circles by what it does to the home as a whole, it goes slowly: others change the home too. */
const LIKELY_LOOP_PAUSE_MS = 30 * 60_000;

type Cause = EngineState["causes"][number];
type ToldValue = Extract<Fact, { kind: "value" }>;
type CommandAction = Extract<RuleAction, { do: "command" }>;

export function toPlace({ ruleId, version }: CompiledRule, seq: number, over: boolean, index: number): Place {
  return { ruleId, version, seq, over, index };
}

function toOrder({ nodeId, channel, value }: CommandAction) {
  return { kind: "set", nodeId, channel, value } as const;
}

/** Gives the commands among the actions `left`, or says why not. What waits is owed. */
export function giveCommands(
  rule: CompiledRule,
  state: RuleState,
  run: Run,
  { over, left, at }: { readonly over: boolean; readonly left: readonly number[]; readonly at: number },
): void {
  const actions = over ? rule.rule.whenOver : rule.rule.actions;
  const seq = state.seq - 1;
  const isLate = run.now - at > STALE_MS;
  const waits: number[] = [];
  let [until, loop] = [0, false];
  const before = { ...state.sentAt };
  for (const index of left) {
    const action = actions[index];
    if (action?.do !== "command") continue;
    const place = toPlace(rule, seq, over, index);
    const isLoop = isCircle(rule, state, at);
    const isLikelyLoop = isLoop && state.isChainLikely === true && !isRelief(action, over);
    const refusal = toRefusal(state, at, isLoop && !state.isChainLikely);
    const gapEndAt = (before[action.nodeId] ?? Number.NEGATIVE_INFINITY) + ruleLimits.commandGapMs;
    const readyAt = isLikelyLoop ? Math.max(gapEndAt, at + LIKELY_LOOP_PAUSE_MS) : gapEndAt;
    if (refusal) withhold(run, place, action, refusal);
    else if (!isLate && at >= readyAt) give(rule, state, run, { place, action, at });
    else if (rule.isMoment) withhold(run, place, action, isLate ? "stale" : isLikelyLoop ? "loop" : "tooMany");
    else {
      waits.push(index);
      until = Math.max(until, readyAt);
      loop ||= isLikelyLoop;
    }
  }
  state.owed = waits.length === 0 ? null : { over, left: waits, stale: isLate, until, loop };
}

/** What was owed and never came. */
export function dropOwed(rule: CompiledRule, state: RuleState, run: Run): void {
  const { owed } = state;
  if (owed === null) return;
  const actions = owed.over ? rule.rule.whenOver : rule.rule.actions;
  for (const index of owed.left) {
    const action = actions[index];
    const place = toPlace(rule, state.seq - 1, owed.over, index);
    if (action?.do === "command") withhold(run, place, action, owed.stale ? "stale" : owed.loop ? "loop" : "tooMany");
  }
  state.owed = null;
}

/** What is owed to a state that still stands, once it may be given. */
export function payOwed(rule: CompiledRule, state: RuleState, run: Run): void {
  const { owed } = state;
  if (owed === null || (owed.stale ? run.now - run.state.told > STALE_MS : run.at < owed.until)) return;
  giveCommands(rule, state, run, { over: owed.over, left: owed.left, at: run.at });
}

/** Marks what waits, once it is known that it does. */
export function tellOwed(rule: CompiledRule, state: RuleState, run: Run): void {
  const { owed } = state;
  const actions = owed?.over ? rule.rule.whenOver : rule.rule.actions;
  for (const index of owed?.left ?? []) {
    const action = actions[index];
    if (action?.do === "command") withhold(run, toPlace(rule, state.seq - 1, owed?.over ?? false, index), action, null);
  }
}

function isCircle({ ruleId }: CompiledRule, { chain, chainUntil }: RuleState, at: number): boolean {
  return at <= chainUntil && (chain.includes(ruleId) || chain.length > CHAIN_MAX);
}

/** Switching off, or undoing other than by switching on: what ends with these ends well. */
const isRelief = ({ value }: CommandAction, over: boolean) => value === false || (over && value !== true);

function toRefusal(state: RuleState, at: number, isLoop: boolean): Withheld | null {
  if (isLoop) return "loop";
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  return state.hour.at === hour && state.hour.count >= ruleLimits.commandsPerHour ? "tooMany" : null;
}

function give(
  { ruleId, by }: CompiledRule,
  state: RuleState,
  run: Run,
  { place, action, at }: { readonly place: Place; readonly action: CommandAction; readonly at: number },
): void {
  const { nodeId, channel, value } = action;
  const chain = at <= state.chainUntil ? state.chain : [];
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  state.hour = state.hour.at === hour ? { at: hour, count: state.hour.count + 1 } : { at: hour, count: 1 };
  state.sentAt[nodeId] = at;
  const causes = run.state.causes.filter((cause) => cause.at > at - CAUSE_MS).slice(-CAUSES_MAX + 1);
  run.state.causes.splice(0, run.state.causes.length, ...causes, {
    nodeId,
    channel,
    value,
    at,
    chain: [...chain.filter((id) => id !== ruleId), ruleId],
  });
  run.effects.push({ kind: "command", place, at, order: toOrder(action), by, hops: chain.length });
}

function withhold(run: Run, place: Place, action: CommandAction, why: Withheld | null): void {
  const effect: Effect = { kind: "withhold", place, order: toOrder(action), why };
  run.effects.push(effect);
}

/**
 * The rules whose commands stand behind a change of a node: a state that was commanded, or a measurement of a node that was. What a
 * person does meanwhile is another value, and theirs.
 */
export function findChain(run: Run, told: ToldValue, at: number): readonly string[] {
  const { nodeId, channel, value } = told;
  const cause = run.state.causes.findLast((each) => {
    if (each.nodeId !== nodeId || !isWithin(each, at)) return false;
    return each.channel === channel ? isObeyed(run, each, told) : typeof value === "number";
  });
  return cause?.chain ?? [];
}

/** Of a change of the home as a whole, which a command to any of its nodes may have brought about: the rule's own first. */
export function findLikelyChain({ state: { causes } }: Run, ruleId: string, at: number): readonly string[] {
  const recent = causes.filter((cause) => isWithin(cause, at));
  return (recent.findLast(({ chain }) => chain.includes(ruleId)) ?? recent.at(-1))?.chain ?? [];
}

const isWithin = (cause: Cause, at: number) => at >= cause.at - SKEW_MIN_MS && at <= cause.at + CAUSE_MS;

/** What was ordered is in the channel's unit, what is told in steps, and devices round. */
function isObeyed({ compiled: { nodes } }: Run, cause: Cause, { value }: ToldValue): boolean {
  const channel = nodes.get(cause.nodeId)?.channels[cause.channel];
  return channel === undefined ? cause.value === value : isSame(channel, cause.value, value);
}

/** Who sets what was commanded otherwise ends what the command brought about. */
export function forgetOverruled(run: Run, told: ToldValue, at: number): void {
  const { causes } = run.state;
  const stands = (cause: Cause) =>
    cause.nodeId !== told.nodeId ||
    cause.channel !== told.channel ||
    isObeyed(run, cause, told) ||
    at < cause.at + OBEYS_MS;
  if (!causes.every(stands)) causes.splice(0, causes.length, ...causes.filter(stands));
}
