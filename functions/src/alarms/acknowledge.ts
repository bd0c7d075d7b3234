import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { Alarm } from "@lastmeter/model/alarm";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

export interface Acknowledgement {
  readonly alarmId: string;
  readonly alarm: Alarm;
  readonly who: { readonly uid: string; readonly label: string };
  /** Of the entry in the access log; random. */
  readonly entryId: string;
  readonly now: number;
}

/** Once, by whoever is first; an alarm that is over is acknowledged by being over. */
export function planAcknowledgement({ alarmId, alarm, who, entryId, now }: Acknowledgement): Write[] {
  if (alarm.state !== "raised") return [];
  const { networkId, nodeId, kind } = alarm;
  const data = { state: "acknowledged", acknowledgedAt: now, acknowledgedBy: who.uid };
  const entry: AccessLogEntry = {
    v: 1,
    at: now,
    who: who.uid,
    whoLabel: who.label,
    ...(nodeId === null ? {} : { nodeIds: [nodeId] }),
    act: "alarm",
    what: kind,
  };
  return [
    { kind: "replaceFields", path: paths.alarm(networkId, alarmId), data, fields: Object.keys(data) },
    { kind: "create", path: paths.accessLog(networkId, entryId), data: entry },
  ];
}
