import type { SlotStats } from "@lastmeter/model/series";

/** A value holds until the next one, at most this long: the longest reporting interval of ZigBee meters is 65,000 s. */
export const HOLD_MS = 24 * 3_600_000;

/** The open slot of one channel: sums that grow. Units: steps of the quantity, milliseconds. */
export interface SlotSum {
  n: number;
  coveredMs: number;
  /** Σ value × ms. 0 for registers: the mean of a counter says nothing, and its sum would leave the safe integers. */
  integral: number;
  min: number;
  max: number;
  first: number;
  firstAt: number;
  last: number;
  lastAt: number;
  /** A reading was left out. */
  suspect: boolean;
}

export function newSlotSum(value: number, at: number): SlotSum {
  return {
    n: 0,
    coveredMs: 0,
    integral: 0,
    min: value,
    max: value,
    first: value,
    firstAt: at,
    last: value,
    lastAt: at,
    suspect: false,
  };
}

export function addReading(sum: SlotSum, value: number, at: number): void {
  if (sum.n === 0) {
    sum.first = value;
    sum.firstAt = at;
    if (sum.coveredMs === 0) sum.min = sum.max = value;
  }
  sum.n++;
  sum.last = value;
  sum.lastAt = at;
  if (value < sum.min) sum.min = value;
  if (value > sum.max) sum.max = value;
}

/** Adds a later stretch. Exact: quarters make hours, days and months in any grouping. */
export function addSum(sum: SlotSum, later: SlotSum): void {
  if (sum.n === 0 && later.n > 0) {
    sum.first = later.first;
    sum.firstAt = later.firstAt;
  }
  if (later.n > 0 || sum.n === 0) {
    sum.last = later.last;
    sum.lastAt = later.lastAt;
  }
  sum.n += later.n;
  sum.coveredMs += later.coveredMs;
  sum.integral += later.integral;
  if (later.min < sum.min) sum.min = later.min;
  if (later.max > sum.max) sum.max = later.max;
  sum.suspect ||= later.suspect;
}

/** `register`: its energy in a slot without a report of its own is allotted, so `estimated`. */
export function toStats(sum: SlotSum, register: boolean): SlotStats {
  const quality = sum.suspect ? "suspect" : register && sum.n === 0 ? "estimated" : "good";
  return {
    n: sum.n,
    coveredS: sum.coveredMs / 1000,
    integral: Math.round(sum.integral / 1000),
    min: sum.min,
    max: sum.max,
    first: sum.first,
    firstAt: sum.firstAt,
    last: sum.last,
    lastAt: sum.lastAt,
    energy: null,
    quality,
  };
}
