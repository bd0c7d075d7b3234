import { z } from "zod/mini";
import { forecastQuantitySchema } from "./condition.ts";
import { feedPriceSchema } from "./tariff.ts";
import { instantSchema } from "./time.ts";

const idSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** Document `providers/{p}/events/{eventId}`. A new version replaces the one before; `level` 0 takes it back. */
export const programmeEventSchema = z
  .strictObject({
    eventId: idSchema,
    programmeId: idSchema,
    /** 1 moderate, 2 high, 3 special (OpenADR 3 `SIMPLE`). */
    level: z.int().check(z.gte(0), z.lte(3)),
    startAt: instantSchema,
    endAt: instantSchema,
  })
  .check(z.refine(({ startAt, endAt }) => startAt < endAt, "begins before it ends"));
export type ProgrammeEvent = z.infer<typeof programmeEventSchema>;

/** Document `providers/{p}/forecasts/{forecastId}`: of one quantity, for one place. The newest issue stands. */
export const forecastSchema = z.strictObject({
  quantity: forecastQuantitySchema,
  issuedAt: instantSchema,
  values: z
    .array(
      z.strictObject({
        startAt: instantSchema,
        endAt: instantSchema,
        /** In the quantity's unit. */
        value: z.number().check(z.gte(-1e9), z.lte(1e9)),
      }),
    )
    .check(z.maxLength(400)),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** What reaches a home from providers: facts of the rules beside readings and events of its nodes. */
export const outlookFactSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("prices"),
    providerId: idSchema,
    feedId: idSchema,
    prices: z.array(feedPriceSchema).check(z.maxLength(400)),
  }),
  z.strictObject({ kind: z.literal("event"), providerId: idSchema, event: programmeEventSchema }),
  z.strictObject({ kind: z.literal("forecast"), providerId: idSchema, forecast: forecastSchema }),
]);
export type OutlookFact = z.infer<typeof outlookFactSchema>;
