import type { Firestore } from "firebase-admin/firestore";

/** Documents read and written, counted where every operation of the SDK passes: its requests to the server. */
export interface Operations {
  reads: number;
  writes: number;
  requests: number;
}

type Send = (method: string, ...args: unknown[]) => unknown;

/** The SDK's own two doors to the network; not part of its public types, so a change of the SDK must fail loudly. */
export function countOperations(db: Firestore): Operations {
  const operations: Operations = { reads: 0, writes: 0, requests: 0 };
  for (const door of ["request", "requestStream"]) {
    const send: unknown = Reflect.get(db, door);
    if (typeof send !== "function") throw new Error(`Firestore has no ${door}: the count would be 0 for nothing`);
    const counted: Send = (method, ...args) => {
      operations.requests += 1;
      operations.reads += toLength(args, "documents");
      operations.writes += toLength(args, "writes");
      return send.call(db, method, ...args);
    };
    Reflect.set(db, door, counted);
  }
  return operations;
}

function toLength(args: readonly unknown[], field: string): number {
  let length = 0;
  for (const arg of args) {
    const list: unknown = typeof arg === "object" && arg !== null ? Reflect.get(arg, field) : null;
    if (Array.isArray(list)) length += list.length;
  }
  return length;
}
