import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { RawDocuments } from "./ingest.ts";

const bytesSchema = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => new Uint8Array(bytes)),
);
const bucketSchema = z.object({ d: z.record(z.string(), bytesSchema) });

/** Field `d` of raw documents by path; null where there is none. One read each. */
export async function readRawDocuments(db: Firestore, paths: readonly string[]): Promise<RawDocuments> {
  if (paths.length === 0) return new Map();
  const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
  return new Map(
    snapshots.map((snapshot) => [snapshot.ref.path, snapshot.exists ? bucketSchema.parse(snapshot.data()).d : null]),
  );
}
