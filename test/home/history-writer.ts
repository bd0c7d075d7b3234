import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import { FieldPath, type Firestore } from "firebase-admin/firestore";
import { createDocumentJoin, type JoinedDocument } from "./document-join.ts";

/** Stores the planned writes of many batches, each document as few times as possible. Nobody else may write them meanwhile. */
export interface HistoryWriter {
  add(writes: readonly Write[]): Promise<void>;
  /** Sends the rest and waits for all. Gives the number of documents sent. */
  end(): Promise<number>;
}

const BATCH_WRITES = 200;
/** A commit may carry 10 MiB. */
const BATCH_BYTES = 6_000_000;
const IN_FLIGHT = 4;
const SEND_EVERY = 8;

function toBytes(value: unknown): number {
  if (value instanceof Uint8Array || typeof value === "string") return value.length + 8;
  if (typeof value !== "object" || value === null) return 12;
  return Object.entries(value).reduce((sum, [field, part]) => sum + field.length + 4 + toBytes(part), 8);
}

export function createHistoryWriter(db: Firestore): HistoryWriter {
  const join = createDocumentJoin();
  const inFlight = new Set<Promise<void>>();
  let round = 0;
  let documents = 0;
  const failures: unknown[] = [];

  const commit = async (entries: readonly [string, JoinedDocument][]) => {
    const batch = db.batch();
    for (const [path, { data, fields }] of entries) {
      const mergeFields = fields && [...fields].map((field) => new FieldPath(field));
      batch.set(db.doc(path), data, mergeFields === null ? { merge: true } : { mergeFields });
    }
    await batch.commit();
    documents += entries.length;
  };

  const send = async (entries: readonly [string, JoinedDocument][]) => {
    while (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    if (failures.length > 0) throw failures[0];
    const sending = commit(entries)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
  };

  const sendAll = async (entries: readonly [string, JoinedDocument][]) => {
    let group: [string, JoinedDocument][] = [];
    let bytes = 0;
    for (const entry of entries) {
      group.push(entry);
      bytes += toBytes(entry[1].data);
      if (group.length < BATCH_WRITES && bytes < BATCH_BYTES) continue;
      await send(group);
      group = [];
      bytes = 0;
    }
    if (group.length > 0) await send(group);
  };

  return {
    add: async (writes) => {
      round += 1;
      join.add(writes);
      // The newest batches' documents still grow; a month's rests before it is whole and is merged again later.
      if (round % SEND_EVERY === 0) await sendAll(join.take(2));
    },
    end: async () => {
      await sendAll(join.take(0));
      await Promise.all(inFlight);
      if (failures.length > 0) throw failures[0];
      return documents;
    },
  };
}
