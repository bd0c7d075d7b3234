import type { CommandOrder } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { FieldError } from "@lastmeter/model/problem";
import type { Ask } from "../access/access.ts";
import { toValueFault } from "./value-fault.ts";

/** What of a node an order depends on. */
export type OrderedNode = Pick<Node, "status" | "channels">;

/** The node it is about; null: the network. */
export function toNodeId(order: CommandOrder): NodeId | null {
  return order.kind === "permitJoin" ? null : order.nodeId;
}

/**
 * What whoever gives the order must be allowed, one of these: to operate the node; to administer its network; for the settings of a node,
 * to administer that node, as the rules let it be read.
 */
export function toAsks(order: CommandOrder): readonly Ask[] {
  if (order.kind === "set") return [{ kind: "command" }];
  const isOfNode = (order.kind === "configure" || order.kind === "readSetting") && order.nodeId !== null;
  return isOfNode ? [{ kind: "config" }, { kind: "health" }] : [{ kind: "config" }];
}

/** Why an order cannot be carried out, whoever gives it; null: it can. @param node null: there is none, or not in this network. */
export function toOrderFault(order: CommandOrder, node: OrderedNode | null): FieldError | null {
  if (order.kind === "permitJoin" || order.nodeId === null) return null;
  if (node === null || node.status === "removed") return { path: "order.nodeId", expected: "a node of the network" };
  if (order.kind !== "set") return null;
  if (node.status !== "active") return { path: "order.nodeId", expected: "a node that was approved" };
  const channel = Object.hasOwn(node.channels, order.channel) ? node.channels[order.channel] : undefined;
  const isControl = channel?.kind === "control" && channel.settable && !channel.retired;
  if (!isControl) return { path: "order.channel", expected: "a control of the node" };
  const expected = toValueFault(channel, node.channels, order.value);
  return expected === null ? null : { path: "order.value", expected };
}
