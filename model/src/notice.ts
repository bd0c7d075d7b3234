import { z } from "zod/mini";
import { alarmFactsSchema, alarmIdSchema, alarmKinds, alarmTitleSchema, severities, toDigestId } from "./alarm.ts";
import { networkIdSchema, nodeIdSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

/** `test`: a person asked for it. `digest`: what was held while it was quiet. */
export const noticeKinds = [...alarmKinds, "test", "digest"] as const;

/** `raised`: it began, or a rule says something. `cleared`: it is over. */
export const noticePhases = ["raised", "cleared"] as const;
export type NoticePhase = (typeof noticePhases)[number];

/**
 * On the way to a person's phones. `due`: to be pushed. `held`: quiet hours. `sent`: a push service took it for at least one phone.
 * `silent`: no push is wanted or there is no phone. `local`: pushes cannot leave this machine; the app shows it. `failed`: given up.
 */
export const pushStates = ["due", "held", "sent", "silent", "local", "failed"] as const;
export type PushState = (typeof pushStates)[number];

/** Document `users/{uid}/notices/{noticeId}`: what reaches one person. Written by the server; they themselves only say `readAt`. */
export const noticeSchema = z.object({
  v: z.literal(1),
  kind: z.enum(noticeKinds),
  phase: z.enum(noticePhases),
  severity: z.enum(severities),
  /** Null: of no network (a test, a digest). */
  networkId: z.nullable(networkIdSchema),
  nodeId: z.nullable(nodeIdSchema),
  alarmId: z.nullable(alarmIdSchema),
  ruleId: z.nullable(z.string().check(z.maxLength(64))),
  /** Of `ruleId`: which of its firings (`seq` of the run) it tells of. */
  firing: z.optional(z.int().check(z.gte(0))),
  title: alarmTitleSchema,
  facts: alarmFactsSchema,
  at: instantSchema,
  readAt: z.nullable(instantSchema),
  /** When the app said that it showed it, first. */
  shownAt: z.nullable(instantSchema),
  /** By the quiet hours of its rule: pushed without a sound. */
  soundless: z.optional(z.literal(true)),
  /** `sent`: phones that were reached; `left`: those still to be, null: all of them. */
  push: z.object({
    state: z.enum(pushStates),
    tries: z.int().check(z.gte(0)),
    sent: z.int().check(z.gte(0)),
    left: z.nullable(z.array(z.string())),
  }),
  /** When the sweep looks at it; null: never. */
  dueAt: z.nullable(instantSchema),
});
export type Notice = z.infer<typeof noticeSchema>;

/** One alarm (or one firing of a rule) tells one person once of each phase. */
export function toNoticeId(sourceId: string, uid: string, phase: NoticePhase): Promise<string> {
  return toDigestId(["notice", sourceId, uid, phase]);
}
