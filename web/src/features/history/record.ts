import type { LiveData, Node } from "@lastmeter/model/node";
import type { Slot } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import { toLocalDay } from "../../lib/local-day.ts";

/** The moment a history is looked at, in the home's zone. */
export interface Moment {
  readonly now: number;
  /** Local day of `now`. */
  readonly today: string;
  readonly timeZone: string;
}

/** What is at hand of a node: the buckets that were read, and its newest values. */
export interface NodeRecord {
  readonly node: Node;
  readonly live: LiveData | null;
  /** Known away: nothing is held after it. */
  readonly heldUntil: number;
  /** Slots by bucket `month/2026`, `day/2026-11`, `quarter/2026-11-22`; a bucket not at hand is absent. */
  readonly buckets: ReadonlyMap<string, ReadonlyMap<number, Slot>>;
}

export const toBucketName = (resolution: SlotResolution, bucketId: string): string => `${resolution}/${bucketId}`;

export function findSlot(
  { buckets }: NodeRecord,
  resolution: SlotResolution,
  bucketId: string,
  startAt: number,
): Slot | undefined {
  return buckets.get(toBucketName(resolution, bucketId))?.get(startAt);
}

/** Stored quarters of a local day, by time. */
export function findQuarters({ buckets }: NodeRecord, day: string): Slot[] {
  return [...(buckets.get(toBucketName("quarter", day))?.values() ?? [])].sort((a, b) => a.startAt - b.startAt);
}

export function toMoment(now: number, timeZone: string): Moment {
  return { now, today: toLocalDay(now, timeZone), timeZone };
}
