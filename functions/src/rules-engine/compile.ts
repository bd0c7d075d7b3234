import type { Channel } from "@lastmeter/model/channel";
import type { Guard, Subject, Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { Total } from "@lastmeter/model/node";
import { isMoment, type RuleDraft } from "@lastmeter/model/rule";
import { toConditions } from "@lastmeter/model/rule-sentence";
import { toFnv32 } from "../platform/hash.ts";
import { type Counter, toBudgetCondition } from "./conditions/budget.ts";
import { toDuringCondition, toScheduleCondition } from "./conditions/calendar.ts";
import type { Condition, Part } from "./conditions/condition.ts";
import { toEventCondition, toForecastCondition } from "./conditions/expected.ts";
import { toFinishedCondition } from "./conditions/finished.ts";
import type { Measured } from "./conditions/measured.ts";
import { toCheapestCondition, toPriceCondition } from "./conditions/price.ts";
import { toSilentCondition } from "./conditions/silent.ts";
import { toChangedCondition, toStateCondition } from "./conditions/state.ts";
import { toValueCondition } from "./conditions/value.ts";
import { toFeeds } from "./outlook.ts";
import type { ActiveRule, RuleSet } from "./rule-set.ts";

/** What rules need to know of a node; the directory has it. */
export interface RuleNode {
  readonly total: Total;
  readonly channels: Readonly<Record<string, Channel>>;
}
export type RuleNodes = ReadonlyMap<NodeId, RuleNode>;

export interface CompiledRule extends ActiveRule {
  readonly conditions: readonly Condition[];
  /** Of all conditions, the trigger first; null: not known. */
  readonly holds: (levels: readonly (boolean | null)[]) => boolean | null;
  readonly isMoment: boolean;
  /** The longest that one of its conditions must last. */
  readonly forMs: number;
  /** By condition: what its memory is about. */
  readonly about: readonly string[];
}

/** A condition, and which of its parts. */
export interface Place {
  readonly rule: CompiledRule;
  readonly condition: number;
  readonly part: number;
}

export interface NodePlaces {
  readonly byChannel: ReadonlyMap<string, readonly Place[]>;
  readonly heeding: readonly Place[];
  readonly all: readonly Place[];
}

export interface CompiledSet {
  readonly set: RuleSet;
  readonly nodes: RuleNodes;
  readonly rules: readonly CompiledRule[];
  readonly byId: ReadonlyMap<string, CompiledRule>;
  /** Nodes that a rule looks at. */
  readonly byNode: ReadonlyMap<NodeId, NodePlaces>;
}

export function compileRules(set: RuleSet, nodes: RuleNodes): CompiledSet {
  const rules = set.rules.map((rule) => compileRule(rule, set, nodes));
  return { set, nodes, rules, byId: new Map(rules.map((rule) => [rule.ruleId, rule])), byNode: toPlaces(rules) };
}

function compileRule(active: ActiveRule, set: RuleSet, nodes: RuleNodes): CompiledRule {
  const { rule } = active;
  const conditions = toConditions(rule).map((condition) => compileCondition(condition, set, nodes));
  return {
    ...active,
    conditions,
    holds: toHolds(rule),
    isMoment: isMoment(rule.when),
    forMs: Math.max(...conditions.map(({ forMs }) => forMs)),
    about: conditions.map(toAbout),
  };
}

function compileCondition(condition: Trigger, set: RuleSet, nodes: RuleNodes): Condition {
  const { outlook, timeZone } = set;
  const market = { tariffs: outlook.tariffs, feeds: toFeeds(outlook.prices), timeZone };
  switch (condition.kind) {
    case "value":
      return toValueCondition(condition, toMeasured(condition.subject, set, nodes));
    case "finished":
      return toFinishedCondition(condition, toMeasured(condition.subject, set, nodes));
    case "state":
      return toStateCondition(condition, condition);
    case "changed":
      return toChangedCondition(condition, condition, toChannel(condition, nodes)?.kind === "action");
    case "silent":
      return toSilentCondition(condition);
    case "budget":
      return toBudgetCondition(condition, toCounters(condition, set, nodes), market);
    case "price":
      return toPriceCondition(condition, market);
    case "cheapest":
      return toCheapestCondition(condition, market);
    case "event":
      return toEventCondition(condition, outlook);
    case "forecast":
      return toForecastCondition(condition, outlook);
    case "during":
      return toDuringCondition(condition, set);
    case "schedule":
      return toScheduleCondition(condition, set);
  }
}

/** Of a condition's parts: a home, a total, a node's role may come to be others without any change of the rule. */
const toAbout = ({ parts }: Condition): string => toFnv32(JSON.stringify(parts)).toString(36);

const toChannel = ({ nodeId, channel }: Part, nodes: RuleNodes) => nodes.get(nodeId)?.channels[channel];

/** Channels of a subject with their signs: one, or the powers of a node's total. */
export function toMeasured(subject: Subject, { home }: Pick<RuleSet, "home">, nodes: RuleNodes): Measured {
  if (subject.of === "channel") {
    const quantity = toChannel(subject, nodes)?.quantity ?? "generic";
    return { parts: [{ nodeId: subject.nodeId, channel: subject.channel, sign: 1 }], quantity, isOfHome: false };
  }
  const nodeIds = subject.of === "node" ? [subject.nodeId] : home;
  const parts = nodeIds.flatMap((nodeId) =>
    (nodes.get(nodeId)?.total.power ?? []).map(({ channel, sign }) => ({ nodeId, channel, sign })),
  );
  return { parts, quantity: "power", isOfHome: subject.of === "home" };
}

/** Registers of what is measured, or powers of nodes without any. */
export function toCounters(
  { subject, measure }: Extract<Trigger, { kind: "budget" }>,
  { home }: Pick<RuleSet, "home">,
  nodes: RuleNodes,
): Counter[] {
  const nodeIds = subject.of === "node" ? [subject.nodeId] : home;
  return nodeIds.flatMap((nodeId): Counter[] => {
    const { power = [], energyImport = [], energyExport = [] } = nodes.get(nodeId)?.total ?? {};
    const wants = (flow: Counter["flow"]) => measure === "cost" || (measure === "drawn") === (flow === "import");
    const of = (flow: Counter["flow"], registers: readonly string[]): Counter[] => {
      if (!wants(flow)) return [];
      if (energyImport.length + energyExport.length > 0) {
        return registers.map((channel) => ({ nodeId, channel, flow, kind: "register", sign: 1 }));
      }
      const towards = flow === "import" ? 1 : -1;
      return power.map(({ channel, sign }) => ({
        nodeId,
        channel,
        flow,
        kind: "power",
        sign: sign === towards ? 1 : -1,
      }));
    };
    return [...of("import", energyImport), ...of("export", energyExport)];
  });
}

/** Three-valued: false beats unknown in `all`, true beats it in `any`. */
function toHolds({ when, onlyIf }: RuleDraft): CompiledRule["holds"] {
  let next = 1;
  const build = (guard: Guard): CompiledRule["holds"] => {
    if (guard.kind === "not") {
      const inner = build(guard.of);
      return (levels) => negate(inner(levels));
    }
    if (guard.kind === "all" || guard.kind === "any") {
      const parts = guard.of.map(build);
      const wins = guard.kind === "any";
      return (levels) => join(parts, levels, wins);
    }
    const index = next++;
    return (levels) => levels[index] ?? null;
  };
  const guard = onlyIf && build(onlyIf);
  const trigger: CompiledRule["holds"] = isMoment(when) ? () => true : (levels) => levels[0] ?? null;
  return guard ? (levels) => join([trigger, guard], levels, false) : trigger;
}

const negate = (level: boolean | null) => (level === null ? null : !level);

function join(
  parts: readonly CompiledRule["holds"][],
  levels: readonly (boolean | null)[],
  wins: boolean,
): boolean | null {
  let isUnknown = false;
  for (const part of parts) {
    const level = part(levels);
    if (level === wins) return wins;
    if (level === null) isUnknown = true;
  }
  return isUnknown ? null : !wins;
}

function toPlaces(rules: readonly CompiledRule[]): CompiledSet["byNode"] {
  const byNode = new Map<NodeId, { byChannel: Map<string, Place[]>; heeding: Place[]; all: Place[] }>();
  const at = (nodeId: NodeId) => {
    const known = byNode.get(nodeId) ?? { byChannel: new Map<string, Place[]>(), heeding: [], all: [] };
    byNode.set(nodeId, known);
    return known;
  };
  for (const rule of rules) {
    for (const [condition, { parts, heeds }] of rule.conditions.entries()) {
      for (const [part, { nodeId, channel }] of parts.entries()) {
        const { byChannel, all } = at(nodeId);
        byChannel.set(channel, [...(byChannel.get(channel) ?? []), { rule, condition, part }]);
        all.push({ rule, condition, part });
      }
      for (const [part, nodeId] of heeds.entries()) {
        at(nodeId).heeding.push({ rule, condition, part });
        at(nodeId).all.push({ rule, condition, part });
      }
    }
  }
  return byNode;
}
