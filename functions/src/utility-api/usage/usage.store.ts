import { ACCESS_LOG_DAYS } from "@lastmeter/model/access-log";
import { clientFaultSchema, usageDaySchema } from "@lastmeter/model/apps";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { deleteAll } from "../../platform/delete-all.store.ts";
import { transact } from "../../platform/transact.store.ts";
import { mergeUsage, toUsageDay, type UsageStore } from "./usage.ts";

export const usageDocumentSchema = z.object({ ...usageDaySchema.shape, faults: z.array(clientFaultSchema) });

/** Days are kept as long as the access log; those before go when a client begins a new day. */
const oldestDay = (now: number) => toUsageDay(now - ACCESS_LOG_DAYS * 86_400_000);

export function createUsageStore(db: Firestore): UsageStore {
  return {
    async add(clientId, day, counted, now) {
      const { requests, isNewDay } = await transact(db, async (transaction) => {
        const reference = db.doc(paths.clientUsage(clientId, day));
        const client = db.doc(paths.client(clientId));
        const [snapshot, known] = await transaction.getAll(reference, client);
        const isNewDay = !snapshot?.exists;
        const merged = mergeUsage(isNewDay ? null : usageDocumentSchema.parse(snapshot.data()), day, counted);
        // What was removed meanwhile does not come back.
        if (known?.exists) {
          transaction.set(reference, merged);
          transaction.update(client, { lastUsedAt: now });
        }
        return { requests: merged.requests, isNewDay };
      });
      if (isNewDay) {
        const old = db.collection(paths.clientUsages(clientId)).where("day", "<", oldestDay(now));
        // The calls are counted: what stays now goes on the next new day.
        await deleteAll(old).catch(() => 0);
      }
      return requests;
    },
  };
}
