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
    /** Who was told beside owner and administrators: they are told its end, too. */
    also: z.optional(z.array(z.string())),
  }),
);
export type OpenAlarms = z.infer<typeof openAlarmsSchema>;

export function toCauseKey({ kind, nodeId, ruleId }: AlarmCause): string {
  return [kind, nodeId ?? "", ruleId ?? ""].join("|");
}

/** People who left the home are told nothing more of it. The same where nobody did. */
export function forgetOthers(open: OpenAlarms, isOfHome: (uid: string) => boolean): OpenAlarms {
  if (Object.values(open).every(({ also = [] }) => also.every(isOfHome))) return open;
  return Object.fromEntries(
    Object.entries(open).map(([key, { also = [], ...alarm }]) => [key, { ...alarm, also: also.filter(isOfHome) }]),
  );
}

/** Alarms of a node that is erased. */
export function forgetAlarmsOf(nodeId: string, open: OpenAlarms): OpenAlarms {
  return Object.fromEntries(Object.entries(open).filter(([key]) => key.split("|")[1] !== nodeId));
}
