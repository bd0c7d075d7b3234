import { clientFaultSchema, usageDaySchema } from "@lastmeter/model/apps";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { mergeUsage, type UsageStore } from "./usage.ts";

export const usageDocumentSchema = z.object({ ...usageDaySchema.shape, faults: z.array(clientFaultSchema) });

export function createUsageStore(db: Firestore): UsageStore {
  return {
    add: (clientId, day, counted, now) =>
      db.runTransaction(async (transaction) => {
        const reference = db.doc(paths.clientUsage(clientId, day));
        const client = db.doc(paths.client(clientId));
        const [snapshot, known] = await transaction.getAll(reference, client);
        const merged = mergeUsage(snapshot?.exists ? usageDocumentSchema.parse(snapshot.data()) : null, day, counted);
        // What was removed meanwhile does not come back.
        if (!known?.exists) return merged.requests;
        transaction.set(reference, merged);
        transaction.update(client, { lastUsedAt: now });
        return merged.requests;
      }),
  };
}
