import type { Notice } from "@lastmeter/model/notice";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type NoticesPage, readNoticesPage, useUnread } from "../../data/notices.ts";
import { type InboxItem, toInbox } from "./inbox.ts";

export interface Inbox {
  readonly phase: "loading" | "ready" | "failed";
  readonly items: readonly InboxItem[];
  /** Ids of all that are unread, also those that are not on show. */
  readonly unread: readonly string[];
  readonly hasMore: boolean;
  more(): Promise<void>;
}

const nothing: NoticesPage = { notices: [], before: null };

/** The inbox page by page; what is new or read meanwhile shows by itself. */
export function useInbox(uid: string): Inbox {
  const [state, setState] = useState<{ page: NoticesPage; phase: Inbox["phase"] }>({ page: nothing, phase: "loading" });
  const unread = useUnread(uid).value;
  const read = useCallback(
    async (known: NoticesPage | null) => {
      try {
        const page = await readNoticesPage(uid, known?.before ?? null);
        setState({ page: { ...page, notices: [...(known?.notices ?? []), ...page.notices] }, phase: "ready" });
      } catch {
        setState({ page: known ?? nothing, phase: "failed" });
      }
    },
    [uid],
  );
  useEffect(() => void read(null), [read]);
  const items = useMemo(() => {
    const all = new Map<string, Notice>(state.page.notices);
    if (unread) {
      for (const [id, notice] of all) if (notice.readAt === null && !unread.has(id)) all.set(id, asRead(notice));
      for (const [id, notice] of unread) all.set(id, notice);
    }
    return toInbox([...all]);
  }, [state.page, unread]);
  return {
    phase: state.phase,
    items,
    unread: [...(unread?.keys() ?? [])],
    hasMore: state.page.before !== null,
    more: () => read(state.page),
  };
}

const asRead = (notice: Notice): Notice => ({ ...notice, readAt: notice.at });
