import { type Batch, linkLimits, type RelayedMessage } from "@lastmeter/model/link/messages";
import { toRelayedPayload } from "@lastmeter/model/link/plaintext";
import type { Row } from "../disk-queue/record.ts";

export interface BatchLimit {
  readonly rows: number;
  readonly bytes: number;
}

/** Room for the frame's header, tag, the head line and the batch's own braces. */
const FRAME_ROOM_BYTES = 4096;
const LATEST_BYTES = 128 * 1024;
const MAX_GAPS = 100;
const MAX_LATEST = 500;
export const fullBatch: BatchLimit = {
  rows: linkLimits.messages,
  bytes: linkLimits.bodyBytes - FRAME_ROOM_BYTES - LATEST_BYTES,
};

export interface BatchInput {
  readonly queueEpoch: string;
  /** n = sequence − base. */
  readonly base: number;
  /** The first sequence not yet stored, and when the last stored one arrived. */
  readonly from: number;
  readonly fromAt: number | null;
  /** Oldest first. */
  readonly rows: readonly Row[];
  readonly limit: BatchLimit;
  /** Newest message per topic; those behind the batch ride along. */
  readonly newest: Iterable<Row>;
  /** A recording: any past time, no live values. */
  readonly backfill?: boolean;
}

export interface PlannedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** Of them, messages of devices. */
  readonly deviceMessages: number;
  /** Sequence behind the last message; equals `from` of the input when empty. */
  readonly next: number;
  readonly lastAt: number | null;
  /** Rows had to wait for the next batch. */
  readonly cut: boolean;
  /** Sequences of messages that fit in no batch; reported as a gap. */
  readonly unsendable: readonly number[];
}

/** A batch as the exact bytes that are kept until it is answered. Every hole in the sequence is named as a gap. */
export function planBatch(input: BatchInput): PlannedBatch {
  const texts: string[] = [];
  const unsendable: number[] = [];
  const gaps: Batch["gaps"] = [];
  let bytes = 0;
  let deviceMessages = 0;
  let next = input.from;
  let lastAt = input.fromAt;
  let cut = false;
  for (const row of input.rows) {
    const text = toText(row, input.base);
    if (text === undefined) {
      unsendable.push(row.sequence);
      continue;
    }
    if (texts.length >= input.limit.rows || (texts.length > 0 && bytes + text.bytes > input.limit.bytes)) {
      cut = true;
      break;
    }
    if (row.sequence > next) gaps.push(toGap(next, row, lastAt, input.base));
    texts.push(text.json);
    bytes += text.bytes + 1;
    if (!row.topic.startsWith("bridge/") && !row.topic.endsWith("/availability")) deviceMessages += 1;
    next = row.sequence + 1;
    lastAt = row.at;
  }
  const latest = toLatest(input.newest, next, input.base);
  const json =
    `{"queueEpoch":${JSON.stringify(input.queueEpoch)},"backfill":${input.backfill ?? false},"messages":[${texts.join(",")}],` +
    `"gaps":${JSON.stringify(mergeGaps(gaps))},"latest":[${latest.join(",")}]}`;
  const encoded = new TextEncoder().encode(json);
  return { bytes: encoded, count: texts.length, deviceMessages, next, lastAt, cut, unsendable };
}

function toText(row: Row, base: number): { json: string; bytes: number } | undefined {
  const head = { n: row.sequence - base, at: row.at, topic: row.topic };
  const json = JSON.stringify({ ...head, ...toRelayedPayload(row.payload) } satisfies RelayedMessage);
  const bytes = Buffer.byteLength(json);
  if (bytes <= fullBatch.bytes) return { json, bytes };
  // Text full of quotes and controls is shorter in base64.
  const encoded = JSON.stringify({ ...head, b: row.payload.toString("base64") } satisfies RelayedMessage);
  return encoded.length <= fullBatch.bytes ? { json: encoded, bytes: encoded.length } : undefined;
}

function toGap(from: number, row: Row, fromAt: number | null, base: number): Batch["gaps"][number] {
  const to = row.sequence - 1;
  return { from: from - base, to: to - base, dropped: to - from + 1, fromAt: fromAt ?? row.at, toAt: row.at };
}

/** A gap may span messages that were kept: `dropped` says how many are missing in it. */
function mergeGaps(gaps: Batch["gaps"]): Batch["gaps"] {
  const each = Math.ceil(gaps.length / MAX_GAPS);
  if (each <= 1) return gaps;
  const merged: Batch["gaps"] = [];
  for (let start = 0; start < gaps.length; start += each) {
    const group = gaps.slice(start, start + each);
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) continue;
    const dropped = group.reduce((sum, gap) => sum + gap.dropped, 0);
    merged.push({ from: first.from, to: last.to, dropped, fromAt: first.fromAt, toAt: last.toAt });
  }
  return merged;
}

function toLatest(newest: Iterable<Row>, next: number, base: number): string[] {
  const texts: string[] = [];
  let bytes = 0;
  for (const row of newest) {
    if (row.sequence < next || texts.length >= MAX_LATEST) continue;
    const text = toText(row, base);
    if (!text || bytes + text.bytes > LATEST_BYTES) continue;
    texts.push(text.json);
    bytes += text.bytes + 1;
  }
  return texts;
}
