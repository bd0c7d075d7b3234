import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { useEffect } from "react";
import { serverNow } from "../lib/clock.ts";
import { loadFirestore } from "./client.ts";
import type { LentNode } from "./grants.ts";
import { useUid } from "./session.ts";
import { paused } from "./watch-keeper.ts";
import { AHEAD_MS, RENEW_MS } from "./watch-plan.ts";

const STEP_MS = 5_000;

/** Tells the gateways of others' homes that somebody looks at these nodes: one of each home, raw granted. */
export function useLentWatch(nodes: readonly LentNode[]): void {
  const uid = useUid();
  const key = nodes.map(({ grant, nodeId }) => `${grant.networkId} ${nodeId}`).join(",");
  useEffect(() => (key === "" ? undefined : keep(uid, key.split(","))), [uid, key]);
}

/** @param pairs `networkId nodeId`. @returns how to stop */
function keep(uid: string, pairs: readonly string[]): () => void {
  const homes = pairs.map((pair) => pair.split(" ") as [NetworkId, string]);
  let renewedAt: number | null = null;
  const step = async () => {
    const looking = document.visibilityState === "visible" && navigator.onLine && !paused.get();
    if (!looking || (renewedAt !== null && Date.now() - renewedAt < RENEW_MS)) return;
    renewedAt = Date.now();
    const firestore = await loadFirestore();
    const until = serverNow() + AHEAD_MS;
    const writes = homes.map(([networkId, nodeId]) => firestore.write(paths.watch(networkId, uid), { until, nodeId }));
    await Promise.all(writes).catch(() => undefined);
  };
  const timer = setInterval(() => void step(), STEP_MS);
  void step();
  return () => {
    clearInterval(timer);
    void loadFirestore().then((firestore) =>
      Promise.all(homes.map(([networkId]) => firestore.remove(paths.watch(networkId, uid)))).catch(() => undefined),
    );
  };
}
