import { Temporal } from "temporal-polyfill";
import type { QuietHours } from "./notice-settings.ts";

/**
 * When the quiet that holds at `at` ends; null: it is not quiet. A clock that is put forward over the end ends it then; one that is put
 * back makes it an hour longer.
 */
export function toQuietEnd({ from, to }: QuietHours, at: number, timeZone: string): number | null {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const time = now.toPlainTime();
  const isAfter = (bound: string) => Temporal.PlainTime.compare(time, Temporal.PlainTime.from(bound)) >= 0;
  const isQuiet = from < to ? isAfter(from) && !isAfter(to) : from > to && (isAfter(from) || !isAfter(to));
  if (!isQuiet) return null;
  const day = isAfter(to) ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  const end = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(to) });
  return Math.max(end.epochMilliseconds, at + 1000);
}
