import { findTariff, type HomeTariff, type Rate, type Tariff } from "./tariff.ts";
import { QUARTER_MS, toLocalClock } from "./time.ts";

export type Flow = "import" | "export";

/** Prices of one feed by the start of their quarter-hour. */
export type Feed = ReadonlyMap<number, number>;
/** By `toFeedKey`. */
export type Feeds = ReadonlyMap<string, Feed>;

export const toFeedKey = (providerId: string, feedId: string): string => `${providerId}/${feedId}`;

/** Half away from zero. */
function divide(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  return value < 0n ? -((-value + half) / by) : (value + half) / by;
}

/**
 * What a kWh costs, or earns, in the quarter-hour that begins then: 1e-6 of the currency, before tax. Null: not known.
 */
export function toRatePrice(rate: Rate, quarterAt: number, timeZone: string, feeds: Feeds): number | null {
  switch (rate.kind) {
    case "flat":
      return rate.price;
    case "timeOfUse":
      return toBandPrice(rate, quarterAt, timeZone);
    case "dynamic": {
      const price = feeds.get(toFeedKey(rate.providerId, rate.feedId))?.get(quarterAt);
      if (price === undefined) return null;
      return Number(divide(BigInt(price) * BigInt(rate.factorPpm), 1_000_000n)) + rate.markup;
    }
  }
}

function toBandPrice({ bands, otherwise }: Extract<Rate, { kind: "timeOfUse" }>, at: number, timeZone: string): number {
  const { minute, weekday, month } = toLocalClock(at, timeZone);
  const band = bands.find(
    ({ weekdays, months, from, to }) =>
      weekdays.includes(weekday) &&
      (months === null || months.includes(month)) &&
      minute >= toMinute(from) &&
      minute < toMinute(to),
  );
  return band?.price ?? otherwise;
}

/** `07:30` is 450. */
export function toMinute(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
}

/** As people compare it: with tax, to 1e-6. Export bears none. */
export function toPrice({ tariff, flow, at, feeds }: PriceQuestion): number | null {
  const rate = flow === "import" ? tariff.import : tariff.export;
  if (rate === null) return null;
  const price = toRatePrice(rate, toQuarterStart(at), tariff.timeZone, feeds);
  if (price === null || flow === "export" || tariff.taxPpm === 0) return price;
  return Number(divide(BigInt(price) * BigInt(1_000_000 + tariff.taxPpm), 1_000_000n));
}

interface PriceQuestion {
  readonly tariff: Tariff;
  readonly flow: Flow;
  readonly at: number;
  readonly feeds: Feeds;
}

/** By the tariff in force at that time. */
export function toPriceAt(
  tariffs: readonly Pick<HomeTariff, "tariff" | "from" | "until">[],
  question: Omit<PriceQuestion, "tariff">,
): number | null {
  const found = findTariff(tariffs, question.at);
  return found && toPrice({ ...question, tariff: found.tariff });
}

export const toQuarterStart = (at: number): number => Math.floor(at / QUARTER_MS) * QUARTER_MS;
