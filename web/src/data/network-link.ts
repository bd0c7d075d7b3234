import type { NetworkId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import { useMemo } from "react";
import { createHearing, type LinkState, toLinkState } from "../lib/link-state.ts";
import { useLiveValue } from "../lib/live-value.ts";
import { useWatched } from "../lib/value.ts";
import { peekLive, useHomes } from "./home-data.ts";
import { phoneOnline } from "./resume.ts";
import { useUid } from "./session.ts";
import { paused, watchedSince } from "./watch-keeper.ts";

/** Of each home since the app began, so that a page that opens later knows what was heard before. */
const hearings = new Map<string, ReturnType<typeof createHearing>>();

function hear(home: string, newestAt: number | null, now: number): number {
  const hearing = hearings.get(home) ?? createHearing();
  hearings.set(home, hearing);
  return hearing(newestAt, now);
}

/** How a home's figures reach this phone, the same on every page. Silence of one node is told by its own ages. */
export function useNetworkLink(networkId: NetworkId | null, network: Network | null): LinkState {
  const uid = useUid();
  const { nodes } = useHomes();
  const online = useWatched(phoneOnline);
  const untouched = useWatched(paused);
  const ids = useMemo(
    () =>
      [...(nodes.value ?? [])].flatMap(([id, node]) =>
        node.networkId === networkId && node.status !== "removed" ? [id] : [],
      ),
    [nodes.value, networkId],
  );
  return useLiveValue((now) => {
    const live = peekLive(uid);
    const times = ids.flatMap((id) => live.value?.get(id)?.d?.at ?? []);
    const newestAt = times.length === 0 ? null : Math.max(...times);
    return toLinkState({
      now,
      phoneOnline: online,
      synced: live.from === "server",
      link: network?.link ?? null,
      paused: untouched,
      watchedSince: network === null ? null : watchedSince.get(),
      heardAt: hear(`${uid} ${networkId}`, newestAt, now),
      newestAt,
    });
  });
}
