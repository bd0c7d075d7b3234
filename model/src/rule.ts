import { z } from "zod/mini";
import { severities } from "./alarm.ts";
import { channelKeySchema } from "./channel.ts";
import { commandReasons, commandStates, commandValueSchema } from "./command.ts";
import { clockTimeSchema, conditionLimits, guardSchema, toDepth, toLevels, triggerSchema } from "./condition.ts";
import { localDaySchema } from "./grant.ts";
import { networkIdSchema, nodeIdSchema, uidSchema } from "./ids.ts";
import { pushStates } from "./notice.ts";
import { instantSchema } from "./time.ts";

export const ruleLimits = {
  /** Of one network, those that are off included. */
  rules: 50,
  /** `actions` and `whenOver` each. */
  actions: 6,
  /** Traces kept of a rule: the newest. */
  runs: 100,
  coolDownMs: 7 * 86_400_000,
  /** Between two commands of a rule to a node. */
  commandGapMs: 60_000,
  /** Of one rule in an hour: what sends more goes in circles. */
  commandsPerHour: 30,
} as const;

/** 128 random bits. */
export const ruleIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

const notifySchema = z.strictObject({
  do: z.literal("notify"),
  severity: z.enum(severities),
  /** Null: owner and administrators. Others must hold a grant of the network. */
  to: z.nullable(z.array(uidSchema).check(z.minLength(1), z.maxLength(20))),
  /** Own words; "": the app words the rule. */
  text: z.string().check(z.trim(), z.maxLength(200)),
});
const commandSchema = z.strictObject({
  do: z.literal("command"),
  nodeId: nodeIdSchema,
  channel: channelKeySchema,
  value: commandValueSchema,
});
/** Stands until the rule is over; of a rule that begins with a moment: until somebody clears it. */
const alarmSchema = z.strictObject({
  do: z.literal("alarm"),
  severity: z.enum(severities),
  title: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
});
const overActionSchema = z.discriminatedUnion("do", [notifySchema, commandSchema]);
const actionSchema = z.discriminatedUnion("do", [notifySchema, commandSchema, alarmSchema]);
export type RuleAction = z.infer<typeof actionSchema>;

/**
 * What somebody wants to happen: what begins it, only if what, what is done then, and when it is over. It holds while the trigger and the guard both do (of a
 * moment: the guard, at that moment); it fires once each time it begins to.
 */
export const storedDraftSchema = z
  .strictObject({
    /** "": the app words the sentence. */
    name: z.string().check(z.trim(), z.maxLength(80)),
    when: triggerSchema,
    onlyIf: z.nullable(guardSchema),
    actions: z.array(actionSchema).check(z.minLength(1), z.maxLength(ruleLimits.actions)),
    whenOver: z.array(overActionSchema).check(z.maxLength(ruleLimits.actions)),
    /** After it fired it does not fire again for this long; what holds then fires then. */
    coolDownMs: z.int().check(z.gte(0), z.lte(ruleLimits.coolDownMs)),
    /** By the home's clock, over midnight where `to` comes first: its notices make no sound, unless critical. */
    quiet: z.nullable(z.strictObject({ from: clockTimeSchema, to: clockTimeSchema })),
    /** Local days of the home, both included; null: from now on, for good. */
    active: z.strictObject({ from: z.nullable(localDaySchema), to: z.nullable(localDaySchema) }),
    /** Who may change, switch and remove it. */
    editors: z.enum(["owner", "managers"]),
  })
  .check(
    z.refine(({ onlyIf }) => onlyIf === null || toDepth(onlyIf) <= conditionLimits.depth, {
      path: ["onlyIf"],
      message: `at most ${conditionLimits.depth} inside each other`,
    }),
    z.refine(({ onlyIf }) => onlyIf === null || toLevels(onlyIf).length < conditionLimits.leaves, {
      path: ["onlyIf"],
      message: `at most ${conditionLimits.leaves} conditions with the trigger`,
    }),
    z.refine(({ when, whenOver }) => !isMoment(when) || whenOver.length === 0, {
      path: ["whenOver"],
      message: "nothing, since what happens at a moment is never over",
    }),
    z.refine(({ actions }) => actions.filter((action) => action.do === "alarm").length <= 1, {
      path: ["actions"],
      message: "one alarm at most",
    }),
    z.refine(({ when }) => when.kind !== "finished" || when.below < when.above, {
      path: ["when", "below"],
      message: "below `above`",
    }),
    z.refine(({ active: { from, to } }) => from === null || to === null || from <= to, {
      path: ["active", "to"],
      message: "not before the first day",
    }),
  );
export type RuleDraft = z.infer<typeof storedDraftSchema>;

const setsOnce = (actions: readonly RuleAction[]): boolean => {
  const set = actions.flatMap((action) => (action.do === "command" ? [`${action.nodeId} ${action.channel}`] : []));
  return new Set(set).size === set.length;
};
const once = "each channel of a device once";

/** As it may be saved. */
export const ruleDraftSchema = storedDraftSchema.check(
  z.refine(({ actions }) => setsOnce(actions), { path: ["actions"], message: once }),
  z.refine(({ whenOver }) => setsOnce(whenOver), { path: ["whenOver"], message: once }),
);

export const isMoment = ({ kind }: RuleDraft["when"]): boolean => kind === "schedule" || kind === "changed";

/**
 * Why a rule that is on does nothing. `nodeGone`, `channelGone`: what it names is no longer there. `rights`: who made it may no longer
 * manage the network. `recipient`: nobody is left whom it would tell.
 */
export const ruleFaults = ["nodeGone", "channelGone", "rights", "recipient"] as const;
export type RuleFault = (typeof ruleFaults)[number];

/** Document `networks/{n}/rules/{ruleId}`: for owner and administrators; written by the server only. */
export const ruleSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  /** Rises with each change of `rule`; runs and `versions/{version}` name it. */
  version: z.int().check(z.gte(1)),
  rule: storedDraftSchema,
  /** By a person's switch. */
  on: z.boolean(),
  /** It does nothing until it is saved again. */
  stopped: z.nullable(z.object({ fault: z.enum(ruleFaults), nodeId: z.nullable(nodeIdSchema), at: instantSchema })),
  /** `atOnce`: the gateway knows what matters. `interval`: it cannot tell, so the network sends every 10 s while the rule is on. */
  promptness: z.enum(["atOnce", "interval"]),
  /** Who saved this version, on whose behalf it acts. */
  by: uidSchema,
  byLabel: z.string().check(z.maxLength(254)),
  at: instantSchema,
  createdAt: instantSchema,
  /** Absent: not yet. */
  lastFiredAt: z.optional(instantSchema),
  fired: z.optional(z.int().check(z.gte(0))),
});
export type Rule = z.infer<typeof ruleSchema>;

/** Document `networks/{n}/rules/{ruleId}/versions/{version}`: what a run of that version meant. Never changed. */
export const ruleVersionSchema = z.object({
  v: z.literal(1),
  version: z.int().check(z.gte(1)),
  rule: storedDraftSchema,
  by: uidSchema,
  byLabel: z.string().check(z.maxLength(254)),
  at: instantSchema,
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

/**
 * Why a command was not given. `loop`: a rule's command would have caused it again. `stale`: it was over when it became known.
 * `refused`: the node does not take it, or its gateway is not welcome. `changed`: it waited, and the rule was changed or switched off.
 */
export const withheldReasons = ["loop", "tooMany", "stale", "refused", "changed"] as const;

/** A condition as it was at that time. */
export const evidenceSchema = z.object({
  /** Of the rule's version: 0 the trigger, then the guard's conditions from left to right. */
  condition: z.int().check(z.gte(0), z.lt(conditionLimits.leaves)),
  holds: z.nullable(z.boolean()),
  /** What it was judged by: canonical unit, Wh, 1e-6 of the currency, a state; null: nothing known, or nothing to tell. */
  value: z.nullable(z.union([z.number(), z.string().check(z.maxLength(256)), z.boolean()])),
  /** Since when, or of which reading. */
  at: z.nullable(instantSchema),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What was done of an action. */
const deedSchema = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("notify"),
    severity: z.enum(severities),
    quiet: z.boolean(),
    noticeIds: z.array(z.string()),
  }),
  z.object({ do: z.literal("alarm"), alarmId: z.string() }),
  z.object({
    do: z.literal("command"),
    nodeId: nodeIdSchema,
    channel: channelKeySchema,
    value: commandValueSchema,
    /** Null: not given, because `withheld`; both null: waits until it may. */
    commandId: z.nullable(z.string()),
    withheld: z.nullable(z.enum(withheldReasons)),
  }),
]);
export type Deed = z.infer<typeof deedSchema>;

/** By the action's place in `actions` or `whenOver`: `"0"` … */
const deedsSchema = z.record(z.string().check(z.regex(/^\d$/)), deedSchema);

/** Document `networks/{n}/rules/{ruleId}/runs/{runId}`: the trace of one firing; the newest 100 are kept. */
export const ruleRunSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  ruleId: ruleIdSchema,
  version: z.int().check(z.gte(1)),
  /** Of the rule's firings, from 0. */
  seq: z.int().check(z.gte(0)),
  firedAt: instantSchema,
  evidence: z.array(evidenceSchema).check(z.maxLength(conditionLimits.leaves)),
  did: deedsSchema,
  /** Null: not over, or a moment. */
  overAt: z.nullable(instantSchema),
  overEvidence: z.array(evidenceSchema).check(z.maxLength(conditionLimits.leaves)),
  didWhenOver: deedsSchema,
  /** Rules that stand before this one in the chain of causes. */
  hops: z.int().check(z.gte(0), z.lte(3)),
  /** What came of commands that have ended, by their ids. */
  outcomes: z.record(
    z.string(),
    z.object({ state: z.enum(commandStates), reason: z.nullable(z.enum(commandReasons)), at: instantSchema }),
  ),
  /** What came of notices, by their ids. */
  told: z._default(
    z.record(z.string(), z.object({ push: z.enum(pushStates), shownAt: z.nullable(instantSchema) })),
    {},
  ),
});
export type RuleRun = z.infer<typeof ruleRunSchema>;

/** The place of a run among those kept: the newest takes the oldest's. */
export const toRunId = (seq: number): string => String(seq % ruleLimits.runs).padStart(2, "0");
