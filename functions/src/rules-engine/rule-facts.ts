import type { AlarmFacts } from "@lastmeter/model/alarm";
import { forecastQuantities, type Subject, type Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import { findTariff } from "@lastmeter/model/tariff";
import { quantities } from "@lastmeter/model/units";
import type { CompiledRule, CompiledSet } from "./compile.ts";
import type { Scalar } from "./conditions/condition.ts";

type Facts = Record<string, AlarmFacts[string] | undefined>;

/** Why a rule fired, in plain values, so that its alarm and notices can be worded in anybody's language (`model/alarm-words`). */
export function toRuleFacts(rule: CompiledRule, compiled: CompiledSet, value: Scalar | null, at: number): AlarmFacts {
  const { when } = rule.rule;
  const facts: Facts = { when: when.kind, value: value ?? undefined, ...toOwnFacts(when, compiled, at) };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => {
      if (fact === undefined) return [];
      return [[name, typeof fact === "string" ? fact.slice(0, 200) : fact]];
    }),
  );
}

function toOwnFacts(when: Trigger, compiled: CompiledSet, at: number): Facts {
  const currency = findTariff(compiled.set.outlook.tariffs, at)?.tariff.currency;
  switch (when.kind) {
    case "value": {
      const { is, limit, forMs, subject } = when;
      return { is, limit, forMs, ...toSubjectFacts(subject, compiled) };
    }
    case "state":
      return { state: when.is, forMs: when.forMs, ...toChannelFacts(when, compiled) };
    case "changed":
      return toChannelFacts(when, compiled);
    case "finished":
      return toSubjectFacts(when.subject, compiled);
    case "silent":
      return { forMs: when.forMs };
    case "budget": {
      const { measure, period, limit, percent, subject } = when;
      const unit = measure === "cost" ? { currency } : { unit: quantities.energy.unit };
      return { measure, period, limit, percent, isHome: subject.of === "home" || undefined, ...unit };
    }
    case "price":
      return { flow: when.flow, is: when.is, limit: when.limit, currency };
    case "forecast":
      return { is: when.is, limit: when.limit, unit: forecastQuantities[when.quantity] };
    default:
      return {};
  }
}

function toSubjectFacts(subject: Subject, compiled: CompiledSet): Facts {
  if (subject.of === "channel") return toChannelFacts(subject, compiled);
  return { isHome: subject.of === "home" || undefined, unit: quantities.power.unit };
}

function toChannelFacts(
  { nodeId, channel: key }: { readonly nodeId: NodeId; readonly channel: string },
  { nodes }: CompiledSet,
): Facts {
  const channel = nodes.get(nodeId)?.channels[key];
  const unit = channel?.quantity === undefined ? channel?.unit : quantities[channel.quantity].unit;
  return { key, channel: channel?.label, unit };
}
