import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { serverNow } from "../lib/clock.ts";
import { createValue } from "../lib/value.ts";
import { loadFirestore } from "./client.ts";
import { AHEAD_MS, planWatch } from "./watch-plan.ts";

/** True after ten untouched minutes: the gateway sends less until somebody touches the page. */
export const paused = createValue(false);

/** Since when, by the server's clock, the gateways know that somebody looks; null: they do not. */
export const watchedSince = createValue<number | null>(null);

const STEP_MS = 5_000;
let watched: readonly NetworkId[] = [];
let watcher: string | null = null;
let watchedNode: string | undefined;
let lastActivityAt = Date.now();
let renewedAt: number | null = null;

/** Tells the gateways of these networks that this person is looking. */
export function setWatch(uid: string | null, networkIds: readonly NetworkId[]): void {
  const same = uid === watcher && networkIds.join() === watched.join();
  if (same) return;
  watcher = uid;
  watched = networkIds;
  renewedAt = null;
  watchedSince.set(null);
  void keep();
}

/** The node whose page is open, if one is. */
export function setWatchedNode(nodeId: string | undefined): void {
  if (nodeId === watchedNode) return;
  watchedNode = nodeId;
  renewedAt = null;
  void keep();
}

async function keep(): Promise<void> {
  const visible = document.visibilityState === "visible";
  const plan = planWatch({ now: Date.now(), visible, lastActivityAt, renewedAt });
  paused.set(plan.paused);
  if (watcher === null || watched.length === 0 || !navigator.onLine) return;
  if (plan.act === "release") await releaseWatch();
  if (plan.act === "renew") await renew(watcher);
}

async function renew(uid: string): Promise<void> {
  renewedAt = Date.now();
  const fields = { until: serverNow() + AHEAD_MS, ...(watchedNode === undefined ? {} : { nodeId: watchedNode }) };
  try {
    const firestore = await loadFirestore();
    await Promise.all(watched.map((networkId) => firestore.write(paths.watch(networkId, uid), fields)));
    if (watchedSince.get() === null) watchedSince.set(serverNow());
  } catch {
    // Refused: most likely the phone's clock is off. The next step tries with the server's time.
    await (await import("./firebase/config.ts")).checkClock();
    renewedAt = null;
  }
}

export async function releaseWatch(): Promise<void> {
  if (watcher === null || renewedAt === null) return;
  renewedAt = null;
  watchedSince.set(null);
  const uid = watcher;
  const firestore = await loadFirestore();
  await Promise.all(watched.map((networkId) => firestore.remove(paths.watch(networkId, uid)))).catch(() => undefined);
}

export function startWatchKeeper(): void {
  const touched = () => {
    lastActivityAt = Date.now();
    if (paused.get()) void keep();
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "scroll"]) {
    addEventListener(kind, touched, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") touched();
    void keep();
  });
  addEventListener("online", () => void keep());
  setInterval(() => void keep(), STEP_MS);
}
