import type { NetworkId } from "@lastmeter/model/ids";
import type { Network } from "@lastmeter/model/network";
import type { Health, Live, Node } from "@lastmeter/model/node";
import { useEffect, useMemo } from "react";
import { requestPaint } from "../lib/paint.ts";
import { createValue, useWatched } from "../lib/value.ts";
import { loadFirestore, reconnect } from "./client.ts";
import { loadSchemas, queries } from "./query.ts";
import { useUid } from "./session.ts";
import { createStore, type Loaded, useLoaded } from "./store.ts";
import { setWatch } from "./watch-keeper.ts";

export const store = createStore((query, listener) => {
  let stop: (() => void) | null = null;
  let over = false;
  Promise.all([loadFirestore(), loadSchemas()]).then(
    ([firestore]) => {
      if (!over) stop = firestore.listen(query, listener);
    },
    () => {
      if (!over) listener.error("unavailable");
    },
  );
  return () => {
    over = true;
    stop?.();
  };
}, reconnect);

const chosenNetwork = createValue(localStorage.getItem("lastmeter.network"));

export function chooseNetwork(networkId: string): void {
  localStorage.setItem("lastmeter.network", networkId);
  chosenNetwork.set(networkId);
}

export interface Homes {
  readonly networks: Loaded<Network>;
  readonly nodes: Loaded<Node>;
  /** The home on show: the chosen one, else the first by name; null while none is known. */
  readonly networkId: NetworkId | null;
  readonly network: Network | null;
}

/** The networks and nodes this person may see. Newest values are not in here: they are painted (see `useLivePaint`). */
export function useHomes(): Homes {
  const uid = useUid();
  const networks = useLoaded(
    store,
    useMemo(() => queries.networks(uid), [uid]),
  );
  const nodes = useLoaded(
    store,
    useMemo(() => queries.nodes(uid), [uid]),
  );
  const chosen = useWatched(chosenNetwork);
  const networkId = useMemo(() => {
    const all = [...(networks.value ?? [])].sort(([, a], [, b]) => a.name.localeCompare(b.name));
    const found = all.find(([id]) => id === chosen) ?? all[0];
    return found ? (found[0] as NetworkId) : null;
  }, [networks.value, chosen]);
  const network = networkId === null ? null : (networks.value?.get(networkId) ?? null);
  return { networks, nodes, networkId, network };
}

/** Keeps newest values coming while the component is there, and the gateways told that somebody looks. */
export function useLiveFeed(): void {
  const uid = useUid();
  const { networks } = useHomes();
  useEffect(() => store.subscribe(queries.live(uid), requestPaint), [uid]);
  useEffect(() => {
    if (networks.from === "server" || networks.from === "cache") {
      setWatch(uid, [...(networks.value?.keys() ?? [])] as NetworkId[]);
    }
  }, [uid, networks]);
}

/** How the devices are that this person manages; a node that is not in it is not theirs to know, or not loaded yet. */
export function useHealth(): ReadonlyMap<string, Health> | null {
  const uid = useUid();
  return useLoaded(
    store,
    useMemo(() => queries.health(uid), [uid]),
  ).value;
}

export function peekLive(uid: string): Loaded<Live> {
  return store.peek(queries.live(uid));
}
