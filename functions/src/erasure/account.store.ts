import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { deleteAll } from "../platform/delete-all.store.ts";
import { eraseAuthor, eraseRecipient } from "../rules/erase.store.ts";
import type { SharingContext } from "../sharing/context.ts";
import { giveBack } from "../sharing/give-back.store.ts";
import { changeAll } from "./change-all.store.ts";
import type { People } from "./people.store.ts";
import { erasePrograms } from "./programs.store.ts";

/**
 * What a person was lent and everything of their own; where documents of others name them, nobody is named any more. The sign-in goes
 * last: until then their e-mail can be read. Safe to do again. The networks they own are gone before.
 */
export async function eraseAccount(
  { db, people, sharing }: { db: Firestore; people: People; sharing: SharingContext },
  uid: string,
): Promise<void> {
  const email = await people.readEmail(uid);
  for (const networkId of await giveBack(db, sharing, { uid, verifiedEmail: null })) {
    await eraseRecipient(db, networkId, uid);
    await db.doc(paths.watch(networkId, uid)).delete();
  }
  await erasePrograms(db, sharing, uid);
  if (email !== null) await deleteAll(db.collectionGroup("invitations").where("email", "==", email));
  const by = { by: ERASED_PRINCIPAL };
  await changeAll(db.collectionGroup("grants").where("by", "==", uid), by);
  await changeAll(db.collectionGroup("invitations").where("by", "==", uid), by);
  await changeAll(db.collectionGroup("repairs").where("by", "==", uid), by);
  await eraseAuthor(db, uid);
  await changeAll(db.collectionGroup("alarms").where("acknowledgedBy", "==", uid), {
    acknowledgedBy: ERASED_PRINCIPAL,
  });
  const who = { who: ERASED_PRINCIPAL, whoLabel: "" };
  await changeAll(db.collectionGroup("accessLog").where("who", "==", uid), who);
  await changeAll(db.collectionGroup("commands").where("who", "==", uid), who);
  const about = { principalId: ERASED_PRINCIPAL, label: "" };
  await changeAll(db.collectionGroup("accessLog").where("principalId", "==", uid), about);
  if (email !== null) {
    await changeAll(db.collectionGroup("accessLog").where("label", "==", email), { label: "" });
    await changeAll(db.collectionGroup("accessLog").where("whoLabel", "==", email), { whoLabel: "" });
  }
  await db.recursiveDelete(db.doc(paths.user(uid)));
  await people.remove(uid);
}
