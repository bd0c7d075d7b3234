import { nodesRequestSchema } from "@lastmeter/model/node-edit";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { parseRequest } from "../platform/parse-request.ts";
import type { NodesStore } from "./nodes.store.ts";
import { planNodeEdit } from "./plan-node-edit.ts";

const ATTEMPTS_MAX = 5;

export interface NodesContext {
  readonly store: NodesStore;
  readonly now: number;
  readonly entryId: string;
}

/**
 * What owners and the network's administrators decide about a node. Everybody else is told what is told of a node that is not there.
 * @throws AppError not_found, bad_request
 */
export async function handleNodes(
  { store, now, entryId }: NodesContext,
  { uid, verifiedEmail }: Caller,
  data: unknown,
): Promise<Record<string, never>> {
  const { nodeId, changes } = parseRequest(nodesRequestSchema, data);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const ground = await store.readGround(nodeId, uid, now);
    if (ground === null) throw new AppError("not_found", "no such node of this owner or administrator");
    const plan = planNodeEdit({ ...ground, nodeId, changes, who: uid, whoLabel: verifiedEmail ?? "", now, entryId });
    if (plan.kind === "refused") throw new AppError("bad_request", "node edit", null, plan.errors);
    if ((await store.commit(ground, plan)) === "committed") return {};
  }
  throw new AppError("unavailable", "contended", 2);
}
