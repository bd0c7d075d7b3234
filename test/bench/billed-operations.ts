import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";

/** What Firestore bills, counted where every operation of the SDK passes: its requests to the server. */
export interface BilledOperations {
  reads: number;
  writes: number;
  deletes: number;
  /** Round trips, not billed. */
  requests: number;
  /** Reads, writes and deletes by what they were of, e.g. `write raw`. */
  readonly byKind: Map<string, number>;
}

const writeSchema = z.object({
  delete: z.optional(z.string()),
  update: z.optional(z.object({ name: z.string() })),
});
const requestSchema = z.object({
  documents: z.optional(z.array(z.string())),
  writes: z.optional(z.array(z.unknown())),
});

/** The SDK's own two doors to the network are not part of its public types, so a change of the SDK must fail loudly. */
export function countBilled(db: Firestore): BilledOperations {
  const billed: BilledOperations = { reads: 0, writes: 0, deletes: 0, requests: 0, byKind: new Map() };
  for (const door of ["request", "requestStream"]) {
    const send: unknown = Reflect.get(db, door);
    if (typeof send !== "function") throw new Error(`Firestore has no ${door}: the count would be 0 for nothing`);
    Reflect.set(db, door, (...args: unknown[]) => {
      billed.requests += 1;
      for (const arg of args) countRequest(billed, arg);
      return send.apply(db, args);
    });
  }
  return billed;
}

function countRequest(billed: BilledOperations, request: unknown): void {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) return;
  for (const name of parsed.data.documents ?? []) {
    billed.reads += 1;
    countKind(billed, "read", name);
  }
  for (const each of parsed.data.writes ?? []) {
    const write = writeSchema.parse(each);
    if (write.delete === undefined) billed.writes += 1;
    else billed.deletes += 1;
    countKind(billed, write.delete === undefined ? "write" : "delete", write.delete ?? write.update?.name ?? "");
  }
}

function countKind({ byKind }: BilledOperations, operation: string, name: string): void {
  const kind = `${operation} ${toKind(name)}`;
  byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
}

/** `…/nodes/x/series/raw/buckets/2026-11-22` → `raw`, `…/networks/x/state/link` → `state`. */
function toKind(name: string): string {
  const parts = name.slice(name.indexOf("/documents/") + "/documents/".length).split("/");
  return parts.at(-2) === "buckets" ? (parts.at(-3) ?? "") : (parts.at(-2) ?? "");
}

export interface OperationCount {
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
  readonly byKind: ReadonlyMap<string, number>;
}

/** What was billed since `before` was taken. */
export function toDifference(billed: BilledOperations, before: OperationCount): OperationCount {
  const byKind = new Map<string, number>();
  for (const [kind, count] of billed.byKind) {
    const more = count - (before.byKind.get(kind) ?? 0);
    if (more > 0) byKind.set(kind, more);
  }
  return {
    reads: billed.reads - before.reads,
    writes: billed.writes - before.writes,
    deletes: billed.deletes - before.deletes,
    byKind,
  };
}

export function toSnapshot({ reads, writes, deletes, byKind }: BilledOperations): OperationCount {
  return { reads, writes, deletes, byKind: new Map(byKind) };
}
