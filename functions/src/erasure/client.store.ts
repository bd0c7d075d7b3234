import { toClientPrincipal } from "@lastmeter/model/grant";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { addWrite } from "../platform/commit.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import type { SharingContext } from "../sharing/context.ts";
import { giveBack } from "../sharing/give-back.store.ts";
import { type Erasure, planErasure } from "./erasure.ts";

/** From this commit on the program is as unknown as one that never was. */
export async function beginClientErasure(
  db: Firestore,
  clientId: string,
  now: number,
): Promise<{ readonly erasureId: string; readonly erasure: Erasure }> {
  const { write, ...begun } = await planErasure("client", clientId, null, now);
  const batch = db.batch();
  addWrite(db, batch, write);
  for (const path of [paths.client(clientId), paths.clientSecrets(clientId)]) batch.delete(db.doc(path));
  await batch.commit();
  return begun;
}

/** What it was lent, and what is known of its use. Safe to do again. */
export async function eraseClient(db: Firestore, sharing: SharingContext, clientId: string): Promise<void> {
  await giveBack(db, sharing, { uid: toClientPrincipal(clientId), verifiedEmail: null });
  await deleteAll(db.collection("idempotency").where("clientId", "==", clientId));
  await db.doc(paths.clientSecrets(clientId)).delete();
  await db.recursiveDelete(db.doc(paths.client(clientId)));
}
