import { type Grant, type GrantTerms, isCurrent } from "@lastmeter/model/grant";
import { AppError } from "../platform/app-error.ts";
import type { Standing } from "./standing.ts";

export type Actor = "owner" | "admin";

/** @param grant of the network, of this person. @throws AppError not_found: they may not know of the network. */
export function decideActor(ownerId: string, grant: Grant | null, uid: string, now: number): Actor {
  if (uid === ownerId) return "owner";
  if (grant?.role === "admin" && isCurrent(grant, now)) return "admin";
  throw new AppError("not_found", "no network of this administrator");
}

/**
 * An owner decides about everybody's grants, an administrator about those of others who are none; nobody about the owner's. Only the
 * owner appoints. @param terms null: what there is ends. @throws AppError forbidden
 */
export function requireMayDecide(
  actor: Actor,
  uid: string,
  standing: Pick<Standing, "network" | "principalId" | "networkGrant" | "nodeGrants">,
  terms: GrantTerms | null,
): void {
  const { network, principalId, networkGrant, nodeGrants } = standing;
  if (principalId === network.ownerId) throw new AppError("forbidden", "the owner has no grant");
  if (actor === "owner") return;
  if (principalId === uid) throw new AppError("forbidden", "an administrator's own grant");
  const held = [networkGrant, ...nodeGrants.values()];
  if (held.some((grant) => grant?.role === "admin")) throw new AppError("forbidden", "an administrator's grant");
  if (terms?.role === "admin") throw new AppError("forbidden", "only the owner appoints");
}
