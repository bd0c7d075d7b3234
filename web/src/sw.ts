/// <reference lib="webworker" />
import { get } from "idb-keyval";
import { clientsClaim } from "workbox-core";
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { startPush } from "./sw-push.ts";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

const ON_USE = "lastmeter-on-use";
const isOf = (url: string, language: string) =>
  ["", "later-"].some((part) => url.includes(`assets/locale-${part}${language}-`));
/** Texts of other languages, and pages and parts of pages that are opened now and then: kept once they were used. */
const isOnUse = (url: string) => /assets\/(locale-|\w+-(pages|part)-)/.test(url);

const entries = self.__WB_MANIFEST;
const toUrl = (entry: PrecacheEntry | string) => (typeof entry === "string" ? entry : entry.url);
const onUse = entries.map(toUrl).filter(isOnUse);

clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(entries.filter((entry) => !isOnUse(toUrl(entry))));

// Every page is the shell; Firebase's own addresses, calls and files are not pages. Nothing of an API is ever cached.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/__\//, /^\/(v1|api|docs)\//, /\.\w+$/],
  }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isOnUse(url.pathname),
  async ({ request }) => {
    const cache = await caches.open(ON_USE);
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  },
);

async function keepCatalogue(): Promise<void> {
  const language = (await get<string>("language").catch(() => undefined)) ?? "en";
  const urls = onUse.filter((each) => isOf(each, language));
  if (urls.length > 0) await (await caches.open(ON_USE)).addAll(urls.map((url) => `/${url}`));
}

async function dropOld(): Promise<void> {
  const cache = await caches.open(ON_USE);
  for (const { url } of await cache.keys()) {
    if (!onUse.some((each) => url.endsWith(`/${each}`))) await cache.delete(url);
  }
}

startPush();
self.addEventListener("install", (event) => event.waitUntil(keepCatalogue()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));
self.addEventListener("message", ({ data }) => {
  if (typeof data === "object" && data !== null && "type" in data && data.type === "SKIP_WAITING")
    void self.skipWaiting();
});
