import type { Network } from "@lastmeter/model/network";
import type { LiveData } from "@lastmeter/model/node";
import { useCallback } from "react";
import { peekLive } from "../../data/home-data.ts";
import { phoneOnline } from "../../data/resume.ts";
import { useUid } from "../../data/session.ts";
import { paused } from "../../data/watch-keeper.ts";
import { type LinkState, toLinkState } from "../../lib/link-state.ts";
import { useWatched } from "../../lib/value.ts";
import { useLiveValue } from "../../ui/live.tsx";

/** The newest values of a node; for painters. */
export function useNodeLive(id: string): () => LiveData | null {
  const uid = useUid();
  return useCallback(() => peekLive(uid).value?.get(id)?.d ?? null, [uid, id]);
}

/** How the node's figures reach this phone. Silence of one node is told by its own ages, not as the home's. */
export function useNodeLink(network: Network | null): LinkState {
  const uid = useUid();
  const online = useWatched(phoneOnline);
  const untouched = useWatched(paused);
  return useLiveValue((now) => {
    const synced = peekLive(uid).from === "server";
    const link = network?.link ?? null;
    return toLinkState({ now, phoneOnline: online, synced, link, paused: untouched, newestAt: null });
  });
}
