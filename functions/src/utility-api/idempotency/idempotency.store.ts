import { nodeIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { deleteAll } from "../../platform/delete-all.store.ts";
import { transact } from "../../platform/transact.store.ts";
import type { IdempotencyStore } from "./once.ts";

const keptSchema = z.object({
  clientId: z.string(),
  nodeId: z.nullable(nodeIdSchema),
  question: z.string(),
  at: z.int(),
  expiresAt: z.int(),
  answer: z.nullable(
    z.object({
      status: z.union([z.literal(200), z.literal(201), z.literal(202)]),
      body: z.string(),
      location: z.nullable(z.string()),
    }),
  ),
});
const SWEEP_MAX = 1000;

export function createIdempotencyStore(db: Firestore): IdempotencyStore {
  return {
    begin: (id, request, isOver) =>
      transact(db, async (transaction) => {
        const reference = db.doc(paths.idempotency(id));
        const snapshot = await transaction.get(reference);
        const known = snapshot.exists ? keptSchema.parse(snapshot.data()) : null;
        if (known !== null && !isOver(known)) return known;
        transaction.set(reference, { v: 1, ...request });
        return null;
      }),
    async finish(id, answer) {
      await db.doc(paths.idempotency(id)).update({ answer });
    },
    async drop(id) {
      await db.doc(paths.idempotency(id)).delete();
    },
  };
}

/** @returns how many are forgotten. */
export function sweepIdempotency(db: Firestore, now: number): Promise<number> {
  return deleteAll(db.collection("idempotency").where("expiresAt", "<=", now), SWEEP_MAX);
}
