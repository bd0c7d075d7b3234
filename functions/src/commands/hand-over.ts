import type { Command } from "@lastmeter/model/command";
import type { Grant } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import type { Directory, NativeOrder, Protocol } from "../protocols/protocol.ts";
import { decideRight } from "./decide-right.ts";
import { type OrderedNode, toNodeId, toOrderFault } from "./order-rules.ts";

/** As the database is now. */
export interface Rights {
  readonly ownerId: string;
  readonly nodes: ReadonlyMap<NodeId, OrderedNode>;
  /** By `toGrantId`. */
  readonly grants: ReadonlyMap<string, Grant>;
}

export type HandOver =
  | { readonly kind: "native"; readonly native: NativeOrder }
  /** Who gave it may not any more. */
  | { readonly kind: "denied" }
  /** The node is not what it was. */
  | { readonly kind: "unfit" };

export const toGrantId = (nodeId: NodeId | null, who: string) => `${nodeId ?? ""} ${who}`;

/** Grant, node and value are looked at anew each time, then put into the protocol's own words. */
export function decideHandOver(
  commandId: string,
  { order, who }: Command,
  { ownerId, nodes, grants }: Rights,
  { protocol, directory, now }: { readonly protocol: Protocol; readonly directory: Directory; readonly now: number },
): HandOver {
  const nodeId = toNodeId(order);
  const networkGrant = grants.get(toGrantId(null, who)) ?? null;
  const nodeGrant = nodeId === null ? null : (grants.get(toGrantId(nodeId, who)) ?? null);
  if (decideRight({ order, who, ownerId, networkGrant, nodeGrant, now }) !== "allowed") return { kind: "denied" };
  const node = nodeId === null ? null : (nodes.get(nodeId) ?? null);
  if (toOrderFault(order, node) !== null) return { kind: "unfit" };
  const native = protocol.toNative(directory, order, commandId);
  return native === null ? { kind: "unfit" } : { kind: "native", native };
}
