import type { Command } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { createCommand } from "../../commands/create-command.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { toIso } from "../http/iso.ts";
import { requireGrant, unknownNode } from "../reading/decide-read.ts";
import type { StoredNode } from "../reading/reading.ts";
import type { Reply } from "../reply.ts";
import type { CommandAsk } from "./ask.ts";
import type { WireCommand } from "./wire.ts";

export interface OrdersStore {
  readCommand(networkId: NetworkId, commandId: string): Promise<Command | null>;
}

/** By the same way as the app's; the owner's log has it. */
export async function command(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  { channel, value, lifeS }: CommandAsk,
): Promise<Reply> {
  const { networkId } = await requireOperator(context, caller, nodeId);
  const why = { source: "api", cause: null, hops: 0 } as const;
  const actor = { who: caller.principalId, whoLabel: caller.client.name, why };
  const order = { kind: "set", nodeId, channel, value } as const;
  const { commandId } = await createCommand(
    { store: context.commands, clock: context.clock },
    { networkId, order, lifeMs: lifeS * 1000, actor },
  );
  const location = `/v1/nodes/${nodeId}/commands/${commandId}`;
  return {
    status: 202,
    body: await tell(context, caller, networkId, nodeId, commandId),
    rows: 0,
    headers: { location },
  };
}

/** Of this client's own only. */
export async function readCommand(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  commandId: string,
): Promise<Reply> {
  const { networkId } = await requireOperator(context, caller, nodeId);
  return { status: 200, body: await tell(context, caller, networkId, nodeId, commandId), rows: 0 };
}

export async function permitCommand(context: ApiContext, caller: ApiCaller, nodeId: NodeId): Promise<void> {
  await requireOperator(context, caller, nodeId);
}

async function requireOperator({ reading, clock }: ApiContext, caller: ApiCaller, nodeId: NodeId): Promise<StoredNode> {
  const [node = null] = await reading.readNodes([nodeId], caller.principalId);
  requireGrant(node, caller.principalId, { kind: "command" }, clock());
  if (node === null) throw unknownNode();
  return node;
}

async function tell(
  { orders }: ApiContext,
  { principalId }: ApiCaller,
  networkId: NetworkId,
  nodeId: NodeId,
  commandId: string,
): Promise<WireCommand> {
  const command = await orders.readCommand(networkId, commandId);
  if (command === null || command.who !== principalId || command.nodeId !== nodeId) throw unknownNode();
  const { order, state, reason, at, deadline, sentAt, publishedAt, endedAt } = command;
  if (order.kind !== "set") throw unknownNode();
  const toMoment = (each: number | null) => (each === null ? null : toIso(each));
  return {
    id: commandId,
    nodeId,
    channel: order.channel,
    value: order.value,
    state,
    reason,
    at: toIso(at),
    deadline: toIso(deadline),
    sentAt: toMoment(sentAt),
    publishedAt: toMoment(publishedAt),
    endedAt: toMoment(endedAt),
  };
}
