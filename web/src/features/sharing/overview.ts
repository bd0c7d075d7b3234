import type { Grant, PrincipalId } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { toGiven } from "../../lib/access.ts";

/** A person or program with all they were granted in a home. */
export interface Reader {
  readonly principalId: PrincipalId;
  readonly label: string;
  readonly isProgram: boolean;
  /** Of the whole home. */
  readonly whole: Grant | null;
  /** Of single nodes. */
  readonly nodes: readonly Grant[];
}

export function toReaders(grants: readonly Grant[]): Reader[] {
  const readers = new Map<PrincipalId, { whole: Grant | null; nodes: Grant[]; about: Grant }>();
  for (const grant of toGiven(grants)) {
    const reader = readers.get(grant.principalId) ?? { whole: null, nodes: [], about: grant };
    readers.set(grant.principalId, reader);
    if (grant.nodeId === null) reader.whole = grant;
    else reader.nodes.push(grant);
  }
  return [...readers]
    .map(([principalId, { whole, nodes, about }]) => ({
      principalId,
      label: about.label,
      isProgram: about.principal === "client",
      whole,
      nodes,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** What tells a grant from all others of its home. */
export const toKey = ({ principalId, nodeId }: Grant): string => `${principalId} ${nodeId ?? ""}`;

/** Why somebody may not end or change a grant; null: they may. An administrator never their own, another's or the owner's. */
export function toLock(grant: Grant, { uid, isOwner }: { uid: string; isOwner: boolean }): "own" | "admin" | null {
  if (isOwner) return null;
  if (grant.principalId === uid) return "own";
  return grant.role === "admin" ? "admin" : null;
}

/** The fewest calls that end these grants: one for each set of nodes. `nodeIds` null ends all a principal has in the home. */
export function toRevocations(grants: readonly Grant[]): { nodeIds: NodeId[] | null; principalIds: PrincipalId[] }[] {
  const byPrincipal = new Map<PrincipalId, NodeId[] | null>();
  for (const { principalId, nodeId } of grants) {
    const nodes = byPrincipal.get(principalId);
    if (nodes === null) continue;
    byPrincipal.set(principalId, nodeId === null ? null : [...(nodes ?? []), nodeId]);
  }
  const bySet = new Map<string, { nodeIds: NodeId[] | null; principalIds: PrincipalId[] }>();
  for (const [principalId, nodeIds] of byPrincipal) {
    const key = nodeIds === null ? "" : [...nodeIds].sort().join();
    const revocation = bySet.get(key) ?? { nodeIds, principalIds: [] };
    bySet.set(key, revocation);
    revocation.principalIds.push(principalId);
  }
  return [...bySet.values()];
}
