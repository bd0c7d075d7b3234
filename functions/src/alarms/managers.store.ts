import { grantSchema, isClientPrincipal, isCurrent } from "@lastmeter/model/grant";
import { type NetworkId, uidSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";

/** Owner and administrators of a network at `now`; empty where it is gone. Read only when there is something to tell them. */
export async function readManagers(db: Firestore, networkId: NetworkId, now: number): Promise<readonly string[]> {
  const [network, admins] = await Promise.all([
    db.doc(paths.network(networkId)).get(),
    db.collection(paths.networkGrants(networkId)).where("role", "==", "admin").get(),
  ]);
  const owner = uidSchema.safeParse(network.get("ownerId"));
  if (!owner.success) return [];
  const granted = admins.docs.flatMap((snapshot) => {
    const grant = grantSchema.parse(snapshot.data());
    return isCurrent(grant, now) && !isClientPrincipal(grant.principalId) ? [grant.principalId] : [];
  });
  return [...new Set([owner.data, ...granted])];
}
