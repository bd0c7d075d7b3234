import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";

/** Grants that somebody gave: what the server copied to the nodes of a home is the home's grant once more. */
export function toGiven(grants: readonly Grant[]): Grant[] {
  return grants.filter(({ source, nodeId }) => source === "node" || nodeId === null);
}

export type Visibility = "private" | "household" | "shared";

interface Access {
  readonly visibility: Visibility;
  readonly own: readonly Grant[];
  readonly through: readonly Grant[];
}

/** Who a node is visible to: by its own grants, and through those of the home, before which its own stand. */
export function toAccess(nodeId: NodeId, grants: readonly Grant[]): Access {
  const given = toGiven(grants);
  const own = given.filter((grant) => grant.nodeId === nodeId);
  const through = given.filter(
    (grant) => grant.nodeId === null && own.every(({ principalId }) => principalId !== grant.principalId),
  );
  const visibility = own.length > 0 ? "shared" : through.length > 0 ? "household" : "private";
  return { visibility, own, through };
}
