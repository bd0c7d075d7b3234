import { z } from "zod/mini";
import { networkIdSchema } from "./ids.ts";
import { ruleDraftSchema, ruleIdSchema } from "./rule.ts";
import { currencySchema, tariffSchema } from "./tariff.ts";
import { instantSchema } from "./time.ts";

const REPLAY_MAX_DAYS = 30;

/**
 * Argument of the callable `rules`: one act each, by owner or administrator (of a rule that only its owner may change: by the owner).
 * Errors: `bad_request` names the field; `not_found` where the caller may not know of it; `forbidden` where they may know but not do
 * it; `conflict`: somebody changed it meanwhile; `too_many` rules; `unavailable`: try again.
 */
export const rulesRequestSchema = z.discriminatedUnion("act", [
  /**
   * A new rule (`ruleId` null), or a new version of one; `version`: the one that was edited. It is on unless told otherwise.
   * → `ruleSavedSchema`
   */
  z.strictObject({
    act: z.literal("save"),
    networkId: networkIdSchema,
    ruleId: z.nullable(ruleIdSchema),
    version: z.nullable(z.int().check(z.gte(1))),
    rule: ruleDraftSchema,
    on: z._default(z.boolean(), true),
  }),
  /** → empty */
  z.strictObject({ act: z.literal("setOn"), networkId: networkIdSchema, ruleId: ruleIdSchema, on: z.boolean() }),
  /** With its versions and runs; its alarm is cleared. → empty */
  z.strictObject({ act: z.literal("remove"), networkId: networkIdSchema, ruleId: ruleIdSchema }),
  /** What it would have done, had it been on. Nothing is stored or done. → `replayResultSchema` */
  z.strictObject({
    act: z.literal("replay"),
    networkId: networkIdSchema,
    rule: ruleDraftSchema,
    days: z._default(z.int().check(z.gte(1), z.lte(REPLAY_MAX_DAYS)), REPLAY_MAX_DAYS),
  }),
  /** The home's own tariff from a local day on, by owner or administrator; null: none. → empty */
  z.strictObject({
    act: z.literal("setTariff"),
    networkId: networkIdSchema,
    tariff: z.nullable(tariffSchema),
  }),
]);
export type RulesRequest = z.infer<typeof rulesRequestSchema>;

/** `promptness` as of the rule's document. */
export const ruleSavedSchema = z.object({
  ruleId: ruleIdSchema,
  version: z.int().check(z.gte(1)),
  promptness: z.enum(["atOnce", "interval"]),
});
export type RuleSaved = z.infer<typeof ruleSavedSchema>;

/** What a day was replayed from: every reading, quarter-hours where those are no longer kept, or nothing. */
export const replaySources = ["raw", "quarter", "none"] as const;

/**
 * What an estimate takes for granted.
 * - `wouldHaveStopped`: a node that was to be switched off would have drawn nothing while the rule held, and later no more for it.
 * - `wouldHaveDrawn`: one that was to be switched on would have drawn what it usually draws when it is on.
 * - `asItWas`: what happened would have happened without the rule too (no command changes its own causes).
 * - `tariffOfNow`: no tariff is known for part of the time, so the present one is taken.
 */
export const replayAssumptions = ["wouldHaveStopped", "wouldHaveDrawn", "asItWas", "tariffOfNow"] as const;

/**
 * Kinds of conditions whose past is not kept, so that they count as not holding.
 * - `unkept`: channels of kind `diagnostic` and `setting`, of which only the newest value is.
 */
export const replayGaps = ["forecast", "event", "price", "unkept"] as const;

const moneySchema = z.int();
export const replayResultSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  /** Local days of each source. */
  sources: z.object({ raw: z.int(), quarter: z.int(), none: z.int() }),
  /** All firings, and the newest 500 of them with their ends (null: a moment, or it holds still). */
  count: z.int().check(z.gte(0)),
  firings: z.array(z.object({ at: instantSchema, overAt: z.nullable(instantSchema) })).check(z.maxLength(500)),
  heldMs: z.int().check(z.gte(0)),
  gaps: z.array(z.enum(replayGaps)),
  /** While it held: what its nodes drew, and with its commands, what would have been drawn less or more. Null: it names no node. */
  estimate: z.nullable(
    z.object({
      drawnWh: z.int(),
      savedWh: z.int(),
      addedWh: z.int(),
      /** 1e-6 of `currency`; null: no tariff. */
      money: z.nullable(
        z.object({ currency: currencySchema, drawn: moneySchema, saved: moneySchema, added: moneySchema }),
      ),
      assumptions: z.array(z.enum(replayAssumptions)),
    }),
  ),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;
