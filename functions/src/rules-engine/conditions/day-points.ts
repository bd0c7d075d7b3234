import type { DayPoint } from "@lastmeter/model/condition";
import type { Location } from "@lastmeter/model/location";
import { toMinute } from "@lastmeter/model/price";
import { toSunTimes } from "@lastmeter/model/sun";
import { addDays, toDayInterval, toLocalClock, toLocalDay, toLocalInstant } from "@lastmeter/model/time";

export interface Place {
  readonly timeZone: string;
  readonly location: Location | null;
}

/** When a point of a local day is; null: the sun neither rises nor sets, or nobody knows where the home is. */
export function toPointInstant(point: DayPoint, day: string, { timeZone, location }: Place): number | null {
  if (point.by === "clock") return toLocalInstant(day, toMinute(point.time), timeZone);
  const sun = location && toSunTimes(day, location, timeZone);
  const at = sun?.[point.event] ?? null;
  return at === null ? null : at + point.offsetMin * 60_000;
}

export function isOnWeekday(day: string, weekdays: readonly number[], timeZone: string): boolean {
  return weekdays.includes(toLocalClock(toDayInterval(day, timeZone).startAt, timeZone).weekday);
}

/** Local days around an instant; an offset of a sun's time reaches half a day beyond its own. */
export function toDaysAround(at: number, from: number, to: number, timeZone: string): string[] {
  const today = toLocalDay(at, timeZone);
  return Array.from({ length: to - from + 1 }, (_, i) => addDays(today, from + i));
}
