import type { Network } from "@lastmeter/model/network";
import { type LinkState, toLinkState } from "../lib/link-state.ts";
import { useLiveValue } from "../lib/live-value.ts";
import { useWatched } from "../lib/value.ts";
import { peekLive } from "./home-data.ts";
import { phoneOnline } from "./resume.ts";
import { useUid } from "./session.ts";
import { paused } from "./watch-keeper.ts";

/** How a home's figures reach this phone. Silence of one node is told by its own ages, not as the home's. */
export function useNetworkLink(network: Network | null): LinkState {
  const uid = useUid();
  const online = useWatched(phoneOnline);
  const untouched = useWatched(paused);
  return useLiveValue((now) => {
    const synced = peekLive(uid).from === "server";
    const link = network?.link ?? null;
    return toLinkState({
      now,
      phoneOnline: online,
      synced,
      link,
      paused: untouched,
      watchedSince: null,
      heardAt: 0,
      newestAt: null,
    });
  });
}
