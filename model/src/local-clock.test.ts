import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, toDayInterval, toLocalClock, toLocalDay, toLocalInstant } from "./time.ts";

const zones = ["Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Beirut"] as const;
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);

describe("the local clock", () => {
  it.each([
    ["as it shows", "2026-11-28", "07:30", "2026-11-28T05:30"],
    ["left out in spring: right after the gap", "2026-03-29", "03:30", "2026-03-29T01:00"],
    ["just before the gap", "2026-03-29", "02:59", "2026-03-29T00:59"],
    ["twice in autumn: the first", "2026-10-25", "03:30", "2026-10-25T00:30"],
    ["after both", "2026-10-25", "04:00", "2026-10-25T02:00"],
  ])("finds a time of day %s", (_, day, time, expected) => {
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    expect(iso(toLocalInstant(day, minute, "Europe/Athens"))).toBe(expected);
  });

  it("finds each minute once on each day, in order, where the clock shows it or has jumped over it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 }),
        fc.integer({ min: 0, max: 1438 }),
        (zone, offset, minute) => {
          const day = addDays("2026-01-01", offset);
          const at = toLocalInstant(day, minute, zone);
          const { startAt, endAt } = toDayInterval(day, zone);
          expect(at >= startAt && at < endAt).toBe(true);
          expect(toLocalInstant(day, minute + 1, zone)).toBeGreaterThanOrEqual(at);
          expect(toLocalDay(at, zone)).toBe(day);
          const shown = toLocalClock(at, zone).minute;
          expect(shown >= minute).toBe(true);
          if (at > startAt) expect(toLocalClock(at - 60_000, zone).minute < minute).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("knows weekday and month", () => {
    expect(toLocalClock(Date.parse("2026-11-28T23:00Z"), "Europe/Athens")).toEqual({
      day: "2026-11-29",
      minute: 60,
      weekday: 7,
      month: 11,
    });
  });
});
