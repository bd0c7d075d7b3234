import type { Firestore } from "firebase-admin/firestore";
import { commitWrites } from "../platform/commit.store.ts";
import type { Secrets } from "../platform/config.ts";
import { type NetworkInput, networkInputSchema, planNetwork, type RegisteredNetwork } from "./plan-network.ts";

/** Creates a network with its key. @throws if the input breaks the schema. */
export async function registerNetwork(
  db: Firestore,
  input: NetworkInput,
  secrets: Secrets,
  now: number,
): Promise<RegisteredNetwork> {
  const { writes, ...registered } = await planNetwork(networkInputSchema.parse(input), secrets, now);
  // Random ids do not meet: a conflict is a fault of the database, not of the caller.
  if ((await commitWrites(db, writes)) === "conflict") throw new Error("the new network's documents exist already");
  return registered;
}
