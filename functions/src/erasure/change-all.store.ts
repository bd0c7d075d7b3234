import type { Query } from "firebase-admin/firestore";

const PAGE = 300;

/** @param change takes a document out of what the query finds. */
export async function changeAll(query: Query, change: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const { docs } = await query.select().limit(PAGE).get();
    const batch = query.firestore.batch();
    for (const { ref } of docs) batch.update(ref, change);
    await batch.commit();
    if (docs.length < PAGE) return;
  }
}
