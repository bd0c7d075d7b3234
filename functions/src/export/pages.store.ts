import { toBase64Url } from "@lastmeter/model/ids";
import { type Query, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";

/** What a query finds, `size` documents in memory at a time. @param query with an order */
export async function* readPages(query: Query, size: number): AsyncGenerator<QueryDocumentSnapshot[]> {
  let page = query.limit(size);
  for (;;) {
    const { docs } = await page.get();
    if (docs.length > 0) yield docs;
    const last = docs.at(-1);
    if (last === undefined || docs.length < size) return;
    page = query.startAfter(last).limit(size);
  }
}

/** Firestore's own classes as JSON knows them: bytes in base64url, times in ISO 8601, UTC. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate().toISOString();
  if (value instanceof Uint8Array) return toBase64Url(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]));
}
