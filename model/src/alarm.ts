import { z } from "zod/mini";
import { networkIdSchema, nodeIdSchema, toBase64Url, uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

export const severities = ["info", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

/** `rule`: a customer's rule raised it; the others exist without any rule. */
export const alarmKinds = [
  "rule",
  "nodeOffline",
  "gatewayOffline",
  "queueGrowing",
  "clockWrong",
  "keyProblem",
  "clone",
  "suspectReadings",
  "overRatedCurrent",
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** What makes two alarms one: while one of the same cause stands, no second is raised. */
export const alarmCauseSchema = z.object({
  kind: z.enum(alarmKinds),
  nodeId: z.nullable(nodeIdSchema),
  /** Of `rule`: the rule's id; else null. */
  ruleId: z.nullable(z.string().check(z.maxLength(64))),
});
export type AlarmCause = z.infer<typeof alarmCauseSchema>;

/** Document `networks/{n}/alarms/{alarmId}`: for owner and administrators; changed by the server only. */
export const alarmSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  ...alarmCauseSchema.shape,
  severity: z.enum(severities),
  state: z.enum(["raised", "acknowledged", "cleared"]),
  /** Own words of a rule; null: the app words it from `kind` and `facts`. */
  title: z.nullable(z.string().check(z.maxLength(200))),
  /** What it was raised for, in few plain values (e.g. `valueW`, `limitW`, `sinceAt`), for words and for programs. */
  facts: z.record(
    z.string().check(z.regex(/^[A-Za-z]{1,32}$/)),
    z.union([z.number(), z.string().check(z.maxLength(200)), z.boolean()]),
  ),
  raisedAt: instantSchema,
  acknowledgedAt: z.nullable(instantSchema),
  acknowledgedBy: z.nullable(uidSchema),
  clearedAt: z.nullable(instantSchema),
});
export type Alarm = z.infer<typeof alarmSchema>;

/** The same cause raised at the same instant is the same document, however often it is planned. */
export async function toAlarmId(
  networkId: string,
  { kind, nodeId, ruleId }: AlarmCause,
  raisedAt: number,
): Promise<string> {
  const text = [networkId, kind, nodeId ?? "", ruleId ?? "", raisedAt].join("\n");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(digest)).slice(0, 22);
}
