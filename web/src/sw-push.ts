/// <reference lib="webworker" />

declare const self: ServiceWorkerGlobalScope;

/** Of a notification that we made. */
interface Kept {
  readonly url: string;
  readonly receipt: string;
}

const RECEIPT = "/call/receipt";

/** All texts, as FCM hands them on; the server has worded them in this phone's language. */
function readPush(event: PushEvent): Readonly<Record<string, string>> {
  try {
    const push: unknown = event.data?.json();
    const data = typeof push === "object" && push !== null && "data" in push ? push.data : null;
    if (typeof data !== "object" || data === null) return {};
    return Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

/** Only places of this app. */
const toPath = (url = "") => (/^\/(?![/\\])/.test(url) ? url : "/inbox");

/** Something is always shown, with the app open too and whatever came: a browser takes the right to push from who does not. */
async function show(event: PushEvent): Promise<void> {
  const push = readPush(event);
  const { title = "Lastmeter", body = "", tag = "lastmeter", receipt = "", acknowledge = "" } = push;
  const isLoud = push.loud !== "no";
  const options: NotificationOptions & Record<string, unknown> = {
    body,
    tag,
    renotify: isLoud,
    silent: !isLoud,
    requireInteraction: push.critical === "yes",
    icon: "/icons/icon-192.png",
    badge: "/icons/monochrome-512.png",
    timestamp: Number(push.at) || Date.now(),
    data: { url: toPath(push.url), receipt } satisfies Kept,
    actions: acknowledge === "" ? [] : [{ action: "acknowledge", title: acknowledge }],
  };
  await self.registration.showNotification(title, options);
  await Promise.all([setBadge(Number(push.unread)), tell("shown", receipt)]);
}

async function setBadge(unread: number): Promise<void> {
  if (!Number.isInteger(unread) || !("setAppBadge" in navigator)) return;
  await (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
}

/** What cannot be told now is told by nobody: the notice is in the inbox. */
async function tell(act: "shown" | "acknowledge", receipt: string): Promise<Response | null> {
  try {
    const body = JSON.stringify({ act, ...JSON.parse(receipt) });
    const headers = { "content-type": "application/octet-stream" };
    const reply = await fetch(RECEIPT, { method: "POST", headers, body, credentials: "omit", keepalive: true });
    return reply.ok ? reply : null;
  } catch {
    return null;
  }
}

/** @returns whether it is done: else the page is opened for it */
async function acknowledge(receipt: string): Promise<boolean> {
  const reply = await tell("acknowledge", receipt);
  const left: unknown = await reply?.json().catch(() => null);
  if (typeof left === "object" && left !== null && "unread" in left) await setBadge(Number(left.unread));
  return reply !== null;
}

async function open({ notification, action }: NotificationEvent): Promise<void> {
  notification.close();
  const { url, receipt } = notification.data as Kept;
  if (action === "acknowledge" && (await acknowledge(receipt))) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find(({ visibilityState }) => visibilityState === "visible") ?? windows[0];
  const moved = await shown?.navigate(url).catch(() => null);
  if (moved) await moved.focus().catch(() => undefined);
  else await self.clients.openWindow(url);
}

export function startPush(): void {
  self.addEventListener("push", (event) => event.waitUntil(show(event)));
  self.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));
}
