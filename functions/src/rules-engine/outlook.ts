import type { Forecast, OutlookFact, ProgrammeEvent } from "@lastmeter/model/outlook";
import { forecastSchema, programmeEventSchema } from "@lastmeter/model/outlook";
import { type Feeds, toFeedKey } from "@lastmeter/model/price";
import { type FeedPrice, feedPriceSchema, homeTariffSchema } from "@lastmeter/model/tariff";
import { QUARTER_MS } from "@lastmeter/model/time";
import { z } from "zod/mini";

/** What is over for longer is history, which replay reads where it lies. */
const KEPT_MS = 26 * 3_600_000;
const PRICES_MAX = 600;
const EVENTS_MAX = 200;
const TARIFFS_MAX = 50;

/** What a home's rules look at beside its nodes. */
export const outlookSchema = z.object({
  tariffs: z.array(z.pick(homeTariffSchema, { tariff: true, from: true, until: true })).check(z.maxLength(TARIFFS_MAX)),
  /** By `toFeedKey`. */
  prices: z.record(z.string(), z.array(feedPriceSchema).check(z.maxLength(PRICES_MAX))),
  events: z.array(z.object({ providerId: z.string(), event: programmeEventSchema })).check(z.maxLength(EVENTS_MAX)),
  /** The newest of each quantity. */
  forecasts: z.array(forecastSchema).check(z.maxLength(16)),
});
export type Outlook = z.infer<typeof outlookSchema>;

export const noOutlook: Outlook = { tariffs: [], prices: {}, events: [], forecasts: [] };

/** With what providers told: a newer price, event or forecast replaces the one before. */
export function withOutlookFacts(outlook: Outlook, facts: readonly OutlookFact[], now: number): Outlook {
  let { prices, events, forecasts } = outlook;
  for (const fact of facts) {
    if (fact.kind === "prices") {
      const key = toFeedKey(fact.providerId, fact.feedId);
      prices = { ...prices, [key]: mergePrices(prices[key] ?? [], fact.prices, now) };
    } else if (fact.kind === "event") events = mergeEvent(events, fact.providerId, fact.event, now);
    else forecasts = mergeForecast(forecasts, fact.forecast);
  }
  return { ...outlook, prices, events, forecasts };
}

function mergePrices(known: readonly FeedPrice[], told: readonly FeedPrice[], now: number): FeedPrice[] {
  const rest = known.filter((each) => !told.some((one) => one.startAt < each.endAt && each.startAt < one.endAt));
  return [...rest, ...told]
    .filter(({ endAt }) => endAt > now - KEPT_MS)
    .sort((a, b) => a.startAt - b.startAt)
    .slice(-PRICES_MAX);
}

function mergeEvent(known: Outlook["events"], providerId: string, event: ProgrammeEvent, now: number) {
  const rest = known.filter((each) => each.providerId !== providerId || each.event.eventId !== event.eventId);
  const all = event.level === 0 ? rest : [...rest, { providerId, event }];
  return all.filter(({ event: { endAt } }) => endAt > now - KEPT_MS).slice(-EVENTS_MAX);
}

function mergeForecast(known: readonly Forecast[], forecast: Forecast): Forecast[] {
  const before = known.find(({ quantity }) => quantity === forecast.quantity);
  if (before && before.issuedAt > forecast.issuedAt) return [...known];
  return [...known.filter((each) => each !== before), forecast];
}

/** By quarter-hour. */
export function toFeeds(prices: Readonly<Record<string, readonly FeedPrice[]>>): Feeds {
  return new Map(
    Object.entries(prices).map(([key, list]) => {
      const feed = new Map<number, number>();
      for (const { startAt, endAt, price } of list) {
        for (let at = startAt; at < endAt; at += QUARTER_MS) feed.set(at, price);
      }
      return [key, feed];
    }),
  );
}
