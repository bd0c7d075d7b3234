import type { Channel } from "@lastmeter/model/channel";
import type { Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { FieldError } from "@lastmeter/model/problem";
import type { Rule, RuleAction, RuleDraft, RuleFault } from "@lastmeter/model/rule";
import { toConditions } from "@lastmeter/model/rule-sentence";
import { toOrderFault } from "../commands/order-rules.ts";
import { toCounters, toMeasured } from "../rules-engine/compile.ts";
import { isManager, isOfHome, type RuleGround, toHomeNodes, toRuleNodes } from "./ground.ts";

/** Why a rule cannot be saved, by field; a path of `conditions.0` is the trigger, then the guard's from left to right. */
export function toDraftErrors(draft: RuleDraft, ground: RuleGround): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, condition] of toConditions(draft).entries()) {
    const expected = toConditionFault(condition, ground);
    if (expected !== null) errors.push({ path: `rule.conditions.${index}`, expected });
  }
  for (const field of ["actions", "whenOver"] as const) {
    for (const [index, action] of draft[field].entries()) {
      const expected = toActionFault(action, ground);
      if (expected !== null) errors.push({ path: `rule.${field}.${index}`, expected });
    }
  }
  if (isCircular(draft))
    errors.push({ path: "rule.whenOver", expected: "a command that does not begin the rule again" });
  return errors;
}

function toConditionFault(condition: Trigger, ground: RuleGround): string | null {
  const home = { home: toHomeNodes(ground.nodes) };
  const nodes = toRuleNodes(ground.nodes);
  if ("nodeId" in condition && !nodes.has(condition.nodeId)) return "a node of the network";
  switch (condition.kind) {
    case "value":
    case "finished": {
      const { subject } = condition;
      if (subject.of === "channel") return toChannelFault(nodes.get(subject.nodeId)?.channels[subject.channel], true);
      return toMeasured(subject, home, nodes).parts.length > 0 ? null : "a node that measures power";
    }
    case "budget":
      return toCounters(condition, home, nodes).length > 0 ? null : "a node that measures energy or power";
    case "state":
    case "changed":
      return toChannelFault(nodes.get(condition.nodeId)?.channels[condition.channel], false);
    case "schedule":
      return condition.at.by === "sun" && ground.location === null ? "a home whose place is known" : null;
    case "during": {
      const isOfSun = condition.from.by === "sun" || condition.to.by === "sun";
      return isOfSun && ground.location === null ? "a home whose place is known" : null;
    }
    default:
      return null;
  }
}

function toChannelFault(channel: Channel | undefined, isNumber: boolean): string | null {
  if (channel === undefined || channel.retired) return "a channel of the node";
  if (isNumber) return channel.type === "numeric" ? null : "a channel of numbers";
  return channel.type === "list" || channel.type === "composite" ? "a channel with a state" : null;
}

function toActionFault(action: RuleAction, ground: RuleGround): string | null {
  if (action.do === "notify") {
    return action.to === null || action.to.every((uid) => isOfHome(ground, uid)) ? null : "people of this home";
  }
  if (action.do === "alarm") return null;
  const { nodeId, channel, value } = action;
  return toOrderFault({ kind: "set", nodeId, channel, value }, ground.nodes.get(nodeId) ?? null)?.expected ?? null;
}

/** Its end commands what it begins with, and its beginning what ends it. */
function isCircular({ when, actions, whenOver }: RuleDraft): boolean {
  if (when.kind !== "state") return false;
  const sets = (list: readonly RuleAction[], isBeginning: boolean) =>
    list.some(
      (action) =>
        action.do === "command" &&
        action.nodeId === when.nodeId &&
        action.channel === when.channel &&
        (action.value === when.is) === isBeginning,
    );
  return sets(actions, false) && sets(whenOver, true);
}

/** Why a rule that was saved can do nothing any more; null: it can. */
export function findFault({ rule, by }: Rule, ground: RuleGround): { fault: RuleFault; nodeId: NodeId | null } | null {
  if (!isManager(ground, by)) return { fault: "rights", nodeId: null };
  for (const part of [...toConditions(rule), ...rule.actions, ...rule.whenOver]) {
    const named = "subject" in part ? part.subject : part;
    if (!("nodeId" in named)) continue;
    const node = ground.nodes.get(named.nodeId);
    if (node === undefined || node.status === "removed") return { fault: "nodeGone", nodeId: named.nodeId };
    const channel = "channel" in named ? named.channel : null;
    const isThere = channel === null || (node.channels[channel] !== undefined && !node.channels[channel].retired);
    if (!isThere) return { fault: "channelGone", nodeId: named.nodeId };
  }
  const isMute = [...rule.actions, ...rule.whenOver].some(
    (action) => action.do === "notify" && action.to !== null && !action.to.some((uid) => isOfHome(ground, uid)),
  );
  return isMute ? { fault: "recipient", nodeId: null } : null;
}
