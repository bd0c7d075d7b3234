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

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

const CATALOGUES = "lastmeter-catalogues";
const isOf = (url: string, language: string) =>
  ["", "later-"].some((part) => url.includes(`assets/locale-${part}${language}-`));
const isCatalogue = (url: string) => url.includes("assets/locale-");

const entries = self.__WB_MANIFEST;
const toUrl = (entry: PrecacheEntry | string) => (typeof entry === "string" ? entry : entry.url);
const catalogues = entries.map(toUrl).filter(isCatalogue);

clientsClaim();
cleanupOutdatedCaches();
precacheAndRoute(entries.filter((entry) => !isCatalogue(toUrl(entry))));

// Every page is the shell; Firebase's own addresses, calls and files are not pages. Nothing of an API is ever cached.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/__\//, /^\/(v1|api|docs)\//, /\.\w+$/],
  }),
);

// The catalogues of one language are kept, that in use.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isCatalogue(url.pathname),
  async ({ request }) => {
    const cache = await caches.open(CATALOGUES);
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  },
);

async function keepCatalogue(): Promise<void> {
  const language = (await get<string>("language").catch(() => undefined)) ?? "en";
  const urls = catalogues.filter((each) => isOf(each, language));
  if (urls.length > 0) await (await caches.open(CATALOGUES)).addAll(urls.map((url) => `/${url}`));
}

async function dropOldCatalogues(): Promise<void> {
  const cache = await caches.open(CATALOGUES);
  for (const { url } of await cache.keys()) {
    if (!catalogues.some((each) => url.endsWith(`/${each}`))) await cache.delete(url);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepCatalogue()));
self.addEventListener("activate", (event) => event.waitUntil(dropOldCatalogues()));
self.addEventListener("message", ({ data }) => {
  if (typeof data === "object" && data !== null && "type" in data && data.type === "SKIP_WAITING")
    void self.skipWaiting();
});
