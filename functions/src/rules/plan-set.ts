import { paths } from "@lastmeter/model/paths";
import type { Rule, RuleAction, RuleDraft } from "@lastmeter/model/rule";
import type { Write } from "../platform/writes.ts";
import type { Directory, Protocol } from "../protocols/protocol.ts";
import { type CompiledSet, compileRules } from "../rules-engine/compile.ts";
import { addRuleWants, toWants } from "../rules-engine/interest.ts";
import { noOutlook } from "../rules-engine/outlook.ts";
import { type ActiveRule, type RuleSet, toRuleSetBytes } from "../rules-engine/rule-set.ts";
import { isOfHome, type RuleGround, toHomeNodes } from "./ground.ts";
import { findFault } from "./rule-faults.ts";

export interface SetPlan {
  readonly set: RuleSet;
  readonly compiled: CompiledSet;
  /** False: a rule needs short intervals. */
  readonly isPrompt: boolean;
  /** Rules as they come to be, those that can do nothing any more stopped. */
  readonly rules: ReadonlyMap<string, Rule>;
}

export interface SetGround {
  readonly directory: Directory;
  readonly protocol: Protocol;
  readonly now: number;
}

/** What a network's rules come to. The same set where nothing changes. */
export function planSet(ground: RuleGround, { directory, protocol, now }: SetGround): SetPlan {
  const rules = new Map([...ground.rules].map(([id, rule]) => [id, stop(rule, ground, now)]));
  const active = [...rules].flatMap(([ruleId, rule]) =>
    rule.on && rule.stopped === null ? [toActive(ruleId, rule, ground)] : [],
  );
  const draft: RuleSet = {
    v: 1,
    version: (ground.set?.version ?? 0) + 1,
    interestVersion: ground.set?.interestVersion ?? 0,
    timeZone: ground.timeZone,
    location: ground.location,
    home: toHomeNodes(ground.nodes),
    rules: active.sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1)),
    outlook: {
      ...(ground.outlook ?? ground.set?.outlook ?? noOutlook),
      tariffs: ground.tariffs.map(({ tariff, from, until }) => ({ tariff, from, until })),
    },
  };
  const nodes = new Map(Object.values(directory.nodes).map((node) => [node.nodeId, node]));
  const compiled = compileRules(draft, nodes);
  const told = { directory, protocol };
  const prompt = new Map(compiled.rules.map((rule) => [rule.ruleId, toWants(rule, compiled, told) !== null]));
  for (const [id, rule] of rules) {
    const promptness = (prompt.get(id) ?? true) ? "atOnce" : "interval";
    if (prompt.has(id) && rule.promptness !== promptness) rules.set(id, { ...rule, promptness });
  }
  const interestVersion = toInterestVersion(ground, draft, compiled, { directory, protocol, now });
  const set = { ...draft, interestVersion };
  return { set, compiled: { ...compiled, set }, isPrompt: [...prompt.values()].every(Boolean), rules };
}

/** Rises only where the gateway would be told something else. */
function toInterestVersion(
  { set }: RuleGround,
  draft: RuleSet,
  compiled: CompiledSet,
  { directory, protocol }: SetGround,
): number {
  if (set === null) return compiled.rules.length === 0 ? 0 : 1;
  const nothing = { version: 0, topics: {} };
  const told = { directory, protocol };
  const wantsOf = (each: CompiledSet) => JSON.stringify(addRuleWants(nothing, each, told).topics);
  const isSame = wantsOf(compileRules(set, compiled.nodes)) === wantsOf(compiled);
  return isSame ? set.interestVersion : draft.interestVersion + 1;
}

function stop(rule: Rule, ground: RuleGround, now: number): Rule {
  if (!rule.on || rule.stopped !== null) return rule;
  const fault = findFault(rule, ground);
  return fault === null ? rule : { ...rule, stopped: { ...fault, at: now } };
}

/** Whom a notice no longer reaches is left out. */
function toActive(ruleId: string, { version, rule, by, byLabel, fired }: Rule, ground: RuleGround): ActiveRule {
  const filter = <A extends RuleAction>(action: A): A =>
    action.do === "notify" && action.to !== null
      ? { ...action, to: action.to.filter((uid) => isOfHome(ground, uid)) }
      : action;
  const draft: RuleDraft = { ...rule, actions: rule.actions.map(filter), whenOver: rule.whenOver.map(filter) };
  return { ruleId, version, rule: draft, by, byLabel, seq: fired ?? 0 };
}

/** Whether the two sets differ in more than their numbers. */
export function isSameSet(before: RuleSet | null, after: RuleSet): boolean {
  if (before === null) return after.rules.length === 0 && isNothing(after.outlook);
  const bare = (set: RuleSet) =>
    JSON.stringify({ ...set, version: 0, interestVersion: 0, rules: set.rules.map(toBare) });
  return bare(before) === bare(after);
}

const isNothing = ({ tariffs, prices, events, forecasts }: RuleSet["outlook"]) =>
  tariffs.length + Object.keys(prices).length + events.length + forecasts.length === 0;

const toBare = ({ seq: _, ...rule }: ActiveRule) => rule;

export function toSetWrite(networkId: RuleGround["networkId"], set: RuleSet): Write {
  const data = { version: set.version, d: toRuleSetBytes(set) };
  return { kind: "replaceFields", path: paths.ruleSet(networkId), data, fields: ["version", "d"] };
}
