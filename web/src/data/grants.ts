import { type Grant, isCurrent } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import { useMemo } from "react";
import { type Lent, toGrantedNode } from "../lib/lent.ts";
import { useLiveValue } from "../lib/live-value.ts";
import { peekLive, store, useHomes } from "./home-data.ts";
import { useUid } from "./session.ts";
import { sharingQueries } from "./sharing-queries.ts";
import { type Loaded, useLoaded } from "./store.ts";

/** A node that was lent, with the grant that counts. */
export interface LentNode extends Lent {
  readonly grant: Grant;
}

/** A home in which somebody shares something with this person. */
export interface LentHome {
  readonly networkId: NetworkId;
  /** Of the whole home; null: single nodes only. */
  readonly whole: Grant | null;
  /** Any grant of the home: it says whose it is and how it is called. */
  readonly about: Grant;
  readonly nodes: readonly LentNode[];
}

/** Grants of this person, by document path, current and to come. */
function useOwnGrants(): Loaded<Grant> {
  const uid = useUid();
  return useLoaded(
    store,
    useMemo(() => sharingQueries.grants(uid), [uid]),
  );
}

/** Drawn again when a grant begins or ends: nothing is shown a moment longer than granted, whatever the server says meanwhile. */
function useCurrent(grants: Loaded<Grant>): readonly Grant[] {
  const all = useMemo(() => [...(grants.value?.values() ?? [])], [grants.value]);
  const key = useLiveValue((now) => all.map((grant) => (isCurrent(grant, now) ? "1" : "0")).join(""));
  return useMemo(() => all.filter((_, place) => key[place] === "1"), [all, key]);
}

/** What others share with this person now, by home; null while it is not known. */
export function useLentHomes(): { readonly homes: readonly LentHome[] | null; readonly error: string | null } {
  const grants = useOwnGrants();
  const current = useCurrent(grants);
  const { nodes } = useHomes();
  const homes = useMemo(() => {
    if (grants.value === null || nodes.value === null) return null;
    return toLentHomes(current, nodes.value);
  }, [grants.value, nodes.value, current]);
  return { homes, error: grants.error };
}

function toLentHomes(grants: readonly Grant[], nodes: ReadonlyMap<string, Node>): LentHome[] {
  const homes = new Map<string, { whole: Grant | null; about: Grant; nodes: LentNode[] }>();
  for (const grant of grants) {
    const home = homes.get(grant.networkId) ?? { whole: null, about: grant, nodes: [] };
    homes.set(grant.networkId, home);
    if (grant.nodeId === null) home.whole = grant;
    const node = grant.nodeId === null ? undefined : nodes.get(grant.nodeId);
    if (node && grant.nodeId !== null && node.status !== "removed") {
      home.nodes.push(toLentNode(grant.nodeId, node, grant));
    }
  }
  const byName = (a: LentNode, b: LentNode) => a.node.name.localeCompare(b.node.name);
  return [...homes]
    .map(([id, home]) => ({ networkId: id as NetworkId, ...home, nodes: home.nodes.sort(byName) }))
    .sort((a, b) => a.about.networkName.localeCompare(b.about.networkName));
}

function toLentNode(nodeId: NodeId, node: Node, grant: Grant): LentNode {
  const { resolution, channels, view, historyFrom, timeZone } = grant;
  return { nodeId, node: toGrantedNode(node, channels), resolution, view, historyFrom, timeZone, grant };
}

/** Newest values of a lent node, for painters; null where the grant is coarser than raw. */
export function useLentLive({ nodeId, resolution, view }: Lent) {
  const uid = useUid();
  return useMemo(() => {
    if (resolution !== "raw") return null;
    const id = view === null ? nodeId : `${nodeId}~${view}`;
    return () => peekLive(uid).value?.get(id)?.d ?? null;
  }, [uid, nodeId, resolution, view]);
}

/** A home whose sharing this person manages: their own, or one they administer. */
export interface ManagedHome {
  readonly networkId: NetworkId;
  readonly name: string;
  readonly timeZone: string;
  readonly isOwner: boolean;
}

/** Null while it is not known. */
export function useManagedHomes(): readonly ManagedHome[] | null {
  const { networks } = useHomes();
  const grants = useOwnGrants();
  const current = useCurrent(grants);
  return useMemo(() => {
    const own = [...(networks.value ?? [])].map(
      ([id, { name, timeZone }]): ManagedHome => ({ networkId: id as NetworkId, name, timeZone, isOwner: true }),
    );
    const administered = current
      .filter(({ role, nodeId, networkId }) => {
        return role === "admin" && nodeId === null && own.every((home) => home.networkId !== networkId);
      })
      .map(({ networkId, networkName, timeZone }): ManagedHome => {
        return { networkId, name: networkName, timeZone, isOwner: false };
      });
    if (networks.value === null || (own.length === 0 && grants.value === null)) return null;
    return [...own, ...administered].sort((a, b) => a.name.localeCompare(b.name));
  }, [networks.value, grants.value, current]);
}

/** Nodes of a home that this person sees, by name. */
export function useNodesOf(networkId: NetworkId | null): readonly (readonly [NodeId, Node])[] {
  const { nodes } = useHomes();
  return useMemo(
    () =>
      [...(nodes.value ?? [])]
        .flatMap(([id, node]) =>
          node.networkId === networkId && node.status !== "removed" ? [[id as NodeId, node] as const] : [],
        )
        .sort(([, a], [, b]) => a.name.localeCompare(b.name)),
    [nodes.value, networkId],
  );
}
