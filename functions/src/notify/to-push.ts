import { type AlarmWords, toAlarmWords } from "@lastmeter/model/alarm-words/alarm-words";
import type { Notice } from "@lastmeter/model/notice";
import { toNoticePlace } from "@lastmeter/model/notice-place";
import type { Install } from "@lastmeter/model/notice-settings";
import type { Push } from "./push-sender.ts";
import type { Receipt } from "./receipt.ts";

export interface PushGround {
  readonly noticeId: string;
  readonly notice: Notice;
  readonly homeName: string;
  readonly nodeName: string | null;
  readonly timeZone: string;
  /** Of this person, this one included. */
  readonly unread: number;
  /** Whether they may acknowledge the alarm. */
  readonly isManager: boolean;
  /** Its alarm is cleared. */
  readonly isOver: boolean;
  readonly receipt: Receipt;
}

const HOUR_S = 3600;
const ttlS = { info: 4 * HOUR_S, warning: 12 * HOUR_S, critical: 24 * HOUR_S } as const;
const acknowledge: Readonly<Record<string, string>> = { en: "Seen", de: "Gesehen", el: "Το είδα" };

/** A notice as it goes to one phone, in the phone's language. */
export function toPush(ground: PushGround, { locale }: Pick<Install, "locale">): Push {
  const { noticeId, notice, homeName, nodeName, timeZone, unread, isManager, isOver, receipt } = ground;
  const { alarmId, networkId, phase, severity, at } = notice;
  const { title, body }: AlarmWords = toAlarmWords(notice, { locale, timeZone, nodeName, homeName });
  const isAlarm = alarmId !== null && networkId !== null;
  const topic = notice.kind === "digest" ? "digest" : (alarmId ?? noticeId);
  const isStanding = phase === "raised" && !isOver;
  const isLoud = isStanding && notice.soundless !== true;
  const canAcknowledge = isAlarm && isManager && isStanding;
  return {
    data: {
      v: "1",
      noticeId,
      tag: topic,
      title,
      body,
      url: toNoticePlace(notice, isManager) ?? "/inbox",
      at: String(at),
      loud: isLoud ? "yes" : "no",
      critical: severity === "critical" && isStanding ? "yes" : "no",
      unread: String(unread),
      receipt: JSON.stringify(receipt),
      acknowledge: canAcknowledge ? (acknowledge[locale.split("-")[0] ?? ""] ?? "Seen") : "",
    },
    urgency: severity === "info" || !isLoud ? "normal" : "high",
    ttlS: ttlS[severity],
    topic,
  };
}
