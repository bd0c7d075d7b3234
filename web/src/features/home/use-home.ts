import type { Network } from "@lastmeter/model/network";
import { useMemo, useRef } from "react";
import { type Homes, peekLive, useHomes } from "../../data/home-data.ts";
import { useNetworkLink } from "../../data/network-link.ts";
import { useUid } from "../../data/session.ts";
import type { LinkState } from "../../lib/link-state.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { type Home, type HomeNode, hasPower, toHome, toOrder } from "./home.ts";

/** The home at one moment. */
export interface HomeNow {
  readonly home: Home;
  readonly day: string;
  readonly byId: ReadonlyMap<string, HomeNode>;
  /** The greatest power of a node, W: the measure of the rows' bars. */
  readonly greatestW: number;
}

export interface HomePageData extends Homes {
  readonly network: Network;
  readonly nodes: Homes["nodes"];
  readonly state: LinkState;
  /** Ids of nodes with power, greatest first. */
  readonly order: readonly string[];
  readonly sensors: readonly HomeNode[];
  /** The newest values; for painters. The same object until something changed. */
  readonly read: (now: number) => HomeNow;
}

const QUARTER_MS = 900_000;

/** Computes the home only when values, nodes or the day changed: a painter asks for every figure of the page. */
function createReader(uid: string, nodes: readonly Omit<HomeNode, "live">[], timeZone: string) {
  let values: unknown;
  let quarter = -1;
  let day = "";
  let last: HomeNow | null = null;
  return (now: number): HomeNow => {
    const live = peekLive(uid).value;
    if (last && values === live && quarter === Math.floor(now / QUARTER_MS)) return last;
    if (quarter !== Math.floor(now / QUARTER_MS)) day = toLocalDay(now, timeZone);
    quarter = Math.floor(now / QUARTER_MS);
    values = live;
    const all = nodes.map(({ id, node }) => ({ id, node, live: live?.get(id)?.d ?? null }));
    const greatestW = Math.max(1, ...all.map(({ live: newest }) => Math.abs(newest?.power?.value ?? 0) / 10));
    last = { home: toHome(all, day), day, byId: new Map(all.map((node) => [node.id, node])), greatestW };
    return last;
  };
}

/** What the home page shows; null until a network is known. */
export function useHome(homes: Homes, network: Network): HomePageData {
  const uid = useUid();
  const all = homes.nodes.value;
  const nodes = useMemo(
    () =>
      [...(all ?? [])]
        .filter(([, node]) => node.networkId === homes.networkId && node.status !== "removed")
        .map(([id, node]) => ({ id: id as string, node }))
        .sort((a, b) => a.node.name.localeCompare(b.node.name)),
    [all, homes.networkId],
  );
  const read = useMemo(() => createReader(uid, nodes, network.timeZone), [uid, nodes, network.timeZone]);
  const before = useRef<readonly string[]>([]);
  const orderText = useLiveValue((now) => {
    const metered = [...read(now).byId.values()].filter(({ node }) => hasPower(node));
    before.current = toOrder(metered, before.current);
    return before.current.join(" ");
  });
  const state = useNetworkLink(homes.networkId, network);
  const order = useMemo(() => orderText.split(" ").filter(Boolean), [orderText]);
  const sensors = useMemo(
    () => nodes.filter(({ node }) => !hasPower(node)).map((node) => ({ ...node, live: null })),
    [nodes],
  );
  return { ...homes, network, state, order, sensors, read };
}

export { useHomes };
