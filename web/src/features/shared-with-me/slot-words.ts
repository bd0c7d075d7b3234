import type { Slot } from "@lastmeter/model/series";
import type { Resolution } from "@lastmeter/model/time";
import { toMomentText } from "../../lib/dates.ts";
import { toClockText } from "../../lib/format.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import type { Period } from "../../lib/period.ts";
import { toBarText } from "../../lib/period-words.ts";

/** The period whose bars are slots of this resolution. */
export function toPeriodOf(resolution: Resolution): Period {
  if (resolution === "month") return "year";
  return resolution === "day" ? "month" : "day";
}

/** `14:00–15:00`, `Sun, 22 Nov`, `November`; the day with it where it is not today. */
export function toSlotText(slot: Slot, resolution: Resolution, now: number, locale: string, timeZone: string): string {
  const day = toLocalDay(slot.startAt, timeZone);
  const period = toPeriodOf(resolution);
  const words = toBarText(
    period,
    { key: period === "year" ? day.slice(0, 7) : day, startAt: slot.startAt, endAt: slot.endAt },
    locale,
    timeZone,
  );
  if (period !== "day" || day === toLocalDay(now, timeZone)) return words;
  return `${toBarText("month", { key: day, startAt: slot.startAt, endAt: slot.endAt }, locale, timeZone)}, ${words}`;
}

/** A clock time today, else with its day. */
export function toWhenText(at: number, now: number, locale: string, timeZone: string): string {
  return toLocalDay(at, timeZone) === toLocalDay(now, timeZone)
    ? toClockText(at, locale, timeZone)
    : toMomentText(at, locale, timeZone);
}
