import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import { networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore, Query } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import type { SharingContext } from "../sharing/context.ts";
import { leave } from "../sharing/grants.ts";
import type { People } from "./people.store.ts";

const PAGE = 300;

/**
 * What a person was lent and everything of their own; where documents of others name them, nobody is named any more. The sign-in goes
 * last: until then their e-mail can be read. Safe to do again. The networks they own are gone before.
 */
export async function eraseAccount(
  { db, people, sharing }: { db: Firestore; people: People; sharing: SharingContext },
  uid: string,
): Promise<void> {
  const email = await people.readEmail(uid);
  await giveBack(db, sharing, uid);
  if (email !== null) await deleteAll(db.collectionGroup("invitations").where("email", "==", email));
  const by = { by: ERASED_PRINCIPAL };
  await changeAll(db.collectionGroup("grants").where("by", "==", uid), by);
  await changeAll(db.collectionGroup("invitations").where("by", "==", uid), by);
  await changeAll(db.collectionGroup("repairs").where("by", "==", uid), by);
  const who = { who: ERASED_PRINCIPAL, whoLabel: "" };
  await changeAll(db.collectionGroup("accessLog").where("who", "==", uid), who);
  const about = { principalId: ERASED_PRINCIPAL, label: "" };
  await changeAll(db.collectionGroup("accessLog").where("principalId", "==", uid), about);
  if (email !== null) {
    await changeAll(db.collectionGroup("accessLog").where("label", "==", email), { label: "" });
    await changeAll(db.collectionGroup("accessLog").where("whoLabel", "==", email), { whoLabel: "" });
  }
  await db.recursiveDelete(db.doc(paths.user(uid)));
  await people.remove(uid);
}

/** As if they had left each network by themselves. */
async function giveBack(db: Firestore, sharing: SharingContext, uid: string): Promise<void> {
  const grants = await db.collectionGroup("grants").where("principalId", "==", uid).get();
  const caller = { uid, verifiedEmail: null };
  for (const id of new Set(grants.docs.map((snapshot) => snapshot.get("networkId")))) {
    const networkId = networkIdSchema.parse(id);
    await leave(sharing, caller, { act: "leave", networkId, nodeIds: null }).catch(ignoreGone);
    await db.doc(paths.watch(networkId, uid)).delete();
  }
  // What is left belongs to networks that are gone.
  await deleteAll(db.collectionGroup("grants").where("principalId", "==", uid));
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof AppError) || error.kind !== "not_found") throw error;
}

/** @param change takes a document out of what the query finds. */
async function changeAll(query: Query, change: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const { docs } = await query.select().limit(PAGE).get();
    const batch = query.firestore.batch();
    for (const { ref } of docs) batch.update(ref, change);
    await batch.commit();
    if (docs.length < PAGE) return;
  }
}
