import { type HouseholdMinute, MINUTE_MS } from "./household.ts";
import type { LocalClock } from "./local-clock.ts";

/**
 * A recording moved by whole weeks, so that it ends just before now at the same hour of the same weekday, and played again and
 * again from there. Every minute since `beganAt` has one answer, whoever asks and when.
 */
export interface LoopedRecording {
  /** When the moved recording begins, at a full minute. */
  readonly beganAt: number;
  /** When it has been played once; from here on its newest whole weeks come again. */
  readonly endedAt: number;
  readonly shiftWeeks: number;
  /** @param at a full minute from `beganAt` on. */
  toMinute(at: number): HouseholdMinute;
}

const WEEK_MINUTES = 7 * 24 * 60;
const WEEK_MS = WEEK_MINUTES * MINUTE_MS;

export const toFullMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/**
 * By wall time: the hour that clocks skip is not played, the hour they repeat is played twice. @param minutes in order
 * @param shiftWeeks as an earlier start chose them. @returns null if the recording is shorter than a week.
 */
export function toLoopedRecording(
  minutes: Iterable<HouseholdMinute>,
  clock: LocalClock,
  now: number,
  shiftWeeks?: number,
): LoopedRecording | null {
  const byWall = new Map<number, HouseholdMinute>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const minute of minutes) {
    const wall = Math.floor(clock.toWall(minute.at) / MINUTE_MS);
    byWall.set(wall, minute);
    first = Math.min(first, wall);
    last = Math.max(last, wall);
  }
  const weeks = Math.floor((last + 1 - first) / WEEK_MINUTES);
  if (!(weeks >= 1)) return null;
  const loopMinutes = weeks * WEEK_MINUTES;
  const endMs = (last + 1) * MINUTE_MS;
  const shift = shiftWeeks ?? Math.floor((clock.toWall(now) - endMs) / WEEK_MS);
  const toInstant = (wallMs: number) =>
    clock.toInstants(wallMs)[0] ?? clock.toInstants(wallMs + 60 * MINUTE_MS)[0] ?? 0;

  return {
    beganAt: toInstant(first * MINUTE_MS + shift * WEEK_MS),
    endedAt: toInstant(endMs + shift * WEEK_MS),
    shiftWeeks: shift,
    toMinute: (at) => {
      const wall = Math.floor(clock.toWall(at) / MINUTE_MS) - shift * WEEK_MINUTES;
      const rounds = Math.max(0, Math.ceil((wall - last) / loopMinutes));
      const recorded = byWall.get(wall - rounds * loopMinutes);
      return recorded === undefined ? { at, meter: null, subWh: [null, null, null] } : { ...recorded, at };
    },
  };
}
