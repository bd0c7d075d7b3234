import { registerSW } from "virtual:pwa-register";
import { get, set } from "idb-keyval";
import { locale } from "../lib/text.ts";
import { createValue } from "../lib/value.ts";

/** How to change to the new version, when there is one. */
export const update = createValue<(() => void) | null>(null);

const CHECK_MS = 3_600_000;

/** Registers the service worker and looks for a new version each hour and whenever the page is shown again. */
export function startUpdates(): void {
  if (!("serviceWorker" in navigator)) return;
  void keepLanguage().then(() => {
    const apply = registerSW({
      onNeedRefresh: () => update.set(() => change(apply)),
      onRegisteredSW(_url, registration) {
        const check = () => void registration?.update().catch(() => undefined);
        setInterval(check, CHECK_MS);
        document.addEventListener("visibilitychange", () => {
          if (document.visibilityState === "visible") check();
        });
      },
    });
  });
  locale.subscribe(() => void keepLanguage());
}

/** Reloads when the new worker has taken over; workbox-window itself does not in the visit that installed the first one. */
function change(apply: (reload: boolean) => Promise<void>): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  void apply(true);
}

/** The service worker reads it to know which catalogue to keep for the time without a network. */
async function keepLanguage(): Promise<void> {
  const language = document.documentElement.lang;
  if ((await get("language").catch(() => null)) !== language) await set("language", language).catch(() => undefined);
}
