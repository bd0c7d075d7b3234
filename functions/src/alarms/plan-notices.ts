import { type Notice, type NoticePhase, toNoticeId } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

/** The trigger pushes at once; if it never runs, the sweep does after this time. */
const TRIGGER_MS = 60_000;

export interface NoticeFacts {
  /** The alarm, or one firing of a rule. */
  readonly sourceId: string;
  readonly people: readonly string[];
  readonly phase: NoticePhase;
  readonly about: Pick<
    Notice,
    "kind" | "severity" | "networkId" | "nodeId" | "alarmId" | "ruleId" | "firing" | "title" | "facts"
  >;
  readonly at: number;
  readonly now: number;
  /** By the quiet hours of its rule. */
  readonly quiet?: boolean;
}

/** One for each person, by ids that make a second planning the same notice. That something is over leaves nothing unread. */
export function planNotices({ sourceId, people, phase, about, at, now, quiet = false }: NoticeFacts): Promise<Write[]> {
  return Promise.all(
    people.map(async (uid): Promise<Write> => {
      const data: Notice = {
        v: 1,
        ...about,
        phase,
        at,
        readAt: phase === "cleared" ? now : null,
        shownAt: null,
        ...(quiet && { soundless: true as const }),
        push: { state: "due", tries: 0, sent: 0, left: null },
        dueAt: now + TRIGGER_MS,
      };
      return { kind: "merge", path: paths.notice(uid, await toNoticeId(sourceId, uid, phase)), data };
    }),
  );
}
