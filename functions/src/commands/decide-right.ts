import type { CommandOrder } from "@lastmeter/model/command";
import type { Grant, PrincipalId } from "@lastmeter/model/grant";
import { decideAccess } from "../access/access.ts";
import { toAsk } from "./order-rules.ts";

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
  const access = decideAccess({ ...facts, principalId: who, grant: nodeGrant, ask: toAsk(order) });
  if (access.isAllowed) return "allowed";
  const isKnown = decideAccess({ ...facts, principalId: who, grant: nodeGrant, ask: { kind: "node" } }).isAllowed;
  return access.permitted !== null || isKnown ? "forbidden" : "unknown";
}
