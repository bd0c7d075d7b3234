import { get, set } from "idb-keyval";
import { locale } from "../lib/text.ts";
import { createValue } from "../lib/value.ts";

/** How to change to the new version, when there is one. */
export const update = createValue<(() => void) | null>(null);

const CHECK_MS = 3_600_000;

/** Registers the service worker and looks for a new version each hour and whenever the page is shown again. */
export function startUpdates(): void {
  if (!("serviceWorker" in navigator)) return;
  void register().catch(() => undefined);
  locale.subscribe(() => void keepLanguage());
}

async function register(): Promise<void> {
  await keepLanguage();
  // Not before the page is complete: the worker fetches all that the page itself may still wait for.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const registration = await navigator.serviceWorker.register("/sw.js");
  const look = () => {
    const { waiting } = registration;
    if (waiting && registration.active) update.set(() => change(waiting));
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  const check = () => void registration.update().catch(() => undefined);
  setInterval(check, CHECK_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check();
  });
}

/** Reloads when the new worker has taken over. */
function change(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage({ type: "SKIP_WAITING" });
}

/** The service worker reads it to know which catalogue to keep for the time without a network. */
async function keepLanguage(): Promise<void> {
  const language = document.documentElement.lang;
  if ((await get("language").catch(() => null)) !== language) await set("language", language).catch(() => undefined);
}
