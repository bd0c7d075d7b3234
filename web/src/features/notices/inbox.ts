import type { Notice } from "@lastmeter/model/notice";

/** What a person sees as one: an alarm from beginning to end, or a message of its own. */
export interface InboxItem {
  readonly id: string;
  /** As it began; where only its end is known, that. */
  readonly notice: Notice;
  /** When it was over; null: it is not, or it is no alarm. */
  readonly overAt: number | null;
  /** Ids of the notices in it that are unread. */
  readonly unread: readonly string[];
}

/** Notices by alarm, newest first. A digest only speaks of the others. */
export function toInbox(notices: readonly (readonly [string, Notice])[]): InboxItem[] {
  const items = new Map<string, InboxItem>();
  for (const [id, notice] of notices) {
    if (notice.kind === "digest") continue;
    const key = notice.alarmId ?? id;
    const known = items.get(key);
    const isOver = notice.phase === "cleared";
    items.set(key, {
      id: key,
      notice: known === undefined || !isOver ? notice : known.notice,
      overAt: isOver ? notice.at : (known?.overAt ?? null),
      unread: [...(known?.unread ?? []), ...(notice.readAt === null ? [id] : [])],
    });
  }
  return [...items.values()].sort((a, b) => toNewest(b) - toNewest(a));
}

const toNewest = ({ notice, overAt }: InboxItem): number => Math.max(notice.at, overAt ?? 0);
