import { nodeIdSchema, uidSchema } from "@lastmeter/model/ids";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { locationSchema } from "@lastmeter/model/location";
import { ruleIdSchema, storedDraftSchema } from "@lastmeter/model/rule";
import { timeZoneSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { fromGzip, toGzip } from "../platform/gzip.ts";
import { outlookSchema } from "./outlook.ts";

const JSON_MAX_BYTES = 8 * 1024 * 1024;

const activeRuleSchema = z.object({
  ruleId: ruleIdSchema,
  version: z.int().check(z.gte(1)),
  rule: storedDraftSchema,
  by: uidSchema,
  byLabel: z.string(),
  /** Of its next firing, where the engine has no state of it. */
  seq: z.int().check(z.gte(0)),
});
export type ActiveRule = z.infer<typeof activeRuleSchema>;

/** What the engine needs of a network: its rules that are on, and what they look at. Held in memory by `version`. */
export const ruleSetSchema = z.object({
  v: z.literal(1),
  version: z.int().check(z.gte(1)),
  /** Rises when the gateway must be told anew what matters. */
  interestVersion: z.int().check(z.gte(0)),
  timeZone: timeZoneSchema,
  location: z.nullable(locationSchema),
  /** Nodes whose sum is the home. */
  home: z.array(nodeIdSchema),
  rules: z.array(activeRuleSchema),
  outlook: outlookSchema,
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** Field `d` of document `networks/{n}/state/rules`. */
export function toRuleSetBytes(set: RuleSet): Uint8Array {
  return toGzip(toUtf8(JSON.stringify(set)));
}

/** @throws if the bytes are not a rule set: only the server writes them. */
export function parseRuleSet(bytes: Uint8Array): RuleSet {
  return ruleSetSchema.parse(JSON.parse(new TextDecoder().decode(fromGzip(bytes, JSON_MAX_BYTES))));
}
