import { createValue } from "../lib/value.ts";
import { reconnect } from "./client.ts";
import { peekLive } from "./home-data.ts";

/** Whether the phone itself has a network. */
export const phoneOnline = createValue(navigator.onLine);

/** Hidden for so long, or with nothing newer than so long, the connection is taken for dead and made anew. */
const HIDDEN_MS = 60_000;
const SILENT_MS = 180_000;

/** After sleep or a lost network a phone may hold a dead connection for minutes: looks at the age of the newest reading. */
export function startResume(toUid: () => string | null): void {
  let hiddenAt: number | null = null;
  const resume = (hiddenMs: number) => {
    const uid = toUid();
    if (uid === null) return;
    const times = [...(peekLive(uid).value?.values() ?? [])].map(({ d }) => d?.at ?? 0);
    if (hiddenMs < HIDDEN_MS && Date.now() - Math.max(0, ...times) < SILENT_MS) return;
    reconnect();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else {
      resume(hiddenAt === null ? 0 : Date.now() - hiddenAt);
      hiddenAt = null;
    }
  });
  addEventListener("offline", () => phoneOnline.set(false));
  addEventListener("online", () => {
    phoneOnline.set(true);
    resume(Number.POSITIVE_INFINITY);
  });
}
