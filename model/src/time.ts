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

function toZoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
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
  if (resolution === "hour") return toHourInterval(at, timeZone);
  const zoned = toZoned(at, timeZone);
  const start = resolution === "day" ? zoned.startOfDay() : zoned.with({ day: 1 }).startOfDay();
  const end = (resolution === "day" ? start.add({ days: 1 }) : start.add({ months: 1 })).startOfDay();
  return { startAt: start.epochMilliseconds, endAt: end.epochMilliseconds };
}

function toHourInterval(at: number, timeZone: string): Interval {
  const beginsHour = (quarterAt: number) => {
    const local = toZoned(quarterAt, timeZone);
    return local.minute === 0 || toZoned(quarterAt - QUARTER_MS, timeZone).hour !== local.hour;
  };
  let startAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  while (!beginsHour(startAt)) startAt -= QUARTER_MS;
  let endAt = startAt + QUARTER_MS;
  while (!beginsHour(endAt)) endAt += QUARTER_MS;
  return { startAt, endAt };
}

/** `2026-11-22` in the zone. */
export function toLocalDay(at: number, timeZone: string): string {
  return toZoned(at, timeZone).toPlainDate().toString();
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
