import type { Trigger } from "@lastmeter/model/condition";
import { type Feeds, toMinute, toPriceAt, toQuarterStart } from "@lastmeter/model/price";
import { QUARTER_MS, toLocalInstant, toSlotInterval } from "@lastmeter/model/time";
import type { Outlook } from "../outlook.ts";
import type { Condition } from "./condition.ts";
import { toDaysAround } from "./day-points.ts";
import { type Stretch, toTimedCondition } from "./timed.ts";

const HOUR_MS = 4 * QUARTER_MS;
const AHEAD_QUARTERS = 96;

export interface Market {
  readonly tariffs: Outlook["tariffs"];
  readonly feeds: Feeds;
  readonly timeZone: string;
}

/** Now above or below a price. */
export function toPriceCondition({ flow, is, limit }: Extract<Trigger, { kind: "price" }>, market: Market): Condition {
  const priceAt = (at: number) => toPriceAt(market.tariffs, { flow, at, feeds: market.feeds });
  const holdsAt = (at: number) => {
    const price = priceAt(at);
    return price === null ? null : is === "above" ? price > limit : price < limit;
  };
  return toTimedCondition((at) => {
    const holds = holdsAt(at);
    let until = toQuarterStart(at) + QUARTER_MS;
    for (let i = 1; i < AHEAD_QUARTERS && holdsAt(until) === holds; i++) until += QUARTER_MS;
    return { holds, value: null, at: toQuarterStart(at), until };
  }, priceAt);
}

/** Among the cheapest hours of a day or of a part of it. */
export function toCheapestCondition(
  { hours, between, together }: Extract<Trigger, { kind: "cheapest" }>,
  market: Market,
): Condition {
  const { tariffs, feeds, timeZone } = market;
  return toTimedCondition(
    (at): Omit<Stretch, "from"> => {
      const { startAt, endAt } = between ? toWindow(at, between, timeZone) : toDay(at, timeZone);
      const nothing = { value: null, at: null };
      if (at < startAt) return { ...nothing, holds: false, until: startAt };
      const blocks = toBlocks(startAt, endAt, market);
      if (blocks.includes(null)) return { ...nothing, holds: null, until: toQuarterStart(at) + QUARTER_MS };
      const chosen = together ? chooseStretch(blocks, hours) : chooseHours(blocks, hours);
      const index = Math.floor((at - startAt) / HOUR_MS);
      let next = index + 1;
      while (next < blocks.length && chosen.has(next) === chosen.has(index)) next++;
      const until = Math.min(startAt + next * HOUR_MS, endAt);
      return { ...nothing, holds: chosen.has(index), at: startAt + index * HOUR_MS, until };
    },
    (at) => toPriceAt(tariffs, { flow: "import", at, feeds }),
  );
}

const toDay = (at: number, timeZone: string) => toSlotInterval("day", at, timeZone);

/** The window that contains `at`, else the next. */
function toWindow(at: number, { from, to }: { from: string; to: string }, timeZone: string) {
  const isOvernight = toMinute(to) <= toMinute(from);
  for (const day of toDaysAround(at, -1, 1, timeZone)) {
    const [next = day] = isOvernight ? toDaysAround(toLocalInstant(day, 0, timeZone), 1, 1, timeZone) : [day];
    const endAt = toLocalInstant(next, toMinute(to), timeZone);
    if (endAt > at) return { startAt: toLocalInstant(day, toMinute(from), timeZone), endAt };
  }
  return toDay(at, timeZone);
}

/** Mean price of each hour from the window's start; the last may be shorter. Null: not known. */
function toBlocks(startAt: number, endAt: number, { tariffs, feeds }: Market): (number | null)[] {
  const blocks: (number | null)[] = [];
  for (let from = startAt; from < endAt; from += HOUR_MS) {
    const to = Math.min(from + HOUR_MS, endAt);
    let sum: number | null = 0;
    let count = 0;
    for (let at = from; at < to; at += QUARTER_MS, count++) {
      const price = toPriceAt(tariffs, { flow: "import", at, feeds });
      sum = price === null || sum === null ? null : sum + price;
    }
    blocks.push(sum === null ? null : Math.round(sum / count));
  }
  return blocks;
}

function chooseHours(blocks: readonly (number | null)[], hours: number): ReadonlySet<number> {
  const order = blocks.map((price, index) => ({ price: price ?? 0, index }));
  order.sort((a, b) => a.price - b.price || a.index - b.index);
  return new Set(order.slice(0, hours).map(({ index }) => index));
}

function chooseStretch(blocks: readonly (number | null)[], hours: number): ReadonlySet<number> {
  const length = Math.min(hours, blocks.length);
  let best = { start: 0, sum: Number.POSITIVE_INFINITY };
  for (let start = 0; start + length <= blocks.length; start++) {
    const sum = blocks.slice(start, start + length).reduce<number>((all, price) => all + (price ?? 0), 0);
    if (sum < best.sum) best = { start, sum };
  }
  return new Set(Array.from({ length }, (_, i) => best.start + i));
}
