import { paths } from "@lastmeter/model/paths";
import { packChunk } from "@lastmeter/model/series";
import { toLocalDay } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import { type RawReading, toChunkKey } from "./raw.ts";

/**
 * The late path: readings that the open slots cannot take, because they are older than the channel's newest or their time cannot
 * be true. Each is stored at once in the raw bucket of its own day, under a key made of its identity, so that a second arrival
 * changes nothing. Slots are left as they are.
 *
 * Here belongs, for readings up to 31 days old and not suspect: read the raw bucket, merge, compute the slots between the
 * reading's neighbours again.
 */
export function keepAside({ input, documents, nodeId, node }: NodePlan, reading: RawReading): void {
  const { ix, at, sequence, value, quality } = reading;
  const path = paths.bucket(nodeId, "raw", toLocalDay(at, input.timeZone));
  const chunk = packChunk(new Map([[ix, { at: [at], value: [value], quality: [quality] }]]));
  documents.put(path, `${toChunkKey("l", at, sequence)}_${ix.toString(36)}`, chunk, node?.location);
}

const MAX_AHEAD_MS = 10 * 60_000;
const MAX_AGE_MS = 31 * 86_400_000;

/** Whether a reading's time can be true: at most 10 minutes ahead; at most 31 days old, unless it is back-fill. */
export function isBelievable(
  at: number,
  { now, backfill }: { readonly now: number; readonly backfill: boolean },
): boolean {
  return at <= now + MAX_AHEAD_MS && (backfill || at >= now - MAX_AGE_MS);
}
