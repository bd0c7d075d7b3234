import type { NodeId } from "@lastmeter/model/ids";
import { setConfiguration } from "../../configuration/configuration.ts";
import type { ApiCaller, ApiContext } from "../context.ts";
import { requireGrant, unknownNode } from "../reading/decide-read.ts";
import type { Reply } from "../reply.ts";
import type { ConfigurationAsk } from "./ask.ts";

/** By the same way as the app's; the owner's log has it. */
export async function configureNode(
  context: ApiContext,
  caller: ApiCaller,
  nodeId: NodeId,
  { changes }: ConfigurationAsk,
): Promise<Reply> {
  const { reading, configuration, clock } = context;
  const [node = null] = await reading.readNodes([nodeId], caller.principalId);
  requireGrant(node, caller.principalId, { kind: "health" }, clock());
  if (node === null) throw unknownNode();
  const subject = { networkId: node.networkId, nodeId };
  const author = { who: caller.principalId, whoLabel: caller.client.name, source: "api" } as const;
  const wanted = changes.map(({ key, value, rev }) => ({ key, rev, value: JSON.stringify(value) }));
  await setConfiguration({ store: configuration, clock }, subject, author, wanted);
  const told = changes.map(({ key, rev }) => ({ key, rev: rev + 1 }));
  return { status: 202, body: { nodeId, settings: told }, rows: 0 };
}
