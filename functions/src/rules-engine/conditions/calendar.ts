import type { DayPoint, Trigger } from "@lastmeter/model/condition";
import { toDayInterval } from "@lastmeter/model/time";
import { type Condition, toCondition } from "./condition.ts";
import { isOnWeekday, type Place, toDaysAround, toPointInstant } from "./day-points.ts";
import { toTimedCondition } from "./timed.ts";

/** A week and a day: some weekday comes by then, unless the sun does not rise. */
const AHEAD_DAYS = 8;

/** At a point of the day. */
export function toScheduleCondition({ at, weekdays }: Extract<Trigger, { kind: "schedule" }>, place: Place): Condition {
  let known: { readonly after: number; readonly next: number } | null = null;
  const findNext = (after: number): number => {
    if (known && after >= known.after && after < known.next) return known.next;
    const days = toDaysAround(after, -1, AHEAD_DAYS, place.timeZone);
    let next = toDayInterval(days.at(-1) ?? "", place.timeZone).startAt;
    for (const day of days) {
      const instant = isOnWeekday(day, weekdays, place.timeZone) ? toPointInstant(at, day, place) : null;
      if (instant !== null && instant > after && instant < next) next = instant;
    }
    known = { after, next };
    return next;
  };
  return toCondition({
    judge: () => ({ holds: null, value: null, at: null }),
    clockDueAt: (_, clock) => findNext(clock),
    occurs: (from, to) => findNext(from) <= to && isPoint(at, weekdays, findNext(from), place),
  });
}

/** Not only the end of the days that were looked at. */
function isPoint(point: DayPoint, weekdays: readonly number[], instant: number, place: Place): boolean {
  return toDaysAround(instant, -1, 1, place.timeZone).some(
    (day) => isOnWeekday(day, weekdays, place.timeZone) && toPointInstant(point, day, place) === instant,
  );
}

/** Between two points of the day. */
export function toDuringCondition(
  { from, to, weekdays }: Extract<Trigger, { kind: "during" }>,
  place: Place,
): Condition {
  return toTimedCondition((at) => {
    let until = Number.POSITIVE_INFINITY;
    let holds = false;
    for (const day of toDaysAround(at, -2, 2, place.timeZone)) {
      if (!isOnWeekday(day, weekdays, place.timeZone)) continue;
      const begins = toPointInstant(from, day, place);
      const ends = begins === null ? null : toEnd(to, day, begins, place);
      if (begins === null || ends === null) continue;
      if (at >= begins && at < ends) holds = true;
      for (const edge of [begins, ends]) if (edge > at && edge < until) until = edge;
    }
    const [last = ""] = toDaysAround(at, 2, 2, place.timeZone);
    return { holds, value: null, at: null, until: Math.min(until, toDayInterval(last, place.timeZone).startAt) };
  });
}

function toEnd(to: DayPoint, day: string, begins: number, place: Place): number | null {
  const same = toPointInstant(to, day, place);
  if (same !== null && same > begins) return same;
  const next = toDaysAround(toDayInterval(day, place.timeZone).startAt, 1, 1, place.timeZone)[0] ?? day;
  return toPointInstant(to, next, place);
}
