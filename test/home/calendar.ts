import { toDayInterval } from "@lastmeter/model/time";

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const MINUTES_PER_DAY = 1440;

/** Days since 1970-01-01; the same number names a UTC day or the local day of the same date. */
export type DayNumber = number;

/** When each local day begins, remembered. */
export type Calendar = (day: DayNumber) => number;

export function createCalendar(timeZone: string): Calendar {
  const starts = new Map<DayNumber, number>();
  return (day) => {
    let startAt = starts.get(day);
    if (startAt === undefined) {
      startAt = toDayInterval(new Date(day * DAY_MS).toISOString().slice(0, 10), timeZone).startAt;
      starts.set(day, startAt);
    }
    return startAt;
  };
}

/** The local day that contains `at`, and the minutes since it began. */
export function toLocalMinute(calendar: Calendar, at: number): { day: DayNumber; minute: number } {
  let day = Math.floor(at / DAY_MS) + 1;
  while (calendar(day) > at) day -= 1;
  return { day, minute: (at - calendar(day)) / MINUTE_MS };
}

/** 0 Sunday … 6 Saturday. */
function toWeekday(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWeekend(day: DayNumber): boolean {
  return toWeekday(day) % 6 === 0;
}
