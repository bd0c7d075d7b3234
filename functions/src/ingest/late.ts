import { paths } from "@lastmeter/model/paths";
import { packChunk } from "@lastmeter/model/series";
import { toLocalDay } from "@lastmeter/model/time";
import type { RawDocuments } from "./ingest.ts";
import type { NodePlan } from "./node-plan.ts";
import { type MutableColumn, newColumn } from "./open-chunk.ts";
import { putChunk, type RawReading, toChunkKey } from "./raw.ts";
import { findRoom } from "./raw-days.ts";

/** How many readings one chunk of late ones takes. */
const LATE_MAX = 4096;

interface LateChunk {
  readonly day: string;
  readonly key: string;
  readonly bytes: Uint8Array;
}

/**
 * Readings whose time cannot be true, or that are too old to be placed: in raw beside their day, in no sum, now or later. Each chunk is
 * a document of its own, `2026-11-22~x…`: nobody knows how much there is already, and the day's own parts must not overflow.
 */
export function keepAside({ input, documents, nodeId, node }: NodePlan, readings: readonly RawReading[]): void {
  for (const { day, key, bytes } of toChunks(readings, "x", input.timeZone)) {
    documents.put(paths.bucket(nodeId, "raw", `${day}~${key}`), key, bytes, node?.location);
  }
}

/** Late readings (in order) into raw of their days, in chunks of their own. @param raw holds all parts of these days */
export function keepLate(plan: NodePlan, readings: readonly RawReading[], raw: RawDocuments): void {
  for (const { day, key, bytes } of toChunks(readings, "l", plan.input.timeZone)) {
    putChunk(plan, findRoom(plan, day, raw), key, bytes);
  }
}

function* toChunks(readings: readonly RawReading[], prefix: "l" | "x", timeZone: string): Generator<LateChunk> {
  for (let from = 0; from < readings.length; ) {
    const first = readings[from];
    if (!first) return;
    const day = toLocalDay(first.at, timeZone);
    const columns = new Map<number, MutableColumn>();
    let to = from;
    for (
      let each = readings[to];
      each && to - from < LATE_MAX && toLocalDay(each.at, timeZone) === day;
      each = readings[++to]
    ) {
      const column = columns.get(each.ix) ?? newColumn();
      columns.set(each.ix, column);
      column.at.push(each.at);
      column.value.push(each.value);
      column.quality.push(each.quality);
      column.sequence.push(each.sequence);
    }
    const key = `${toChunkKey(prefix, first.at, first.sequence)}_${first.ix.toString(36)}`;
    yield { day, key, bytes: packChunk(columns) };
    from = to;
  }
}

const MAX_AHEAD_MS = 10 * 60_000;
export const MAX_AGE_MS = 31 * 86_400_000;
/** No ZigBee meter is older; a computer without a clock begins in 1970. */
const EARLIEST_AT = Date.UTC(2000, 0, 1);

/** Whether a reading's time can be true: at most 10 minutes ahead; at most 31 days old, unless it is back-fill, of this century. */
export function isBelievable(
  at: number,
  { now, backfill }: { readonly now: number; readonly backfill: boolean },
): boolean {
  return at <= now + MAX_AHEAD_MS && at >= (backfill ? EARLIEST_AT : now - MAX_AGE_MS);
}
