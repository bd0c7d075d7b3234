import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { SharingList } from "@lastmeter/model/sharing";
import { useLocation, useSearch } from "wouter";
import { type ManagedHome, useManagedHomes, useNodesOf } from "../../data/grants.ts";
import { useHomes } from "../../data/home-data.ts";
import { useSession } from "../../data/session.ts";
import { useSharing } from "../../data/sharing.ts";

export interface Managed {
  readonly home: ManagedHome;
  readonly homes: readonly ManagedHome[];
  readonly nodes: readonly (readonly [NodeId, Node])[];
  readonly list: SharingList | null;
  readonly fault: unknown;
  readonly uid: string;
  readonly email: string;
  reload(): Promise<void>;
  choose(networkId: string): void;
}

/**
 * The home whose sharing is on show with all its grants: `?home=` in the address, else the one of `nodeId`, else the one on the home
 * page.
 */
export function useManaged(nodeId?: NodeId): Managed | "loading" | "none" {
  const session = useSession();
  const homes = useManagedHomes();
  const { networkId, nodes: all } = useHomes();
  const [path, navigate] = useLocation();
  const params = new URLSearchParams(useSearch());
  const find = (id: string | null) => homes?.find((each) => each.networkId === id);
  const ofNode = nodeId === undefined ? undefined : all.value?.get(nodeId)?.networkId;
  const home = find(params.get("home")) ?? find(ofNode ?? null) ?? find(networkId) ?? homes?.[0];
  const nodes = useNodesOf(home?.networkId ?? null);
  const { list, fault, reload } = useSharing(home?.networkId ?? null);
  if (session.phase !== "in" || homes === null || all.value === null) return "loading";
  if (home === undefined) return "none";
  const choose = (id: string) => navigate(`${path}?home=${id}`, { replace: true });
  return { home, homes, nodes, list, fault, uid: session.uid, email: session.email, reload, choose };
}
