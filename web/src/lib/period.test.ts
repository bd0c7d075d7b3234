import { describe, expect, it } from "vitest";
import { HOUR_MS, shiftPeriod, toDrill, toSpan } from "./period.ts";

const ATHENS = "Europe/Athens";

describe("spans", () => {
  it.each([
    ["day", "2026-11-22", "2026-11-22", 96],
    ["day", "2026-03-29", "2026-03-29", 92],
    ["day", "2026-10-25", "2026-10-25", 100],
    ["week", "2026-11-22", "2026-11-16", 7],
    ["week", "2026-11-16", "2026-11-16", 7],
    ["week", "2026-01-01", "2025-12-29", 7],
    ["month", "2026-11-22", "2026-11-01", 30],
    ["month", "2028-02-29", "2028-02-01", 29],
    ["year", "2026-11-22", "2026-01-01", 12],
  ] as const)("a %s of %s begins on %s and has %i bars", (period, date, day, count) => {
    const span = toSpan(period, date, ATHENS);
    expect(span.day).toBe(day);
    expect(span.bars).toHaveLength(count);
    expect(span.bars[0]?.startAt).toBe(span.startAt);
    expect(span.bars.at(-1)?.endAt).toBe(span.endAt);
    expect(span.bars.every(({ endAt }, place) => endAt === (span.bars[place + 1]?.startAt ?? span.endAt))).toBe(true);
  });

  it("knows the month of a zone that jumps by half an hour", () => {
    const { startAt, endAt } = toSpan("month", "2026-04-15", "Australia/Lord_Howe");
    expect((endAt - startAt) / 3_600_000).toBe(30 * 24 + 0.5);
  });

  it.each([
    ["2026-11-22", 24],
    ["2026-03-29", 23],
    ["2026-10-25", 25],
  ])("%s has %i hours", (date, count) => {
    const span = toSpan("day", date, ATHENS, HOUR_MS);
    expect(span.bars).toHaveLength(count);
    expect(span.bars.at(-1)?.endAt).toBe(span.endAt);
  });

  it("touches two months where a week does", () => {
    expect(toSpan("week", "2026-12-01", ATHENS).months).toEqual(["2026-11", "2026-12"]);
  });
});

it.each([
  ["day", "2026-03-01", -1, "2026-02-28"],
  ["week", "2026-11-22", 1, "2026-11-23"],
  ["month", "2026-01-31", -1, "2025-12-01"],
  ["month", "2026-12-15", 1, "2027-01-01"],
  ["year", "2026-06-01", -1, "2025-01-01"],
] as const)("one %s from %s by %i is %s", (period, date, count, expected) => {
  expect(shiftPeriod(period, date, count)).toBe(expected);
});

it("drills down from year to month to day, and no further", () => {
  const at = { startAt: 0, endAt: 1 };
  expect(toDrill("year", { ...at, key: "2026-11" })).toEqual({ period: "month", date: "2026-11-01" });
  expect(toDrill("month", { ...at, key: "2026-11-22" })).toEqual({ period: "day", date: "2026-11-22" });
  expect(toDrill("week", { ...at, key: "2026-11-22" })).toEqual({ period: "day", date: "2026-11-22" });
  expect(toDrill("day", { ...at, key: "2026-11-22" })).toBeNull();
});
