import type { NodeId } from "@lastmeter/model/ids";
import { liveSchema, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import type { NodeNow } from "./newest.ts";

/** Nodes with their live values, without those that are gone. Two reads each. */
export async function readNodesNow(db: Firestore, nodeIds: readonly NodeId[]): Promise<NodeNow[]> {
  if (nodeIds.length === 0) return [];
  const documents = nodeIds.flatMap((nodeId) => [db.doc(paths.node(nodeId)), db.doc(paths.live(nodeId))]);
  const snapshots = await db.getAll(...documents);
  return nodeIds.flatMap((nodeId, index) => {
    const node = nodeSchema.safeParse(snapshots[index * 2]?.data());
    const live = liveSchema.safeParse(snapshots[index * 2 + 1]?.data());
    return node.success && live.success ? [{ nodeId, node: node.data, live: live.data.d }] : [];
  });
}
