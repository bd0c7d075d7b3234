import { type Calendar, DAY_MS, type DayNumber, isWeekend, MINUTE_MS, MINUTES_PER_DAY } from "./calendar.ts";
import type { Noise } from "./noise.ts";
import type { Weather } from "./weather.ts";

export interface DayContext {
  readonly noise: Noise;
  readonly weather: Weather;
  readonly calendar: Calendar;
  /** The UTC day to fill. */
  readonly day: DayNumber;
  /** By minute of the UTC day: the local day, the minutes since it began, and what 1 kW of solar roof gives. */
  readonly localDays: Int32Array;
  readonly localMinutes: Float64Array;
  readonly sunW: Float64Array;
}

/** Fills the mean W of each minute of a UTC day. */
export type Appliance = (context: DayContext, minutesW: Float64Array) => void;

/** One run of a programme: W by minute from its start. */
interface Run {
  readonly startAt: number;
  readonly minutes: number;
  powerW(minute: number): number;
}

/** Adds the runs of the local days that touch the UTC day. */
export function addRuns(context: DayContext, minutesW: Float64Array, runsOf: (day: DayNumber) => readonly Run[]): void {
  const dayAt = context.day * DAY_MS;
  for (let local = context.day - 1; local <= context.day + 1; local += 1) {
    for (const run of runsOf(local)) {
      const first = Math.round((run.startAt - dayAt) / MINUTE_MS);
      for (let minute = Math.max(0, -first); minute < run.minutes && first + minute < MINUTES_PER_DAY; minute += 1) {
        minutesW[first + minute] = (minutesW[first + minute] ?? 0) + run.powerW(minute);
      }
    }
  }
}

/** Blocks of 48 minutes: a compressor that runs longer on warm days, and a defrost heater each 36 hours. */
export const fridge: Appliance = ({ noise, weather, day }, minutesW) => {
  for (let block = 0; block < 30; block += 1) {
    const key = day * 30 + block;
    const startMinute = block * 48 + Math.floor(noise(11, key) * 9);
    const warmth = Math.max(0, weather.outdoorC(day * DAY_MS + startMinute * MINUTE_MS) - 12) * 0.35;
    const running = Math.round(14 + noise(12, key) * 5 + warmth);
    const defrosts = key % 45 === 17;
    for (let minute = block * 48; minute < (block + 1) * 48; minute += 1) {
      const since = minute - startMinute;
      const compressor =
        since >= 0 && since < running ? 84 + 38 * Math.exp(-since / 4) + 4 * noise(13, key, since) : 1.4;
      minutesW[minute] = compressor + (defrosts && since >= running && since < running + 17 ? 182 : 0);
    }
  }
};

function washingW(minute: number, heating: number, spin: number, jitter: number): number {
  if (minute < 5) return 9 + 3 * jitter;
  if (minute < 5 + heating) return 2_035 + 20 * jitter;
  if (minute < 74) return minute % 3 === 0 ? 14 : 118 + 55 * jitter;
  if (minute < 92) return minute % 4 < 2 ? 28 : 85 + 90 * jitter;
  if (minute < 103) return spin * Math.min(1, (minute - 90) / 7) + 25 * jitter;
  return 2.6;
}

/** A programme with its heating phase on about three days a week, more at weekends; else standby. */
export const washingMachine: Appliance = (context, minutesW) => {
  const { noise, calendar } = context;
  minutesW.fill(0.6);
  addRuns(context, minutesW, (day) => {
    if (noise(21, day) > (isWeekend(day) ? 0.68 : 0.36)) return [];
    const heating = noise(22, day) < 0.6 ? 13 : 21;
    const spin = 290 + 210 * noise(23, day);
    const startAt =
      calendar(day) + (isWeekend(day) ? 560 + 300 * noise(24, day) : 1020 + 120 * noise(24, day)) * MINUTE_MS;
    return [{ startAt, minutes: 124, powerW: (minute) => washingW(minute, heating, spin, noise(25, day, minute)) }];
  });
};

/** A tank of 80 l: reheats after the morning's and the evening's showers and makes up its losses in between. */
export const waterHeater: Appliance = (context, minutesW) => {
  const { noise, calendar, weather } = context;
  minutesW.fill(0);
  addRuns(context, minutesW, (day) => {
    const cold = Math.max(0, 22 - weather.outdoorC(calendar(day) + 12 * 3_600_000));
    const late = isWeekend(day) ? 75 : 0;
    const plan: readonly [number, number][] = [
      [130 + 60 * noise(31, day), 6 + 3 * noise(32, day)],
      [395 + late + 30 * noise(33, day), 31 + cold + 12 * noise(34, day)],
      [740 + 80 * noise(35, day), 6 + 4 * noise(36, day)],
      [1180 + 70 * noise(37, day), 29 + cold + 14 * noise(38, day)],
    ];
    return plan.map(([start, length]) => ({
      startAt: calendar(day) + start * MINUTE_MS,
      minutes: Math.round(length),
      powerW: (minute) => 2_184 + 8 * noise(39, day, minute),
    }));
  });
};
