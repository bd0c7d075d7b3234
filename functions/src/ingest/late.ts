import { paths } from "@lastmeter/model/paths";
import { packChunk } from "@lastmeter/model/series";
import { toLocalDay } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import { type RawReading, toChunkKey } from "./raw.ts";

/** How many readings one chunk of late ones takes. */
const LATE_MAX = 4096;

/** Readings whose time cannot be true, or that are too old to be placed: in raw of their day, in no sum, now or later. */
export function keepAside({ input, documents, nodeId, node }: NodePlan, reading: RawReading): void {
  const { ix, at, sequence, value, quality } = reading;
  const path = paths.bucket(nodeId, "raw", toLocalDay(at, input.timeZone));
  const chunk = packChunk(new Map([[ix, { at: [at], value: [value], quality: [quality], sequence: [sequence] }]]));
  documents.put(path, `${toChunkKey("x", at, sequence)}_${ix.toString(36)}`, chunk, node?.location);
}

/** Late readings (in order) into raw of their days, in chunks of their own. */
export function keepLate({ input, documents, nodeId, node }: NodePlan, readings: readonly RawReading[]): void {
  for (let from = 0; from < readings.length; ) {
    const first = readings[from];
    if (!first) return;
    const day = toLocalDay(first.at, input.timeZone);
    const columns = new Map<
      number,
      { at: number[]; value: number[]; quality: RawReading["quality"][]; sequence: number[] }
    >();
    let to = from;
    for (
      let each = readings[to];
      each && to - from < LATE_MAX && toLocalDay(each.at, input.timeZone) === day;
      each = readings[++to]
    ) {
      const column = columns.get(each.ix) ?? { at: [], value: [], quality: [], sequence: [] };
      columns.set(each.ix, column);
      column.at.push(each.at);
      column.value.push(each.value);
      column.quality.push(each.quality);
      column.sequence.push(each.sequence);
    }
    const key = `${toChunkKey("l", first.at, first.sequence)}_${first.ix.toString(36)}`;
    documents.put(paths.bucket(nodeId, "raw", day), key, packChunk(columns), node?.location);
    from = to;
  }
}

const MAX_AHEAD_MS = 10 * 60_000;
export const MAX_AGE_MS = 31 * 86_400_000;

/** Whether a reading's time can be true: at most 10 minutes ahead; at most 31 days old, unless it is back-fill. */
export function isBelievable(
  at: number,
  { now, backfill }: { readonly now: number; readonly backfill: boolean },
): boolean {
  return at <= now + MAX_AHEAD_MS && (backfill || at >= now - MAX_AGE_MS);
}
