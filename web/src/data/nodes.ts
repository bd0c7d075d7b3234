import type { NodeId } from "@lastmeter/model/ids";
import type { NodeChanges, NodesRequest } from "@lastmeter/model/node-edit";
import { z } from "zod/mini";
import { call } from "./call.ts";

/** What owner or administrator decide about a node. @throws CallError */
export async function editNode(nodeId: NodeId, changes: NodeChanges): Promise<void> {
  const request: NodesRequest = { act: "edit", nodeId, changes };
  await call("nodes", request, z.unknown());
}
