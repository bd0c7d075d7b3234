import { toFemto, toMicro, toQuarterParts } from "@lastmeter/model/cost";
import type { NodeId } from "@lastmeter/model/ids";
import type { Feeds } from "@lastmeter/model/price";
import type { RuleDraft } from "@lastmeter/model/rule";
import type { ReplayResult, replayAssumptions } from "@lastmeter/model/rule-request";
import type { Slot } from "@lastmeter/model/series";
import { toSlotEnergy } from "@lastmeter/model/series-figures";
import { findTariff, type HomeTariff } from "@lastmeter/model/tariff";
import type { Interval } from "@lastmeter/model/time";
import type { RuleNodes } from "../rules-engine/compile.ts";

/** Less is standby: a node that draws it is not on. */
const ON_W = 10;

export interface EstimateGround {
  readonly rule: RuleDraft;
  readonly nodes: RuleNodes;
  /** Quarter-hours of every node the rule names, by time. */
  readonly quarters: ReadonlyMap<NodeId, readonly Slot[]>;
  /** Nodes its conditions are about. */
  readonly subjects: readonly NodeId[];
  readonly tariffs: readonly Pick<HomeTariff, "tariff" | "from" | "until">[];
  readonly feeds: Feeds;
  readonly isTariffOfNow: boolean;
}

type Estimate = NonNullable<ReplayResult["estimate"]>;
type Assumption = (typeof replayAssumptions)[number];

/** What was drawn while the rule held, and what its commands would have changed about it. Null: it names no node that is measured. */
export function toEstimate(ground: EstimateGround, held: readonly Interval[]): Estimate | null {
  const { rule, subjects, quarters, tariffs } = ground;
  if (quarters.size === 0) return null;
  const assumptions = new Set<Assumption>();
  const drawn = subjects.map((nodeId) => sumDrawn(ground, nodeId, held));
  const saved: Amount[] = [];
  const added: Amount[] = [];
  for (const action of rule.actions) {
    if (action.do !== "command" || typeof action.value !== "boolean") continue;
    assumptions.add("asItWas");
    const before = sumDrawn(ground, action.nodeId, held);
    if (action.value) {
      assumptions.add("wouldHaveDrawn");
      added.push(subtract(sumUsual(ground, action.nodeId, held), before));
    } else {
      assumptions.add("wouldHaveStopped");
      saved.push(before);
    }
  }
  if (ground.isTariffOfNow) assumptions.add("tariffOfNow");
  const currency = tariffs.at(-1)?.tariff.currency ?? null;
  const [all, less, more] = [drawn, saved, added].map((amounts) => amounts.reduce(add, nothing)) as [
    Amount,
    Amount,
    Amount,
  ];
  return {
    drawnWh: all.wh,
    savedWh: less.wh,
    addedWh: more.wh,
    money:
      currency === null
        ? null
        : { currency, drawn: toMicro(all.femto), saved: toMicro(less.femto), added: toMicro(more.femto) },
    assumptions: [...assumptions],
  };
}

interface Amount {
  readonly wh: number;
  readonly femto: bigint;
}
const nothing: Amount = { wh: 0, femto: 0n };
const add = (a: Amount, b: Amount): Amount => ({ wh: a.wh + b.wh, femto: a.femto + b.femto });
const subtract = (a: Amount, b: Amount): Amount =>
  a.wh <= b.wh ? nothing : { wh: a.wh - b.wh, femto: a.femto - b.femto };

function sumDrawn(ground: EstimateGround, nodeId: NodeId, held: readonly Interval[]): Amount {
  const node = ground.nodes.get(nodeId);
  let sum = nothing;
  let next = 0;
  for (const slot of ground.quarters.get(nodeId) ?? []) {
    while (held[next] && (held[next]?.endAt ?? 0) <= slot.startAt) next++;
    const wh = node ? (toSlotEnergy(slot, node.total, node.channels)?.importWh ?? 0) : 0;
    if (wh === 0) continue;
    let overlapMs = 0;
    for (let i = next; held[i] && (held[i]?.startAt ?? 0) < slot.endAt; i++) {
      overlapMs += Math.min(held[i]?.endAt ?? 0, slot.endAt) - Math.max(held[i]?.startAt ?? 0, slot.startAt);
    }
    const part = Math.round((wh * overlapMs) / (slot.endAt - slot.startAt));
    if (part > 0) sum = add(sum, price(ground, slot.startAt, part));
  }
  return sum;
}

/** As if it had drawn all the time what it usually draws when it is on. */
function sumUsual(ground: EstimateGround, nodeId: NodeId, held: readonly Interval[]): Amount {
  const usualW = toUsualW(ground, nodeId);
  let sum = nothing;
  for (const { startAt, endAt } of held) {
    const wh = Math.round((usualW * (endAt - startAt)) / 3_600_000);
    for (const part of toQuarterParts({ from: startAt, to: endAt, wh })) {
      if (part.wh > 0) sum = add(sum, price(ground, part.quarterAt, part.wh));
    }
  }
  return sum;
}

function toUsualW({ quarters, nodes }: EstimateGround, nodeId: NodeId): number {
  const node = nodes.get(nodeId);
  let [wh, hours] = [0, 0];
  for (const slot of quarters.get(nodeId) ?? []) {
    const length = (slot.endAt - slot.startAt) / 3_600_000;
    const drawn = node ? (toSlotEnergy(slot, node.total, node.channels)?.importWh ?? 0) : 0;
    if (drawn / length < ON_W) continue;
    wh += drawn;
    hours += length;
  }
  return hours === 0 ? 0 : wh / hours;
}

function price({ tariffs, feeds }: EstimateGround, quarterAt: number, wh: number): Amount {
  const tariff = findTariff(tariffs, quarterAt)?.tariff;
  return { wh, femto: (tariff && toFemto(tariff, "import", quarterAt, wh, feeds)) ?? 0n };
}
