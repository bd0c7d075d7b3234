import { Temporal } from "temporal-polyfill";
import { z } from "zod/mini";

/** Milliseconds since 1970-01-01T00:00Z. Accepted range: 2000-01-01 to 2100-01-01. */
export const instantSchema = z.int().check(z.gte(946_684_800_000), z.lte(4_102_444_800_000));

export const timeZoneSchema = z.string().check(
  z.maxLength(64),
  z.refine((zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, "an IANA time zone, e.g. Europe/Athens"),
);

export const resolutions = ["raw", "quarter", "hour", "day", "month"] as const;
export type Resolution = (typeof resolutions)[number];
export const resolutionSchema = z.enum(resolutions);
export type SlotResolution = Exclude<Resolution, "raw">;
export const slotResolutions = ["quarter", "hour", "day", "month"] as const satisfies readonly SlotResolution[];

export const QUARTER_MS = 900_000;

/** A half-open interval `[startAt, endAt)` of milliseconds since 1970. */
export interface Interval {
  readonly startAt: number;
  readonly endAt: number;
}

/** A local day with all that slots and buckets need; computed once per zone and day. */
interface LocalDay extends Interval {
  /** `2026-11-22`. */
  readonly day: string;
  readonly month: Interval;
  readonly hourStarts: readonly number[];
}

const UTC_DAY_MS = 86_400_000;
const MAX_CACHED_DAYS = 2000;

/** Asking the zone's rules takes 10 µs to 100 µs; planning asks for each reading. By zone, then by UTC day. */
const cache = new Map<string, Map<number, LocalDay[]>>();
let lastZone = "";
let lastDay: LocalDay | null = null;

function toZoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

function findLocalDay(at: number, timeZone: string): LocalDay {
  if (lastDay && timeZone === lastZone && at >= lastDay.startAt && at < lastDay.endAt) return lastDay;
  const zone = cache.get(timeZone) ?? new Map<number, LocalDay[]>();
  cache.set(timeZone, zone);
  const utcDay = Math.floor(at / UTC_DAY_MS);
  const days = zone.get(utcDay) ?? [];
  let found = days.find(({ startAt, endAt }) => at >= startAt && at < endAt);
  if (!found) {
    if (zone.size >= MAX_CACHED_DAYS) zone.clear();
    found = computeLocalDay(at, timeZone);
    zone.set(utcDay, [...days, found]);
  }
  lastZone = timeZone;
  lastDay = found;
  return found;
}

function computeLocalDay(at: number, timeZone: string): LocalDay {
  const zoned = toZoned(at, timeZone);
  const start = zoned.startOfDay();
  const startAt = start.epochMilliseconds;
  const endAt = start.add({ days: 1 }).startOfDay().epochMilliseconds;
  const firstOfMonth = zoned.with({ day: 1 }).startOfDay();
  const nextMonth = firstOfMonth.add({ months: 1 }).with({ day: 1 }).startOfDay();
  return {
    day: zoned.toPlainDate().toString(),
    startAt,
    endAt,
    month: { startAt: firstOfMonth.epochMilliseconds, endAt: nextMonth.epochMilliseconds },
    hourStarts: toHourStarts(startAt, endAt, timeZone),
  };
}

/** An hour begins where the local clock shows minute 0, or jumps to another hour. */
function toHourStarts(startAt: number, endAt: number, timeZone: string): number[] {
  const starts: number[] = [];
  const offset = toZoned(startAt, timeZone).offsetNanoseconds;
  if (endAt - startAt === UTC_DAY_MS && offset === toZoned(endAt - 1, timeZone).offsetNanoseconds) {
    for (let at = startAt; at < endAt; at += 4 * QUARTER_MS) starts.push(at);
    return starts;
  }
  let hour = -1;
  for (let at = startAt; at < endAt; at += QUARTER_MS) {
    const local = toZoned(at, timeZone);
    if (local.minute === 0 || local.hour !== hour) starts.push(at);
    hour = local.hour;
  }
  return starts;
}

/**
 * The slot of `resolution` that contains `at`. Quarter-hours are keyed by UTC; hours begin on the local hour (so they last
 * 30 or 90 minutes where a zone shifts by half an hour); days and months are local (a day has 92 to 100 quarters).
 */
export function toSlotInterval(resolution: SlotResolution, at: number, timeZone: string): Interval {
  if (resolution === "quarter") {
    const startAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
    return { startAt, endAt: startAt + QUARTER_MS };
  }
  const day = findLocalDay(at, timeZone);
  if (resolution === "day") return { startAt: day.startAt, endAt: day.endAt };
  if (resolution === "month") return day.month;
  const { hourStarts } = day;
  let i = Math.min(Math.floor((at - day.startAt) / (2 * QUARTER_MS)), hourStarts.length - 1);
  while (i > 0 && (hourStarts[i] ?? 0) > at) i--;
  return { startAt: hourStarts[i] ?? day.startAt, endAt: hourStarts[i + 1] ?? day.endAt };
}

/** `2026-11-22` in the zone. */
export function toLocalDay(at: number, timeZone: string): string {
  return findLocalDay(at, timeZone).day;
}

/**
 * The id of the bucket document that holds the slot or reading at `at`: raw, quarter and hour `2026-11-22` (a local day), day
 * `2026-11` (a local month), month `2026` (a local year).
 */
export function toBucketId(resolution: Resolution, at: number, timeZone: string): string {
  const day = toLocalDay(at, timeZone);
  if (resolution === "day") return day.slice(0, 7);
  return resolution === "month" ? day.slice(0, 4) : day;
}

/** The interval of a local day `2026-11-22`. @throws if the text is not a date. */
export function toDayInterval(day: string, timeZone: string): Interval {
  const date = Temporal.PlainDate.from(day);
  return {
    startAt: date.toZonedDateTime(timeZone).epochMilliseconds,
    endAt: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/** The local day so many months, and at least so many days, before `at`: `2025-10-22` is 13 months before `2026-11-22`. */
export function toDayBefore(at: number, { months, days }: { months: number; days: number }, timeZone: string): string {
  const today = toZoned(at, timeZone).toPlainDate();
  const [byMonths, byDays] = [today.subtract({ months }), today.subtract({ days })];
  return (Temporal.PlainDate.compare(byMonths, byDays) < 0 ? byMonths : byDays).toString();
}

/** What the zone's clock is ahead of UTC, in ms. Changes on quarter-hours only. */
export function toZoneOffsetMs(at: number, timeZone: string): number {
  return toZoned(at, timeZone).offsetNanoseconds / 1_000_000;
}

/** A local date and time of day: minutes since its clock showed 0:00, ISO weekday (1 Monday), month. */
export interface LocalClock {
  readonly day: string;
  readonly minute: number;
  readonly weekday: number;
  readonly month: number;
}

export function toLocalClock(at: number, timeZone: string): LocalClock {
  const local = findLocalDay(at, timeZone);
  const { day, startAt } = local;
  const minute = hasOneOffset(local, timeZone)
    ? Math.floor((at - startAt) / 60_000)
    : Math.floor(((((at + toZoneOffsetMs(at, timeZone)) % UTC_DAY_MS) + UTC_DAY_MS) % UTC_DAY_MS) / 60_000);
  return { day, minute, weekday: toWeekday(day), month: Number(day.slice(5, 7)) };
}

/** ISO: 1 Monday … 7 Sunday. */
function toWeekday(day: string): number {
  return new Date(`${day}T00:00Z`).getUTCDay() || 7;
}

/**
 * The first instant of a local day at which its clock shows this minute or a later one. So a time that a change of the clock leaves
 * out is right after it, and one that comes twice is the first: each happens once on each day.
 */
export function toLocalInstant(day: string, minute: number, timeZone: string): number {
  const { startAt } = toDayInterval(day, timeZone);
  const local = findLocalDay(startAt, timeZone);
  if (hasOneOffset(local, timeZone)) return startAt + minute * 60_000;
  for (let at = startAt; at < local.endAt; at += QUARTER_MS) {
    const shown = toLocalClock(at, timeZone).minute;
    if (shown > minute) return at;
    if (minute < shown + 15) return at + (minute - shown) * 60_000;
  }
  return local.endAt;
}

function hasOneOffset({ startAt, endAt }: Interval, timeZone: string): boolean {
  if (endAt - startAt !== UTC_DAY_MS) return false;
  return toZoneOffsetMs(startAt, timeZone) === toZoneOffsetMs(endAt - 1, timeZone);
}

/** So many local days later (−: earlier). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * UTC_DAY_MS).toISOString().slice(0, 10);
}
