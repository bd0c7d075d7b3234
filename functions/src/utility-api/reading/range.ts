import {
  QUARTER_MS,
  type Resolution,
  type SlotResolution,
  toBucketId,
  toLocalDay,
  toSlotInterval,
} from "@lastmeter/model/time";

const DAY_MS = 86_400_000;

/** The longest stretch of one question, in days. */
export const rangeMaxDays: Readonly<Record<Resolution, number>> = {
  raw: 31,
  quarter: 92,
  hour: 366,
  day: 3660,
  month: 36_600,
};

/** Half-open. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Starts of the slots that begin in the range, at most `max`; `next`: where the others begin, or null. */
export function toSlotStarts(
  { from, to }: Range,
  resolution: SlotResolution,
  timeZone: string,
  max: number,
): { readonly starts: number[]; readonly next: number | null } {
  const starts: number[] = [];
  const first = toSlotInterval(resolution, from, timeZone);
  let at = first.startAt >= from ? first.startAt : first.endAt;
  while (at < to) {
    if (starts.length === max) return { starts, next: at };
    starts.push(at);
    at = resolution === "quarter" ? at + QUARTER_MS : toSlotInterval(resolution, at, timeZone).endAt;
  }
  return { starts, next: null };
}

/** Ids of the buckets that hold these slots, in order. */
export function toBucketIds(starts: readonly number[], resolution: Resolution, timeZone: string): string[] {
  return [...new Set(starts.map((at) => toBucketId(resolution, at, timeZone)))];
}

/** Local days that the range touches, at most `max` of them; `next`: where the day after begins, or null. */
export function toLocalDays({ from, to }: Range, timeZone: string, max: number) {
  const days: string[] = [];
  let at = from;
  while (at < to && days.length < max) {
    days.push(toLocalDay(at, timeZone));
    at = toSlotInterval("day", at, timeZone).endAt;
  }
  return { days, next: at < to ? at : null };
}

/** What is longer is refused. */
export const isTooLong = ({ from, to }: Range, resolution: Resolution): boolean =>
  to - from > rangeMaxDays[resolution] * DAY_MS;
