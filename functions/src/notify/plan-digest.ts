import { type Severity, severities } from "@lastmeter/model/alarm";
import { type Notice, toNoticeId } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

export interface HeldNotice {
  readonly noticeId: string;
  readonly notice: Notice;
}

/**
 * What was held for one person: several are told by one push that counts them (null: there is one, and it is pushed itself). That
 * something was over, held beside that it began, is not counted; alone it wakes nobody afterwards. Nor is what they have read.
 */
export async function planDigest(uid: string, held: readonly HeldNotice[], now: number): Promise<Write | null> {
  const begun = held.filter(({ notice }) => notice.phase === "raised" && notice.readAt === null);
  if (begun.length < 2) return null;
  const rank = Math.max(...begun.map(({ notice }) => severities.indexOf(notice.severity)));
  const severity: Severity = severities[rank] ?? "info";
  const ids = begun.map(({ noticeId }) => noticeId).sort();
  const data: Notice = {
    v: 1,
    kind: "digest",
    phase: "raised",
    severity,
    networkId: null,
    nodeId: null,
    alarmId: null,
    ruleId: null,
    title: null,
    facts: { count: begun.length },
    at: now,
    // It says of others that they are unread.
    readAt: now,
    shownAt: null,
    push: { state: "due", tries: 0, sent: 0, left: null },
    dueAt: now,
  };
  return { kind: "merge", path: paths.notice(uid, await toNoticeId(ids.join(), uid, "raised")), data };
}
