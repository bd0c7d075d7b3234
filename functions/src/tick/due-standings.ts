import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";

export interface DueStanding {
  readonly networkId: NetworkId;
  readonly principalId: string;
  /** Null: of the network, and so of all its nodes. */
  readonly nodeIds: readonly NodeId[] | null;
}

/** Grants that are due, by network and principal: what one of them has in a network is settled together. */
export function toDueStandings(grants: readonly Pick<Grant, "networkId" | "principalId" | "nodeId">[]): DueStanding[] {
  const standings = new Map<string, DueStanding>();
  for (const { networkId, principalId, nodeId } of grants) {
    const id = `${networkId} ${principalId}`;
    const known = standings.get(id);
    const isWhole = nodeId === null || known?.nodeIds === null;
    standings.set(id, { networkId, principalId, nodeIds: isWhole ? null : [...(known?.nodeIds ?? []), nodeId] });
  }
  return [...standings.values()];
}
