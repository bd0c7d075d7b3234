import type { Batch, Cursor, RelayedMessage } from "@lastmeter/model/link/messages";
import { type LinkRecord, PAST_CURSORS_MAX } from "./link-record.ts";

export type BatchDecision =
  /** `messages`: those not stored yet; `link`: the record once they are. `missing`: numbers neither sent nor declared a gap. */
  | {
      readonly kind: "fresh";
      readonly messages: readonly RelayedMessage[];
      readonly link: LinkRecord;
      readonly missing: number;
    }
  | { readonly kind: "duplicate"; readonly cursor: Cursor }
  | { readonly kind: "refused"; readonly code: "bad_schema" | "batch_conflict"; readonly detail: string };

/** Exactly once: the cursor says what is stored, the hash tells a retry from another batch with the same numbers. */
export function decideBatch(link: LinkRecord, batch: Batch, sha256: string): BatchDecision {
  const { messages, gaps, queueEpoch } = batch;
  if (!isRising(messages)) return { kind: "refused", code: "bad_schema", detail: "messages: rising n expected" };
  const isCurrent = link.cursor.queueEpoch === queueEpoch;
  const past = link.pastCursors.find((cursor) => cursor.queueEpoch === queueEpoch);
  const cursor = isCurrent ? link.cursor : (past ?? { queueEpoch, next: 0 });
  const first = messages[0]?.n;
  const last = messages.at(-1)?.n;
  if (first !== undefined && last !== undefined && last < cursor.next) {
    const stored = isCurrent ? link.lastBatch : null;
    if (stored?.first === first && stored.last === last && stored.sha256 !== sha256) {
      return {
        kind: "refused",
        code: "batch_conflict",
        detail: `messages ${first} to ${last} were stored with other content`,
      };
    }
    return { kind: "duplicate", cursor };
  }
  const fresh = messages.filter((message) => message.n >= cursor.next);
  const next = Math.max(cursor.next, (last ?? -1) + 1, ...gaps.map((gap) => gap.to + 1));
  const declared = gaps.reduce((sum, gap) => sum + Math.max(0, gap.to + 1 - Math.max(gap.from, cursor.next)), 0);
  return {
    kind: "fresh",
    messages: fresh,
    link: {
      ...link,
      cursor: { queueEpoch, next },
      pastCursors: isCurrent ? link.pastCursors : toPastCursors(link, queueEpoch),
      lastBatch:
        first === undefined || last === undefined ? (isCurrent ? link.lastBatch : null) : { first, last, sha256 },
    },
    missing: isCurrent ? Math.max(0, next - cursor.next - fresh.length - declared) : 0,
  };
}

function isRising(messages: readonly RelayedMessage[]): boolean {
  return messages.every((message, index) => message.n > (messages[index - 1]?.n ?? -1));
}

function toPastCursors(link: LinkRecord, queueEpoch: string): Cursor[] {
  const known = link.cursor.queueEpoch === null ? [] : [link.cursor];
  return [...known, ...link.pastCursors.filter((cursor) => cursor.queueEpoch !== queueEpoch)].slice(
    0,
    PAST_CURSORS_MAX,
  );
}
