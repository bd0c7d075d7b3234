import type { Alarm } from "@lastmeter/model/alarm";
import { type AlarmWords, toAlarmWords, type WordsGround } from "@lastmeter/model/alarm-words/alarm-words";

/** As it was told when it was raised. */
export function toWords(alarm: Alarm, ground: WordsGround): AlarmWords {
  return toAlarmWords({ ...alarm, phase: "raised", at: alarm.raisedAt }, ground);
}

/** How long it lasted, or has lasted until now. */
export function toDurationMs({ raisedAt, clearedAt }: Alarm, now: number): number {
  return Math.max(0, (clearedAt ?? now) - raisedAt);
}

const ranks = { critical: 0, warning: 1, info: 2 } as const;

/** Most urgent first; of the same urgency those that nobody has seen yet, then the newest. */
export function byUrgency(a: Alarm, b: Alarm): number {
  const seen = (alarm: Alarm) => (alarm.state === "raised" ? 0 : 1);
  return ranks[a.severity] - ranks[b.severity] || seen(a) - seen(b) || b.raisedAt - a.raisedAt;
}
