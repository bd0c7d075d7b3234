import { grantSchema, isCurrent } from "@lastmeter/model/grant";
import { uidSchema } from "@lastmeter/model/ids";
import type { DocumentSnapshot } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { GuardedWrite } from "../platform/commit.store.ts";

const ownedSchema = z.object({ ownerId: uidSchema });

export interface Right {
  readonly actor: "owner" | "admin";
  /** The document that gives the right: in the act's own commit, so that the act does not outlive it. */
  readonly guard: GuardedWrite;
}

/**
 * What the caller may do in a network, by its document and by their grant of it. Null: they may not know of it.
 */
export function toRight(network: DocumentSnapshot, grant: DocumentSnapshot, uid: string, now: number): Right | null {
  const owned = ownedSchema.safeParse(network.data());
  if (!owned.success || !network.updateTime) return null;
  if (owned.data.ownerId === uid) {
    return { actor: "owner", guard: { path: network.ref.path, data: { ownerId: uid }, updatedAt: network.updateTime } };
  }
  const granted = grantSchema.safeParse(grant.data());
  if (granted.data?.role !== "admin" || !isCurrent(granted.data, now) || !grant.updateTime) return null;
  return { actor: "admin", guard: { path: grant.ref.path, data: { role: "admin" }, updatedAt: grant.updateTime } };
}
