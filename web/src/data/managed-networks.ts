import type { NetworkId } from "@lastmeter/model/ids";
import { type Network, networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { useManagedHomes } from "./grants.ts";
import { store, useHomes } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";

/** A network that this person administers: their own, or by a grant. */
export interface ManagedNetwork {
  readonly networkId: NetworkId;
  readonly network: Network;
  readonly isOwner: boolean;
}

const toQuery = (networkId: string): Query<Network> => ({
  path: paths.network(networkId as NetworkId),
  where: null,
  parse: parseBy(networkSchema),
});

/** By name; null while it is not known. Asked for by administrators' pages only: the first load knows a person's own. */
export function useManagedNetworks(): readonly ManagedNetwork[] | null {
  const { networks } = useHomes();
  const homes = useManagedHomes();
  const others = homes?.flatMap(({ networkId, isOwner }) => (isOwner ? [] : [networkId])).join(" ") ?? "";
  const granted = useEach(useMemo(() => others.split(" ").filter(Boolean).map(toQuery), [others]));
  return useMemo(() => {
    if (homes === null) return null;
    const known = new Map([...(networks.value ?? []), ...granted]);
    return homes.flatMap(({ networkId, isOwner }) => {
      const network = known.get(networkId);
      return network ? [{ networkId, network, isOwner }] : [];
    });
  }, [homes, networks.value, granted]);
}

/** The documents of several queries, kept up to date. @param queries the same object from render to render */
function useEach<T>(queries: readonly Query<T>[]): ReadonlyMap<string, T> {
  const last = useRef<{ readonly parts: readonly unknown[]; readonly all: ReadonlyMap<string, T> }>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = queries.map((query) => store.subscribe(query, changed));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [queries],
  );
  return useSyncExternalStore(subscribe, () => {
    const parts = queries.map((query) => store.peek(query).value);
    const { current } = last;
    if (current && current.parts.length === parts.length && parts.every((part, at) => part === current.parts[at])) {
      return current.all;
    }
    const all = new Map(parts.flatMap((part) => [...(part ?? [])]));
    last.current = { parts, all };
    return all;
  });
}
