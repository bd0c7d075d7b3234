import { toWall } from "./local-day.ts";

const DAY_MS = 86_400_000;

/** `2026-11-22T14:15` in the zone, as an input of date and time has it. */
export function toLocalMinute(at: number, timeZone: string): string {
  return new Date(toWall(at, timeZone).asUtc).toISOString().slice(0, 16);
}

/** The instant of a local minute, the first of two; where a clock skips it, as much later. Null: no such time. */
export function toInstant(minute: string, timeZone: string): number | null {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(minute) ? Date.parse(`${minute}:00Z`) : Number.NaN;
  if (Number.isNaN(wall)) return null;
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => toWall(at, timeZone).asUtc - at);
  const found = offsets.map((offset) => wall - offset).filter((at) => toLocalMinute(at, timeZone) === minute);
  return found.length > 0 ? Math.min(...found) : wall - (offsets[0] ?? 0);
}
