import { type NetworkId, networkIdSchema } from "@lastmeter/model/ids";
import type { Firestore } from "firebase-admin/firestore";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import type { SharingContext } from "./context.ts";
import { leave } from "./grants.ts";

/** As if they had left each network by themselves. @param principal of whom `uid` is the id in grants. @returns these networks. */
export async function giveBack(db: Firestore, sharing: SharingContext, principal: Caller): Promise<NetworkId[]> {
  const held = db.collectionGroup("grants").where("principalId", "==", principal.uid);
  const ids = (await held.get()).docs.map((snapshot) => networkIdSchema.parse(snapshot.get("networkId")));
  const networkIds = [...new Set(ids)];
  for (const networkId of networkIds) {
    await leave(sharing, principal, { act: "leave", networkId, nodeIds: null }).catch(ignoreGone);
  }
  // What is left belongs to networks that are gone.
  await deleteAll(held);
  return networkIds;
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof AppError) || error.kind !== "not_found") throw error;
}
