import { describe, expect, it } from "vitest";
import { toBucketIds, toSlotStarts } from "./range.ts";

const zone = "Europe/Athens";
const at = (text: string) => Date.parse(text);
const starts = (from: string, to: string, resolution: "quarter" | "hour" | "day" | "month", max = 1e6) =>
  toSlotStarts({ from: at(from), to: at(to) }, resolution, zone, max);

describe("intervals of a range", () => {
  it.each([
    ["a day at 15 min", "2026-11-19T22:00Z", "2026-11-20T22:00Z", "quarter", 96],
    ["the day with 25 hours", "2026-10-24T21:00Z", "2026-10-25T22:00Z", "quarter", 100],
    ["its hours", "2026-10-24T21:00Z", "2026-10-25T22:00Z", "hour", 25],
    ["a month of days", "2026-10-31T22:00Z", "2026-11-30T22:00Z", "day", 30],
    ["a begun hour is left out", "2026-11-20T00:01Z", "2026-11-20T02:00Z", "hour", 1],
  ] as const)("%s", (_, from, to, resolution, count) => {
    expect(starts(from, to, resolution).starts).toHaveLength(count);
  });
  it("a page goes on where it ends", () => {
    const first = starts("2026-11-19T22:00Z", "2026-11-20T22:00Z", "quarter", 10);
    expect(first.next).toBe(at("2026-11-20T00:30Z"));
    expect(toBucketIds(first.starts, "quarter", zone)).toEqual(["2026-11-20"]);
  });
});
