import type { Notice } from "@lastmeter/model/notice";
import type { NoticeSettings } from "@lastmeter/model/notice-settings";
import { toQuietEnd } from "@lastmeter/model/quiet-hours";

export interface PushFacts {
  readonly notice: Notice;
  readonly settings: NoticeSettings;
  /** Of the home it is about. */
  readonly timeZone: string;
  /** Somebody has dealt with its alarm already. */
  readonly isAcknowledged: boolean;
  /** Its alarm is cleared. */
  readonly isOver: boolean;
  readonly now: number;
}

export type PushDecision =
  | { readonly kind: "push" }
  /** Quiet hours: told with the others at their end. */
  | { readonly kind: "hold"; readonly until: number }
  /** In the inbox only. */
  | { readonly kind: "silent" };

/** Whether a person is disturbed by a notice, now or later. */
export function decidePush({ notice, settings, timeZone, isAcknowledged, isOver, now }: PushFacts): PushDecision {
  const { kind, phase, severity } = notice;
  if (kind === "test" || kind === "digest") return { kind: "push" };
  if (!settings.push[severity] || (severity === "info" && kind !== "rule")) return { kind: "silent" };
  // Of an alarm that is over the newest notification says so: with the same tag, whichever goes out last would stand.
  const isKnown = isAcknowledged || notice.readAt !== null || (isOver && settings.over);
  if (phase === "cleared" ? !settings.over : isKnown) return { kind: "silent" };
  const wakes = severity === "critical" && settings.wakeForCritical && phase === "raised" && !isOver;
  const until = wakes || settings.quiet === null ? null : toQuietEnd(settings.quiet, now, timeZone);
  return until === null ? { kind: "push" } : { kind: "hold", until };
}
