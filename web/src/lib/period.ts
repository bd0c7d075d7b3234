import type { Interval } from "@lastmeter/model/time";
import { toDayInterval } from "./local-day.ts";

export const periods = ["day", "week", "month", "year"] as const;
export type Period = (typeof periods)[number];

/** One bar of a chart: a quarter-hour, an hour, a local day or a local month. */
export interface BarTime extends Interval {
  /** Where a tap leads: the day `2026-11-22` or the month `2026-11`; of a quarter its day. */
  readonly key: string;
}

/** A period that holds a date, in the home's zone. */
export interface Span extends Interval {
  readonly period: Period;
  /** First local day. */
  readonly day: string;
  /** Local days of the span; not of a year, which is made of months. */
  readonly days: readonly string[];
  /** Local months the span touches. */
  readonly months: readonly string[];
  readonly bars: readonly BarTime[];
}

const QUARTER_MS = 900_000;
export const HOUR_MS = 4 * QUARTER_MS;
const DAY_MS = 86_400_000;

const toUtc = (day: string) => Date.parse(`${day}T00:00:00Z`);
const fromUtc = (at: number) => new Date(at).toISOString().slice(0, 10);

export function addDays(day: string, count: number): string {
  return fromUtc(toUtc(day) + count * DAY_MS);
}

function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return fromUtc(Date.UTC(year, number - 1 + count, 1)).slice(0, 7);
}

/** The local days of a month `2026-11`. */
export function toDaysOfMonth(month: string): string[] {
  const first = `${month}-01`;
  const count = (toUtc(`${addMonths(month, 1)}-01`) - toUtc(first)) / DAY_MS;
  return Array.from({ length: count }, (_, place) => addDays(first, place));
}

/** First local day of the period that holds `day`; weeks begin on Monday (ISO 8601). */
function toFirstDay(period: Period, day: string): string {
  if (period === "day") return day;
  if (period === "week") return addDays(day, -((new Date(toUtc(day)).getUTCDay() + 6) % 7));
  return period === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

/** The first day of the period `count` periods away. */
export function shiftPeriod(period: Period, day: string, count: number): string {
  const first = toFirstDay(period, day);
  if (period === "day") return addDays(first, count);
  if (period === "week") return addDays(first, 7 * count);
  return `${addMonths(first.slice(0, 7), count * (period === "year" ? 12 : 1))}-01`;
}

export function toMonthInterval(month: string, timeZone: string): Interval {
  const { startAt } = toDayInterval(`${month}-01`, timeZone);
  return { startAt, endAt: toDayInterval(`${addMonths(month, 1)}-01`, timeZone).startAt };
}

/** Quarters of UTC whose start is in the day (92 to 100), or its hours. */
function toParts(day: string, { startAt, endAt }: Interval, stepMs: number): BarTime[] {
  const bars: BarTime[] = [];
  for (let at = Math.ceil(startAt / QUARTER_MS) * QUARTER_MS; at < endAt; at += stepMs) {
    bars.push({ key: day, startAt: at, endAt: Math.min(at + stepMs, endAt) });
  }
  return bars;
}

/** @param stepMs what a day is made of: quarters, or hours */
export function toSpan(period: Period, date: string, timeZone: string, stepMs = QUARTER_MS): Span {
  const day = toFirstDay(period, date);
  if (period === "year") {
    const months = Array.from({ length: 12 }, (_, place) => addMonths(day.slice(0, 7), place));
    const bars = months.map((month) => ({ key: month, ...toMonthInterval(month, timeZone) }));
    return { ...toOuter(bars), period, day, days: [], months, bars };
  }
  const count = period === "week" ? 7 : 1;
  const days =
    period === "month"
      ? toDaysOfMonth(day.slice(0, 7))
      : Array.from({ length: count }, (_, place) => addDays(day, place));
  const months = [...new Set(days.map((each) => each.slice(0, 7)))];
  const each = days.map((key) => ({ key, ...toDayInterval(key, timeZone) }));
  const bars = period === "day" ? toParts(day, each[0] ?? { startAt: 0, endAt: 0 }, stepMs) : each;
  return { ...toOuter(each), period, day, days, months, bars };
}

function toOuter(bars: readonly BarTime[]): Interval {
  return { startAt: bars[0]?.startAt ?? 0, endAt: bars.at(-1)?.endAt ?? 0 };
}

/** What a tap on a bar opens: year → month → day. Null: there is nothing finer. */
export function toDrill(period: Period, { key }: BarTime): { period: Period; date: string } | null {
  if (period === "day") return null;
  return period === "year" ? { period: "month", date: `${key}-01` } : { period: "day", date: key };
}
