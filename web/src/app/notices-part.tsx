import { toAlarmWords } from "@lastmeter/model/alarm-words/alarm-words";
import type { Notice } from "@lastmeter/model/notice";
import { toNoticePlace } from "@lastmeter/model/notice-place";
import { createRoot, type Root } from "react-dom/client";
import { noticeQueries } from "../data/alarm-queries.ts";
import { store } from "../data/home-data.ts";
import { pushState, renewPushes } from "../data/push-part.ts";
import { queries } from "../data/query.ts";
import { serverNow } from "../lib/clock.ts";
import { locale } from "../lib/text.ts";
import { unread } from "../lib/unread.ts";
import { NoticeBanner } from "./notice-banner.tsx";

/** What is older was told before this page was opened. */
const NEWS_MS = 120_000;

let shownTo: string | null = null;
let root: Root | undefined;
const seen = new Set<string>();

/** For whoever is signed in, once nothing else is to do: counts what is unread, and shows what no push brings here. */
export function attachNotices(uid: string): void {
  if (shownTo === uid) return;
  shownTo = uid;
  void renewPushes().catch(() => undefined);
  const query = noticeQueries.unread(uid);
  const follow = () => {
    const { value } = store.peek(query);
    if (value === null) return;
    unread.set(value.size);
    setBadge(value.size);
    for (const [id, notice] of value) {
      if (seen.has(id) || !isToShow(notice)) continue;
      seen.add(id);
      showBanner(uid, notice);
    }
  };
  store.subscribe(query, follow);
  follow();
}

/** Pushed to this device it is a notification of the system's; else the open page says it. */
function isToShow({ at, push }: Notice): boolean {
  const isDecided = push.state !== "due" || push.tries > 1;
  const isPushedHere = push.state === "sent" && pushState.get() === "on";
  return isDecided && !isPushedHere && push.state !== "held" && serverNow() - at < NEWS_MS;
}

function showBanner(uid: string, notice: Notice): void {
  const { networkId, nodeId } = notice;
  const home = networkId === null ? undefined : store.peek(queries.networks(uid)).value?.get(networkId);
  const nodeName = (nodeId && store.peek(queries.nodes(uid)).value?.get(nodeId)?.name) ?? null;
  const timeZone = home?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = toAlarmWords(notice, { locale: locale.get(), timeZone, nodeName, homeName: home?.name ?? "Lastmeter" });
  const href = toNoticePlace(notice, false) ?? "/inbox";
  // The page that is open says it.
  if (location.pathname === href) return;
  root ??= createRoot(document.body.appendChild(document.createElement("div")));
  const close = () => root?.render(null);
  root.render(
    <NoticeBanner {...words} href={href} isCritical={notice.severity === "critical"} key={href} onClose={close} />,
  );
}

function setBadge(count: number): void {
  if (!("setAppBadge" in navigator)) return;
  void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}
