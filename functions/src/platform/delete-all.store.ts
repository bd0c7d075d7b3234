import type { Query } from "firebase-admin/firestore";

const BATCH_MAX = 500;

/** Deletes what a query finds, at most `max` documents. @returns how many. */
export async function deleteAll(query: Query, max = Number.POSITIVE_INFINITY): Promise<number> {
  let deleted = 0;
  while (deleted < max) {
    const limit = Math.min(BATCH_MAX, max - deleted);
    const { docs } = await query.select().limit(limit).get();
    const batch = query.firestore.batch();
    for (const { ref } of docs) batch.delete(ref);
    await batch.commit();
    deleted += docs.length;
    if (docs.length < limit) break;
  }
  return deleted;
}
