import { type GrantTerms, isClientPrincipal } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { AppError } from "../platform/app-error.ts";
import type { Write } from "../platform/writes.ts";
import type { NeededViews, Views } from "./context.ts";
import { type Actor, requireMayDecide } from "./decide-actor.ts";
import { toEntryWrites } from "./entry.ts";
import { requireTerms, toNetworkGrant, toNodeGrants } from "./new-grant.ts";
import { planStanding } from "./plan-standing.ts";
import type { SharingTransaction } from "./sharing.store.ts";
import type { Standing } from "./standing.ts";

/** Room for the owner and one more in the lists of a node. */
const NETWORK_GRANTS_MAX = 98;

export interface Giving {
  readonly act: "grant" | "change";
  /** Who decides, and who stands in the access log: the same, but where somebody accepts. */
  readonly by: { readonly uid: string; readonly actor: Actor };
  readonly who: { readonly uid: string; readonly label: string };
  readonly label: string;
  readonly terms: GrantTerms;
  readonly nodeIds: readonly NodeId[] | null;
  /** Of the same commit. */
  readonly writes?: readonly Write[];
}

/** Grants what is told, whatever of it the principal had. @throws AppError */
export async function give(
  transaction: SharingTransaction,
  standing: Standing,
  { act, by, who, label, terms, nodeIds, writes = [] }: Giving,
  views: Views | null,
  now: number,
) {
  const { network, principalId, nodes } = standing;
  const { networkId } = network;
  requireMayDecide(by.actor, by.uid, standing, terms);
  requireTerms(terms, nodeIds && nodes, isClientPrincipal(principalId), now);
  const isNewMember = nodeIds === null && standing.networkGrant === null;
  if (isNewMember && (await transaction.count(paths.networkGrants(networkId))) >= NETWORK_GRANTS_MAX) {
    throw new AppError("too_many", "members of a network");
  }
  if (terms.channels !== null && views === null) return { networkId, terms, nodes } satisfies NeededViews;
  const given = { principalId, label, terms, by: by.uid, at: now };
  const decision =
    nodeIds === null
      ? { networkGrant: toNetworkGrant(network, given, standing.networkGrant) }
      : { nodeGrants: toNodeGrants(standing, given, views ?? new Map()) };
  const granted = nodeIds && nodes.map(({ nodeId }) => nodeId);
  return {
    networkId,
    plan: planStanding(standing, decision, now),
    writes: [
      ...writes,
      ...toEntryWrites(networkId, granted, {
        act,
        at: now,
        who: who.uid,
        whoLabel: who.label,
        principalId,
        label,
        terms,
      }),
    ],
    result: { nodeIds: granted },
  };
}
