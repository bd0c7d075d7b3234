import type { Channel } from "@lastmeter/model/channel";
import type { Quality } from "@lastmeter/model/reading";
import { parseChunk, type Slot } from "@lastmeter/model/series";
import type { Interval } from "@lastmeter/model/time";
import { fromSteps } from "@lastmeter/model/units";
import type { Packed } from "../../data/buckets.ts";
import type { ChartPoint } from "../../ui/chart-options.ts";

/** One reading of a channel, in its canonical unit. */
export interface RawReading {
  readonly at: number;
  readonly value: number;
  readonly quality: Quality;
}

const QUARTER_MS = 900_000;
/** A part is followed by another one only if it is as full as this. */
const FULL_BYTES = 640 * 1024;

/** Whether there may be another part of the day's document. */
export function isFull(d: Packed): boolean {
  return Object.entries(d).reduce((sum, [key, { length }]) => sum + key.length + length, 0) >= FULL_BYTES;
}

/**
 * Every reading of a channel in the parts of a day, by time. Chunks `c…` and late ones `l…`; readings put aside for an impossible time
 * (`x…`) are none of this day's.
 */
export function toReadings(parts: readonly Packed[], { ix, quantity = "generic" }: Channel): RawReading[] {
  const readings = parts.flatMap((d) =>
    Object.entries(d).flatMap(([key, bytes]) => {
      const column = /^[cl]/.test(key) ? parseChunk(bytes)?.get(ix) : undefined;
      if (!column) return [];
      const { at, value, quality, sequence } = column;
      return at.map((each, place) => ({
        at: each,
        value: fromSteps(quantity, value[place] ?? 0),
        quality: quality[place] ?? "good",
        sequence: sequence?.[place] ?? 0,
      }));
    }),
  );
  return readings.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
}

/** What holds until when, and what is known of the quarters between. */
interface Ground {
  readonly span: Interval;
  readonly channel: Channel;
  /** Stored quarters of the day; null: not known. */
  readonly quarters: readonly Slot[] | null;
  /** The last reading holds until here, at most. */
  readonly until: number;
}

/**
 * The readings as a stepped line: each holds until the next one or to where nothing is known any more (the next quarter without a
 * value), and what is doubtful is a marked gap. Before the first and after the last there is a gap.
 */
export function toRawPoints(readings: readonly RawReading[], { span, channel, quarters, until }: Ground): ChartPoint[] {
  const covered = quarters && toCovered(quarters, channel);
  const points: ChartPoint[] = [];
  let endAt = span.startAt;
  const gap = (to: number) => {
    if (endAt < to) points.push({ startAt: endAt, endAt: to, mean: null, low: null, high: null });
  };
  readings.forEach(({ at, value, quality }, place) => {
    const next = readings[place + 1]?.at ?? until;
    if (next <= at && place + 1 < readings.length) return;
    gap(at);
    endAt = Math.max(at, covered ? toHeldUntil(at, next, covered) : next);
    const suspect = quality === "suspect";
    points.push({
      startAt: at,
      endAt,
      mean: suspect ? null : value,
      low: null,
      high: null,
      ...(suspect ? { mark: "suspect" as const } : {}),
    });
  });
  gap(span.endAt);
  return points;
}

interface Covered {
  readonly quarters: ReadonlySet<number>;
  /** Later quarters are not stored yet. */
  readonly until: number;
}

function toCovered(slots: readonly Slot[], { ix }: Channel): Covered {
  const known = slots.filter(({ channels }) => (channels.get(ix)?.coveredS ?? 0) > 0);
  return {
    quarters: new Set(known.map(({ startAt }) => startAt)),
    until: Math.max(0, ...slots.map(({ endAt }) => endAt)),
  };
}

function toHeldUntil(at: number, next: number, { quarters, until }: Covered): number {
  let border = Math.floor(at / QUARTER_MS) * QUARTER_MS + QUARTER_MS;
  while (border < next && (quarters.has(border) || border >= until)) border += QUARTER_MS;
  return Math.min(border, next);
}
