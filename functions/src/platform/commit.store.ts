import {
  type DocumentReference,
  FieldPath,
  FieldValue,
  type Firestore,
  type QueryDocumentSnapshot,
  type Timestamp,
} from "firebase-admin/firestore";
import type { Write } from "./writes.ts";

/** Replaces the named top-level fields if the document is still the one that was read; `updatedAt` null: it must not exist. */
export interface GuardedWrite {
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly updatedAt: Timestamp | null;
}

/** ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED: somebody else was faster. An update of a document that is gone is NOT_FOUND. */
const conflictCodes: readonly unknown[] = [5, 6, 9, 10];

/**
 * One commit, never split: all or nothing. Guarded by `create` and `update(…, {lastUpdateTime})`; `set` would ignore the guard
 * silently. `conflict` means: read and plan again.
 */
export async function commitWrites(
  db: Firestore,
  writes: readonly Write[],
  guarded: readonly GuardedWrite[] = [],
): Promise<"committed" | "conflict"> {
  const batch = db.batch();
  for (const { path, data, updatedAt } of guarded) {
    if (updatedAt === null) batch.create(db.doc(path), data);
    else batch.update(db.doc(path), data, { lastUpdateTime: updatedAt });
  }
  for (const write of writes) addWrite(db, batch, write);
  try {
    await batch.commit();
    return "committed";
  } catch (error) {
    if (isConflict(error)) return "conflict";
    throw error;
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof Error && "code" in error && conflictCodes.includes(error.code);
}

/** False where somebody changed it since it was read. */
export async function deleteUnchanged(snapshot: QueryDocumentSnapshot): Promise<boolean> {
  try {
    await snapshot.ref.delete({ lastUpdateTime: snapshot.updateTime });
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** What a batch and a transaction have in common. */
interface WriteTarget {
  create(reference: DocumentReference, data: object): unknown;
  set(reference: DocumentReference, data: object, options: object): unknown;
  delete(reference: DocumentReference): unknown;
}

export function addWrite(db: Firestore, batch: WriteTarget, write: Write): void {
  const reference = db.doc(write.path);
  switch (write.kind) {
    case "create":
      batch.create(reference, write.data);
      return;
    case "merge":
      batch.set(reference, write.data, { merge: true });
      return;
    case "replaceFields":
      batch.set(reference, write.data, { mergeFields: write.fields.map((field) => new FieldPath(field)) });
      return;
    case "addToList":
      batch.set(reference, { [write.field]: FieldValue.arrayUnion(...write.values) }, { merge: true });
      return;
    case "removeFromList":
      batch.set(reference, { [write.field]: FieldValue.arrayRemove(...write.values) }, { merge: true });
      return;
    case "delete":
      batch.delete(reference);
      return;
  }
}
