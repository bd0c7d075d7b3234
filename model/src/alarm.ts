import { z } from "zod/mini";
import { type NodeId, networkIdSchema, nodeIdSchema, toBase64Url, uidSchema } from "./ids.ts";
import { instantSchema } from "./time.ts";

/** From least to most; critical ones also come through quiet hours unless a person says otherwise. */
export const severities = ["info", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

/** `rule`: a customer's rule raised it; the others exist without any rule. `protocolOffline`: the network's own coordinator. */
export const alarmKinds = [
  "rule",
  "nodeOffline",
  "gatewayOffline",
  "protocolOffline",
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

/** First 132 bits of SHA-256 over what it is made of. */
export const alarmIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

/** What it was raised for, in few plain values (e.g. `valueW`, `limitW`, `sinceAt`), for words and for programs. */
export const alarmFactsSchema = z.record(
  z.string().check(z.regex(/^[A-Za-z]{1,32}$/)),
  z.union([z.number(), z.string().check(z.maxLength(200)), z.boolean()]),
);
export type AlarmFacts = z.infer<typeof alarmFactsSchema>;

export const alarmTitleSchema = z.nullable(z.string().check(z.maxLength(200)));

/** Document `networks/{n}/alarms/{alarmId}`: for owner and administrators; changed by the server only. */
export const alarmSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  ...alarmCauseSchema.shape,
  severity: z.enum(severities),
  state: z.enum(["raised", "acknowledged", "cleared"]),
  /** Own words of a rule; null: worded from `kind` and `facts`. */
  title: alarmTitleSchema,
  facts: alarmFactsSchema,
  raisedAt: instantSchema,
  acknowledgedAt: z.nullable(instantSchema),
  acknowledgedBy: z.nullable(uidSchema),
  clearedAt: z.nullable(instantSchema),
});
export type Alarm = z.infer<typeof alarmSchema>;

/** Argument of the callable `alarms`, for owner and administrators. Result: empty. */
export const alarmsRequestSchema = z.strictObject({
  /** `clear`: of a rule only, whose moment nothing else ends; acknowledges it, too. */
  act: z.enum(["acknowledge", "clear"]),
  networkId: networkIdSchema,
  alarmId: alarmIdSchema,
});

/** The same cause raised at the same instant is the same document, however often it is planned. */
export function toAlarmId(
  networkId: string,
  { kind, nodeId, ruleId }: Readonly<{ kind: AlarmKind; nodeId: NodeId | null; ruleId: string | null }>,
  raisedAt: number,
): Promise<string> {
  return toDigestId([networkId, kind, nodeId ?? "", ruleId ?? "", raisedAt]);
}

/** 132 bits of SHA-256: an id that says what it stands for, so that making it twice makes one. */
export async function toDigestId(parts: readonly (string | number)[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\n")));
  return toBase64Url(new Uint8Array(digest)).slice(0, 22);
}
