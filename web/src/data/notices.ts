import type { Notice } from "@lastmeter/model/notice";
import type { Install, NoticeSettings } from "@lastmeter/model/notice-settings";
import { paths } from "@lastmeter/model/paths";
import { useMemo } from "react";
import { serverNow } from "../lib/clock.ts";
import { NOTICES_PAGE, noticeQueries, parseNotice, toNoticesSpec } from "./alarm-queries.ts";
import { loadFirestore } from "./client.ts";
import { store } from "./home-data.ts";
import { type Loaded, useLoaded } from "./store.ts";

/** What cannot be kept now is unread still: nothing is lost by it. */
export async function markRead(uid: string, ids: readonly string[]): Promise<void> {
  const firestore = await loadFirestore();
  await Promise.all(
    ids.map((id) => firestore.write(paths.notice(uid, id), { readAt: serverNow() }, true).catch(() => undefined)),
  );
}

export function useUnread(uid: string): Loaded<Notice> {
  return useLoaded(
    store,
    useMemo(() => noticeQueries.unread(uid), [uid]),
  );
}

export function useNotice(uid: string, noticeId: string): Loaded<Notice> {
  return useLoaded(
    store,
    useMemo(() => noticeQueries.one(uid, noticeId), [uid, noticeId]),
  );
}

/** Null while it is not known; the default where nothing was chosen. */
export function useNoticeSettings(uid: string): Loaded<NoticeSettings> {
  return useLoaded(
    store,
    useMemo(() => noticeQueries.settings(uid), [uid]),
  );
}

export function useInstalls(uid: string): Loaded<Install> {
  return useLoaded(
    store,
    useMemo(() => noticeQueries.installs(uid), [uid]),
  );
}

export interface NoticesPage {
  readonly notices: readonly (readonly [string, Notice])[];
  /** Where the next page begins; null: there is no more. */
  readonly before: number | null;
}

export async function readNoticesPage(uid: string, before: number | null): Promise<NoticesPage> {
  const found = await (await loadFirestore()).readPage(toNoticesSpec(uid, before));
  const page = found.flatMap(({ id, fields }) => {
    const notice = parseNotice(fields);
    return notice ? [[id, notice] as const] : [];
  });
  return { notices: page, before: found.length === NOTICES_PAGE ? (page.at(-1)?.[1].at ?? null) : null };
}
