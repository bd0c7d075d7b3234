import { ERASED_PRINCIPAL } from "@lastmeter/model/account";
import { clientSchema } from "@lastmeter/model/client";
import { toClientPrincipal } from "@lastmeter/model/grant";
import { paths } from "@lastmeter/model/paths";
import { providerSchema } from "@lastmeter/model/provider";
import type { Firestore } from "firebase-admin/firestore";
import type { SharingContext } from "../sharing/context.ts";
import { changeAll } from "./change-all.store.ts";
import { eraseClient } from "./client.store.ts";
import { planLeaving } from "./plan-leaving.ts";

/** A person's own programs go; companies go on without them, and one without anybody is suspended. Safe to do again. */
export async function erasePrograms(db: Firestore, sharing: SharingContext, uid: string): Promise<void> {
  const managed = await db.collection("clients").where("managers", "array-contains", uid).get();
  for (const snapshot of managed.docs) {
    if (clientSchema.parse(snapshot.data()).kind === "personal") await erasePersonal(db, sharing, snapshot.id);
  }
  const administered = await db.collection("providers").where("admins", "array-contains", uid).select().get();
  for (const { id } of administered.docs) await leaveProvider(db, id, uid, sharing.now);
  const by = { by: ERASED_PRINCIPAL };
  await changeAll(db.collection("clients").where("by", "==", uid), by);
}

/** Its name was the person's choice. */
async function erasePersonal(db: Firestore, sharing: SharingContext, clientId: string): Promise<void> {
  await eraseClient(db, sharing, clientId);
  const principalId = toClientPrincipal(clientId);
  const who = { who: ERASED_PRINCIPAL, whoLabel: "" };
  await changeAll(db.collectionGroup("accessLog").where("who", "==", principalId), who);
  await changeAll(db.collectionGroup("commands").where("who", "==", principalId), who);
  const about = { principalId: ERASED_PRINCIPAL, label: "" };
  await changeAll(db.collectionGroup("accessLog").where("principalId", "==", principalId), about);
}

async function leaveProvider(db: Firestore, providerId: string, uid: string, now: number): Promise<void> {
  await db.runTransaction(async (transaction) => {
    const reference = db.doc(paths.provider(providerId));
    const snapshot = await transaction.get(reference);
    if (!snapshot.exists) return;
    const clients = await transaction.get(db.collection("clients").where("providerId", "==", providerId));
    const plan = planLeaving(providerSchema.parse(snapshot.data()), uid, now);
    transaction.set(reference, plan.provider);
    for (const client of clients.docs) {
      transaction.update(client.ref, plan.toChange(clientSchema.parse(client.data())));
    }
  });
}
