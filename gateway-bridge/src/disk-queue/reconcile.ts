import type { Cursor } from "@lastmeter/model/link/messages";
import type { Identity } from "./identity.ts";

export type Reconciliation =
  | { readonly kind: "keep" }
  /** The server has stored more than this queue remembers having sent. */
  | { readonly kind: "advance"; readonly next: number }
  /** The queue was restored from an old copy: rows below `floor` are stored, those from there on need a new count. */
  | { readonly kind: "restored"; readonly floor: number }
  /** The server knows less than it once confirmed: it was itself restored. What is gone here cannot be sent again. */
  | { readonly kind: "server_behind"; readonly missing: number };

/**
 * Compares the queue with the cursor of an authenticated welcome. Rows are sent only when durable, so a server that has stored more
 * of this epoch than was durable when the queue was opened has heard another copy of it.
 * @param next the queue's own cursor, in sequences of the queue (`base` + n).
 */
export function decideReconciliation(identity: Identity, next: number, server: Cursor): Reconciliation {
  if (server.queueEpoch !== identity.epoch) return { kind: "keep" };
  const stored = identity.base + server.next;
  if (identity.unconfirmedEnd !== null && stored > identity.unconfirmedEnd) {
    return { kind: "restored", floor: identity.unconfirmedEnd };
  }
  if (stored > next) return { kind: "advance", next: stored };
  return stored < next ? { kind: "server_behind", missing: next - stored } : { kind: "keep" };
}
