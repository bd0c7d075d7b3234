import { type NetworkId, nodeIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";
import { addWrite } from "../platform/commit.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import { type Erasure, planErasure } from "./erasure.ts";
import { eraseNodeDocuments } from "./node.store.ts";
import type { People } from "./people.store.ts";

/** From this commit on nobody reads the network and its gateway is as unknown as one that never was. @throws AppError */
export async function beginNetworkErasure(
  db: Firestore,
  { networkId, uid, now }: { networkId: NetworkId; uid: string; now: number },
): Promise<{ readonly erasureId: string; readonly erasure: Erasure }> {
  const { write, ...begun } = await planErasure("network", networkId, null, now);
  await db.runTransaction(async (transaction) => {
    const network = await transaction.get(db.doc(paths.network(networkId)));
    if (network.get("ownerId") !== uid) throw new AppError("not_found", "no such network of this owner");
    addWrite(db, transaction, write);
    for (const path of [paths.network, paths.linkState, paths.networkKey]) transaction.delete(db.doc(path(networkId)));
  });
  return begun;
}

/** Everything of the network. Safe to do again. @returns false where the time was over first. */
export async function eraseNetwork(
  { db, people, isOver }: { db: Firestore; people: People; isOver: () => boolean },
  networkId: NetworkId,
): Promise<boolean> {
  const nodes = await db.collection("nodes").where("networkId", "==", networkId).select().get();
  for (const { id } of nodes.docs) {
    if (isOver()) return false;
    await eraseNodeDocuments(db, nodeIdSchema.parse(id));
  }
  await deleteAll(db.collection("live").where("networkId", "==", networkId));
  await deleteAll(db.collection("health").where("networkId", "==", networkId));
  await deleteAll(db.collectionGroup("notices").where("networkId", "==", networkId));
  await db.doc(paths.networkKey(networkId)).delete();
  await db.recursiveDelete(db.doc(paths.network(networkId)));
  await people.remove(`gw_${networkId}`);
  return true;
}
