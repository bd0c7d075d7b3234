import type { NodeId } from "@lastmeter/model/ids";
import { toFeedKey } from "@lastmeter/model/price";
import type { ReplayResult, RulesRequest } from "@lastmeter/model/rule-request";
import { toConditions, toNodeIds } from "@lastmeter/model/rule-sentence";
import { findTariff, type HomeTariff } from "@lastmeter/model/tariff";
import { addDays, toDayInterval, toLocalDay, toSlotInterval } from "@lastmeter/model/time";
import type { Firestore } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";
import { type CompiledRule, type CompiledSet, compileRules } from "../rules-engine/compile.ts";
import type { Fact } from "../rules-engine/facts.ts";
import { noOutlook, type Outlook, toFeeds } from "../rules-engine/outlook.ts";
import type { RuleSet } from "../rules-engine/rule-set.ts";
import { toEstimate } from "./estimate.ts";
import { type RuleGround, toHomeNodes, toRuleNodes } from "./ground.ts";
import { readDays, readFeed, readQuarters } from "./history.store.ts";
import { toDayFacts } from "./history.ts";
import { replayRule } from "./replay.ts";
import { type Market, toGaps } from "./replay-gaps.ts";
import { toDraftErrors } from "./rule-faults.ts";

type ReplayRequest = Extract<RulesRequest, { act: "replay" }>;

/** A proposed rule against the home's own past. @throws AppError bad_request */
export async function replayStored(
  db: Firestore,
  ground: RuleGround,
  { rule, days }: ReplayRequest,
  now: number,
): Promise<ReplayResult> {
  const errors = toDraftErrors(rule, ground);
  if (errors.length > 0) throw new AppError("bad_request", "rule", null, errors);
  const { timeZone } = ground;
  const lastDay = toLocalDay(now, timeZone);
  const range = { timeZone, firstDay: addDays(lastDay, 1 - days), lastDay };
  const nodes = toRuleNodes(ground.nodes);
  const tariffs = withTariffOfNow(ground.tariffs, now);
  const from = toDayInterval(range.firstDay, timeZone).startAt;
  const market = { tariffs, prices: await readPrices(db, tariffs, from, now) };
  // What it would have done, had it been for these days.
  const undated = { ...rule, active: { from: null, to: null } };
  const active = { ruleId: "replay", version: 1, rule: undated, by: "", byLabel: "", seq: 0 };
  const compiled = compileRules(toPastSet(ground, market, active), nodes);
  const named = [...compiled.byNode.keys()];
  const all = [...new Set([...named, ...toNodeIds(rule)])].filter((nodeId) => nodes.has(nodeId));
  const quarters = await Promise.all(
    all.map(async (nodeId) => [nodeId, await readQuarters(db, nodeId, range)] as const),
  );
  const watched = new Map(quarters.filter(([nodeId]) => compiled.byNode.has(nodeId)));
  const { held, ...replayed } = await replayRule(compiled, readDays(db, watched, range), from, now);
  const estimate = compiled.rules[0]?.isMoment
    ? null
    : toEstimate(
        {
          rule,
          nodes,
          quarters: new Map(quarters.map(([nodeId, each]) => [nodeId, [...each.values()].flat()])),
          subjects: named,
          tariffs,
          feeds: toFeeds(market.prices),
          isTariffOfNow: findTariff(ground.tariffs, from) === null && tariffs.length > 0,
        },
        held,
      );
  return { from, to: now, ...replayed, gaps: toGaps(compiled, market), estimate };
}

/** Where none is known of a time, the present one. */
function withTariffOfNow(tariffs: readonly HomeTariff[], now: number): Outlook["tariffs"] {
  const known = tariffs.map(({ tariff, from, until }) => ({ tariff, from, until }));
  const present = findTariff(tariffs, now);
  return present === null ? known : [{ tariff: present.tariff, from: 0, until: null }, ...known];
}

async function readPrices(
  db: Firestore,
  tariffs: Outlook["tariffs"],
  from: number,
  to: number,
): Promise<Outlook["prices"]> {
  const rates = tariffs.flatMap(({ tariff }) => [tariff.import, tariff.export]);
  const feeds = new Map(
    rates.flatMap((rate) => (rate?.kind === "dynamic" ? [[toFeedKey(rate.providerId, rate.feedId), rate]] : [])),
  );
  const read = await Promise.all(
    [...feeds].map(
      async ([key, { providerId, feedId }]) => [key, await readFeed(db, providerId, feedId, from, to)] as const,
    ),
  );
  return Object.fromEntries(read);
}

function toPastSet(ground: RuleGround, market: Market, rule: RuleSet["rules"][number]): RuleSet {
  return {
    v: 1,
    version: 1,
    interestVersion: 0,
    timeZone: ground.timeZone,
    location: ground.location,
    home: toHomeNodes(ground.nodes),
    rules: [rule],
    outlook: { ...noOutlook, ...market },
  };
}

/** What budgets of rules have to count that begin in the middle of a period: from the quarter-hours since it began. */
export async function readPast(
  db: Firestore,
  rules: readonly CompiledRule[],
  ground: RuleGround,
  compiled: CompiledSet,
  now: number,
): Promise<ReadonlyMap<string, readonly Fact[]>> {
  const past = new Map<string, readonly Fact[]>();
  for (const rule of rules) {
    const budgets = toConditions(rule.rule).filter((condition) => condition.kind === "budget");
    if (budgets.length === 0) continue;
    const period = budgets.some((budget) => budget.period === "month") ? "month" : "day";
    const { timeZone } = ground;
    const { startAt } = toSlotInterval(period, now, timeZone);
    // The last report before the period is what its first is counted from.
    const range = {
      timeZone,
      firstDay: addDays(toLocalDay(startAt, timeZone), -1),
      lastDay: toLocalDay(now, timeZone),
    };
    const nodeIds = [...new Set(rule.conditions.flatMap(({ parts }) => parts.map(({ nodeId }) => nodeId)))];
    const days = await Promise.all(
      nodeIds.map(async (nodeId) => [nodeId, await readQuarters(db, nodeId, range)] as const),
    );
    past.set(rule.ruleId, toQuarterFacts(days, compiled));
  }
  return past;
}

function toQuarterFacts(
  nodes: readonly (readonly [NodeId, Awaited<ReturnType<typeof readQuarters>>])[],
  compiled: CompiledSet,
): readonly Fact[] {
  const day = {
    startAt: 0,
    endAt: 0,
    nodes: new Map(
      nodes.map(([nodeId, days]) => [nodeId, { chunks: [], events: [], quarters: [...days.values()].flat() }] as const),
    ),
  };
  return [...toDayFacts(day, compiled).facts.slices()].flat();
}
