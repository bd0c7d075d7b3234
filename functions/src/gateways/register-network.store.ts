import type { EnrolmentReply } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Firestore } from "firebase-admin/firestore";
import type { z } from "zod/mini";
import { commitWrites } from "../platform/commit.store.ts";
import type { Secrets } from "../platform/config.ts";
import { networkInputSchema, planNetwork } from "./plan-network.ts";

export interface RegisteredNetwork {
  readonly networkId: NetworkId;
  readonly keyText: string;
  readonly bridgeConfig: EnrolmentReply["config"];
}

/** Creates a network with its key, whoever asks: for local stacks. @throws if the input breaks the schema. */
export async function registerNetwork(
  db: Firestore,
  input: z.input<typeof networkInputSchema>,
  secrets: Secrets,
  now: number,
): Promise<RegisteredNetwork> {
  const { writes, networkId, enrolment } = await planNetwork(networkInputSchema.parse(input), secrets, now);
  // Random ids do not meet: a conflict is a fault of the database, not of the caller.
  if ((await commitWrites(db, writes)) === "conflict") throw new Error("the new network's documents exist already");
  return { networkId, keyText: enrolment.key, bridgeConfig: enrolment.config };
}
