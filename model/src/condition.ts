import { z } from "zod/mini";
import { channelKeySchema } from "./channel.ts";
import { nodeIdSchema } from "./ids.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const conditionLimits = {
  /** Conditions of one rule. */
  leaves: 12,
  /** Of `all`, `any` and `not` inside each other. */
  depth: 4,
  forMs: 7 * DAY_MS,
  silentMs: 30 * DAY_MS,
} as const;

/** How long it must be so without a break; 0: at once. */
const forMsSchema = z.int().check(z.gte(0), z.lte(conditionLimits.forMs));
/** In the canonical unit of the quantity: W, Wh, °C … */
const limitSchema = z.number().check(z.gte(-1e12), z.lte(1e12));
/** What a binary, enum or text is: canonical, as a command's value and an event's. */
const stateValueSchema = z.union([z.boolean(), z.string().check(z.maxLength(256)), z.number()]);

/** Time of day by the home's clock, `07:30`. */
export const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** By the clock, or so many minutes after (−: before) the sun rises or sets at the home. */
export const dayPointSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("clock"), time: clockTimeSchema }),
  z.strictObject({
    by: z.literal("sun"),
    event: z.enum(["sunrise", "sunset"]),
    offsetMin: z.int().check(z.gte(-720), z.lte(720)),
  }),
]);
export type DayPoint = z.infer<typeof dayPointSchema>;

/** ISO: 1 Monday … 7 Sunday. */
const weekdaysSchema = z.array(z.int().check(z.gte(1), z.lte(7))).check(
  z.minLength(1),
  z.maxLength(7),
  z.refine((days) => new Set(days).size === days.length, "each at most once"),
);

const channelOf = { nodeId: nodeIdSchema, channel: channelKeySchema };
/** `node`: its power or energy, by its total. `home`: the sum over its grid meters, else over loads that are not inside another. */
export const subjectSchema = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("channel"), ...channelOf }),
  z.strictObject({ of: z.literal("node"), nodeId: nodeIdSchema }),
  z.strictObject({ of: z.literal("home") }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/** Weather at the home, as providers send it, and what the home's own plant is expected to give. */
export const forecastQuantities = {
  temperature: "°C",
  cloudCover: "%",
  irradiance: "W/m²",
  windSpeed: "m/s",
  precipitation: "mm",
  production: "W",
} as const;
export type ForecastQuantity = keyof typeof forecastQuantities;
export const forecastQuantitySchema = z.enum(
  Object.keys(forecastQuantities) as [ForecastQuantity, ...ForecastQuantity[]],
);

/** What is so for a while. Something unknown (never heard, no price) neither holds nor does its contrary. */
const levels = [
  /** From beyond `limit` on, until it has come back by more than nothing, or by `hysteresis`. */
  z.strictObject({
    kind: z.literal("value"),
    subject: subjectSchema,
    is: z.enum(["above", "below"]),
    limit: limitSchema,
    hysteresis: limitSchema.check(z.gte(0)),
    forMs: forMsSchema,
  }),
  /** A binary, enum or text (a contact open, a switch on). */
  z.strictObject({ kind: z.literal("state"), ...channelOf, is: stateValueSchema, forMs: forMsSchema }),
  /**
   * Since the local midnight, or the first of the month, at least `percent` of `limit`: Wh drawn or given, or 1e-6 of the tariff's
   * currency (what was drawn and stands, less what was given).
   */
  z.strictObject({
    kind: z.literal("budget"),
    subject: z.discriminatedUnion("of", [
      z.strictObject({ of: z.literal("node"), nodeId: nodeIdSchema }),
      z.strictObject({ of: z.literal("home") }),
    ]),
    measure: z.enum(["drawn", "given", "cost"]),
    period: z.enum(["day", "month"]),
    limit: z.int().check(z.gte(1), z.lte(1e15)),
    percent: z.int().check(z.gte(1), z.lte(1000)),
  }),
  /** Now, by the tariff in force; `limit`: 1e-6 of its currency per kWh. */
  z.strictObject({
    kind: z.literal("price"),
    flow: z.enum(["import", "export"]),
    is: z.enum(["above", "below"]),
    limit: z.int().check(z.gte(-1e12), z.lte(1e12)),
  }),
  /** Among the cheapest local hours to draw, of the local day or of the hours between two times; `together`: in one stretch. */
  z.strictObject({
    kind: z.literal("cheapest"),
    hours: z.int().check(z.gte(1), z.lte(23)),
    between: z.nullable(z.strictObject({ from: clockTimeSchema, to: clockTimeSchema })),
    together: z.boolean(),
  }),
  /** A programme event the home takes part in; null: of any programme. `level`: at least. */
  z.strictObject({
    kind: z.literal("event"),
    programmeId: z.nullable(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))),
    level: z.int().check(z.gte(1), z.lte(3)),
  }),
  /** Of what is expected from now until `aheadMs` later. */
  z.strictObject({
    kind: z.literal("forecast"),
    quantity: forecastQuantitySchema,
    take: z.enum(["min", "max", "mean"]),
    is: z.enum(["above", "below"]),
    limit: limitSchema,
    aheadMs: z.int().check(z.gte(60 * MINUTE_MS), z.lte(2 * DAY_MS)),
  }),
  /** Between two points of the day, over midnight where the second comes first; `weekdays`: on which it begins. */
  z.strictObject({ kind: z.literal("during"), from: dayPointSchema, to: dayPointSchema, weekdays: weekdaysSchema }),
  /** Nothing heard of the node, though its gateway was. */
  z.strictObject({
    kind: z.literal("silent"),
    nodeId: nodeIdSchema,
    forMs: z.int().check(z.gte(MINUTE_MS), z.lte(conditionLimits.silentMs)),
  }),
  /** An appliance: was above `above` W, has been below `below` W for `forMs`; until it is above again. */
  z.strictObject({
    kind: z.literal("finished"),
    subject: z.discriminatedUnion("of", [
      z.strictObject({ of: z.literal("channel"), ...channelOf }),
      z.strictObject({ of: z.literal("node"), nodeId: nodeIdSchema }),
    ]),
    above: limitSchema,
    below: limitSchema,
    forMs: forMsSchema,
  }),
] as const;

/** What happens at an instant. */
const moments = [
  /** The local clock passes the point on one of the days; what a change of the clock leaves out happens right after it. */
  z.strictObject({ kind: z.literal("schedule"), at: dayPointSchema, weekdays: weekdaysSchema }),
  /** A state changes (`to` null: to whatever), a button is pressed (`to`: which press). */
  z.strictObject({ kind: z.literal("changed"), ...channelOf, to: z.nullable(stateValueSchema) }),
] as const;

export type Level = z.infer<(typeof levels)[number]>;

export const triggerSchema = z.discriminatedUnion("kind", [...levels, ...moments]);
/** When a rule begins. With a level it is over when that ends; with a moment it never is. */
export type Trigger = z.infer<typeof triggerSchema>;

interface AllOf {
  kind: "all";
  of: Guard[];
}
interface AnyOf {
  kind: "any";
  of: Guard[];
}
/** Unknown while `of` is. */
interface Not {
  kind: "not";
  of: Guard;
}
export type Guard = Level | AllOf | AnyOf | Not;

export const guardSchema: z.ZodMiniType<Guard> = z.lazy(() => {
  const several = z.array(guardSchema).check(z.minLength(1), z.maxLength(conditionLimits.leaves));
  return z.discriminatedUnion("kind", [
    ...levels,
    z.strictObject({ kind: z.literal("all"), of: several }),
    z.strictObject({ kind: z.literal("any"), of: several }),
    z.strictObject({ kind: z.literal("not"), of: guardSchema }),
  ]);
});

/** The conditions of a tree, from left to right. */
export function toLevels(guard: Guard): Level[] {
  if (guard.kind === "all" || guard.kind === "any") return guard.of.flatMap(toLevels);
  return guard.kind === "not" ? toLevels(guard.of) : [guard];
}

/** How many `all`, `any` and `not` stand inside each other. */
export function toDepth(guard: Guard): number {
  if (guard.kind === "all" || guard.kind === "any") return 1 + Math.max(...guard.of.map(toDepth));
  return guard.kind === "not" ? 1 + toDepth(guard.of) : 0;
}
