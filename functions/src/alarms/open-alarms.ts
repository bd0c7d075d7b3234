import { type AlarmCause, alarmFactsSchema, alarmIdSchema, alarmTitleSchema, severities } from "@lastmeter/model/alarm";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";

/** Which alarms stand, by cause: in the link's record, whose guarded commit is what makes an alarm be raised exactly once. */
export const openAlarmsSchema = z.record(
  z.string(),
  z.object({
    id: alarmIdSchema,
    at: instantSchema,
    severity: z.enum(severities),
    /** Of a rule's: what its end is worded by. */
    said: z.optional(z.object({ title: alarmTitleSchema, facts: alarmFactsSchema })),
  }),
);
export type OpenAlarms = z.infer<typeof openAlarmsSchema>;

export function toCauseKey({ kind, nodeId, ruleId }: AlarmCause): string {
  return [kind, nodeId ?? "", ruleId ?? ""].join("|");
}

/** Alarms of a node that is erased. */
export function forgetAlarmsOf(nodeId: string, open: OpenAlarms): OpenAlarms {
  return Object.fromEntries(Object.entries(open).filter(([key]) => key.split("|")[1] !== nodeId));
}
