import type { CommandOrder } from "@lastmeter/model/command";
import type { Grant, PrincipalId } from "@lastmeter/model/grant";
import { type Ask, decideAccess } from "../access/access.ts";
import { toAsks } from "./order-rules.ts";

export interface RightFacts {
  readonly order: CommandOrder;
  readonly who: PrincipalId;
  readonly ownerId: string;
  /** Of `who`, of the network and of the order's node. */
  readonly networkGrant: Grant | null;
  readonly nodeGrant: Grant | null;
  readonly now: number;
}

/** `unknown`: they may not even know of the node or network. */
export function decideRight({ order, who, nodeGrant, ...facts }: RightFacts): "allowed" | "forbidden" | "unknown" {
  const decide = (ask: Ask) => decideAccess({ ...facts, principalId: who, grant: nodeGrant, ask });
  const decided = toAsks(order).map(decide);
  if (decided.some(({ isAllowed }) => isAllowed)) return "allowed";
  const isToldOf = decided.some((access) => !access.isAllowed && access.permitted !== null);
  return isToldOf || decide({ kind: "node" }).isAllowed ? "forbidden" : "unknown";
}
