import { z } from "zod/mini";
import { uidSchema } from "./ids.ts";
import { instantSchema, QUARTER_MS, timeZoneSchema } from "./time.ts";

/** ISO 4217. */
export const currencySchema = z.string().check(z.regex(/^[A-Z]{3}$/));
/** 1e-6 of the currency, per kWh or per period; below 0 where one is paid to draw. */
const microSchema = z.int().check(z.gte(-1e12), z.lte(1e12));
const idSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
/** Local time on the quarter-hour; `24:00` is the end of the day. */
const quarterTimeSchema = z.string().check(z.regex(/^(([01]\d|2[0-3]):(00|15|30|45)|24:00)$/));

const bandSchema = z.strictObject({
  price: microSchema,
  /** ISO weekdays and months it holds on. */
  weekdays: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.minLength(1), z.maxLength(7)),
  months: z.nullable(z.array(z.int().check(z.gte(1), z.lte(12))).check(z.minLength(1), z.maxLength(12))),
  /** Of the same local day: over midnight it takes two bands. */
  from: quarterTimeSchema,
  to: quarterTimeSchema,
});

export const rateSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("flat"), price: microSchema }),
  /** The first band that fits, by the local clock: a repeated hour costs the same twice. */
  z.strictObject({
    kind: z.literal("timeOfUse"),
    bands: z.array(bandSchema).check(z.minLength(1), z.maxLength(48)),
    otherwise: microSchema,
  }),
  /** feed × `factorPpm` / 1e6 + `markup`, half away from zero. */
  z.strictObject({
    kind: z.literal("dynamic"),
    providerId: idSchema,
    feedId: idSchema,
    factorPpm: z.int().check(z.gte(0), z.lte(10_000_000)),
    markup: microSchema,
  }),
]);
export type Rate = z.infer<typeof rateSchema>;

export const tariffSchema = z.strictObject({
  v: z.literal(1),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  currency: currencySchema,
  timeZone: timeZoneSchema,
  import: rateSchema,
  /** What is paid for what the home gives, apart from what it draws, never netted. Null: nothing. */
  export: z.nullable(rateSchema),
  /** Each local calendar day, or month, also without data. */
  standing: z.array(z.strictObject({ amount: microSchema, per: z.enum(["day", "month"]) })).check(z.maxLength(8)),
  /** On top of import and standing charges; 0: they include it. */
  taxPpm: z.int().check(z.gte(0), z.lte(1_000_000)),
});
export type Tariff = z.infer<typeof tariffSchema>;

/**
 * Document `networks/{n}/tariffs/{tariffId}`: a tariff the home has or had; never changed but for its end. In force is the one that
 * began last.
 */
export const homeTariffSchema = z.object({
  v: z.literal(1),
  id: idSchema,
  tariff: tariffSchema,
  from: instantSchema,
  until: z.nullable(instantSchema),
  /** A provider's version of which it is a copy; null: the home's own. */
  source: z.nullable(z.object({ providerId: idSchema, tariffId: idSchema, version: z.int().check(z.gte(1)) })),
  by: uidSchema,
  at: instantSchema,
});
export type HomeTariff = z.infer<typeof homeTariffSchema>;

type Force = Pick<HomeTariff, "tariff" | "from" | "until">;

/** Null: none is known. */
export function findTariff<T extends Force>(tariffs: readonly T[], at: number): T | null {
  let found: T | null = null;
  for (const each of tariffs) {
    if (each.from <= at && (each.until === null || at < each.until) && each.from >= (found?.from ?? 0)) found = each;
  }
  return found;
}

const aligned = z.refine<number>((at) => at % QUARTER_MS === 0, "on a quarter-hour");

/** A price of a feed: on the grid of quarter-hours, so none is divided. */
export const feedPriceSchema = z
  .strictObject({ startAt: instantSchema.check(aligned), endAt: instantSchema.check(aligned), price: microSchema })
  .check(z.refine(({ startAt, endAt }) => startAt < endAt && endAt - startAt <= 86_400_000, "a quarter-hour to a day"));
export type FeedPrice = z.infer<typeof feedPriceSchema>;

/** Document `providers/{p}/feeds/{feedId}/days/{utcDay}`: the prices that begin on that day. */
export const feedDaySchema = z.object({
  v: z.literal(1),
  currency: currencySchema,
  prices: z.array(feedPriceSchema).check(z.maxLength(96)),
  at: instantSchema,
});
export type FeedDay = z.infer<typeof feedDaySchema>;
