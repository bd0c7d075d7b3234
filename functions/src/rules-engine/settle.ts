import type { CompiledRule } from "./compile.ts";
import type { Scalar } from "./conditions/condition.ts";
import type { RuleState } from "./engine-state.ts";
import { dropOwed, giveCommands, payOwed, tellOwed, toPlace } from "./give-commands.ts";
import { isActive, isQuiet, type Run, setDues, toEvidence, toTime, toWarmAt } from "./run.ts";

/** Judges a rule as of the run's time; `happened`: its moment was now. */
export function settleRule(rule: CompiledRule, state: RuleState, run: Run, happened: boolean): void {
  const holds = toHolds(rule, state, run);
  if (rule.isMoment) {
    if (happened && holds === true && isWarm(rule, state, run)) fire(rule, state, run);
  } else if (holds === true && !state.on) {
    if (isWarm(rule, state, run)) fire(rule, state, run);
  } else if (holds === false && state.on) end(rule, state, run);
  else payOwed(rule, state, run);
  setDues(rule, state, run);
}

/** Unknown changes nothing. */
function toHolds(rule: CompiledRule, { memories }: RuleState, run: Run): boolean | null {
  if (!isActive(rule, run)) return false;
  const time = toTime(run);
  return rule.holds(rule.conditions.map((condition, index) => condition.judge(memories[index] ?? {}, time).holds));
}

const isWarm = ({ rule }: CompiledRule, state: RuleState, { at }: Run): boolean => at >= toWarmAt(rule, state);

function fire(rule: CompiledRule, state: RuleState, run: Run): void {
  const { ruleId, version, rule: draft } = rule;
  const { at } = run;
  dropOwed(rule, state, run);
  const seq = state.seq++;
  const evidence = toEvidence(rule, state, run);
  const chain = at <= state.chainUntil ? state.chain : [];
  state.on = !rule.isMoment;
  state.firedAt = at;
  run.effects.push({ kind: "fire", ruleId, version, seq, at, evidence, hops: Math.min(chain.length, 3) });
  const alarm = draft.actions.findIndex((action) => action.do === "alarm");
  const value = toShort(evidence[0]?.value ?? null);
  if (alarm >= 0) raise(rule, state, run, alarm, value);
  act(rule, state, run, { over: false, value });
}

function end(rule: CompiledRule, state: RuleState, run: Run): void {
  const at = Math.max(run.at, state.firedAt ?? 0);
  dropOwed(rule, state, run);
  state.on = false;
  const evidence = toEvidence(rule, state, run);
  run.effects.push({ kind: "over", ruleId: rule.ruleId, seq: state.seq - 1, at, evidence });
  clearAlarm(rule.ruleId, state, run, at);
  act(rule, state, run, { over: true, value: toShort(evidence[0]?.value ?? null) });
}

function raise(rule: CompiledRule, state: RuleState, run: Run, index: number, value: Scalar | null): void {
  const action = rule.rule.actions[index];
  if (action?.do !== "alarm") return;
  // Of a moment none other ends.
  clearAlarm(rule.ruleId, state, run);
  const { at } = run;
  const nodeId = toAlarmNode(rule);
  state.alarm = { raisedAt: at, nodeId };
  run.effects.push({
    kind: "raise",
    place: toPlace(rule, state.seq - 1, false, index),
    at,
    severity: action.severity,
    title: action.title,
    quiet: action.severity !== "critical" && isQuiet(rule, run),
    nodeId,
    value,
  });
}

function clearAlarm(ruleId: string, state: RuleState, run: Run, at = run.at): void {
  if (state.alarm) run.effects.push({ kind: "clear", ruleId, ...state.alarm, at });
  state.alarm = null;
}

/** Ends what a rule did that is off, gone or another now. Its actions are known to its trace alone. */
export function close(ruleId: string, state: RuleState, run: Run): void {
  const { version, seq, on, owed, firedAt } = state;
  const at = Math.max(run.at, firedAt ?? 0);
  if (on) run.effects.push({ kind: "over", ruleId, seq: seq - 1, at, evidence: [] });
  for (const index of owed?.left ?? []) {
    const place = { ruleId, version, seq: seq - 1, over: owed?.over ?? false, index };
    run.effects.push({ kind: "drop", place, why: "changed" });
  }
  clearAlarm(ruleId, state, run);
}

/** The node that the trigger is about. */
function toAlarmNode({ conditions }: CompiledRule) {
  const [trigger] = conditions;
  const nodeIds = new Set([...(trigger?.parts ?? []).map(({ nodeId }) => nodeId), ...(trigger?.heeds ?? [])]);
  const [nodeId = null] = nodeIds;
  return nodeIds.size === 1 ? nodeId : null;
}

const toShort = (value: Scalar | null) => (typeof value === "string" ? value.slice(0, 200) : value);

function act(
  rule: CompiledRule,
  state: RuleState,
  run: Run,
  { over, value }: { readonly over: boolean; readonly value: Scalar | null },
): void {
  const nodeId = toAlarmNode(rule);
  const { at } = run;
  const actions = over ? rule.rule.whenOver : rule.rule.actions;
  for (const [index, action] of actions.entries()) {
    if (action.do !== "notify") continue;
    const { severity, to, text } = action;
    const quiet = severity !== "critical" && isQuiet(rule, run);
    const place = toPlace(rule, state.seq - 1, over, index);
    const alarmAt = state.alarm?.raisedAt ?? null;
    run.effects.push({ kind: "notify", place, at, severity, to, text, quiet, value, nodeId, alarmAt });
  }
  giveCommands(rule, state, run, { over, left: actions.map((_, index) => index), at });
  tellOwed(rule, state, run);
}
