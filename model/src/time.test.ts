import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUARTER_MS, slotResolutions, toBucketId, toDayInterval, toLocalDay, toSlotInterval } from "./time.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const zones = ["Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] as const;

describe("slots of the days on which clocks change", () => {
  const days = [
    { zone: "Europe/Athens", day: "2026-03-29", startAt: "2026-03-28T22:00Z", quarters: 92, hours: 23 },
    { zone: "Europe/Athens", day: "2026-10-25", startAt: "2026-10-24T21:00Z", quarters: 100, hours: 25 },
    { zone: "America/New_York", day: "2026-03-08", startAt: "2026-03-08T05:00Z", quarters: 92, hours: 23 },
    { zone: "America/New_York", day: "2026-11-01", startAt: "2026-11-01T04:00Z", quarters: 100, hours: 25 },
    { zone: "Asia/Kolkata", day: "2026-03-29", startAt: "2026-03-28T18:30Z", quarters: 96, hours: 24 },
    // Lord Howe shifts by half an hour: 2:00 becomes 2:30 (an hour of 30 minutes), 2:00 becomes 1:30 (an hour of 90).
    { zone: "Australia/Lord_Howe", day: "2026-10-04", startAt: "2026-10-03T13:30Z", quarters: 94, hours: 24 },
    { zone: "Australia/Lord_Howe", day: "2026-04-05", startAt: "2026-04-04T13:00Z", quarters: 98, hours: 24 },
    // Midnight itself does not exist: the day begins at 1:00.
    { zone: "Asia/Beirut", day: "2026-03-29", startAt: "2026-03-28T22:00Z", quarters: 92, hours: 23 },
  ] as const;

  it.each(days)("$zone $day", ({ zone, day, startAt, quarters, hours }) => {
    const interval = toDayInterval(day, zone);
    expect(iso(interval.startAt)).toBe(iso(at(startAt)));
    expect((interval.endAt - interval.startAt) / QUARTER_MS).toBe(quarters);
    expect(toSlotInterval("day", interval.startAt, zone)).toEqual(interval);
    expect(toSlotInterval("day", interval.endAt - 1, zone)).toEqual(interval);
    expect(toSlotInterval("day", interval.endAt, zone).startAt).toBe(interval.endAt);

    const starts = new Set<number>();
    for (let quarter = interval.startAt; quarter < interval.endAt; quarter += QUARTER_MS) {
      starts.add(toSlotInterval("hour", quarter, zone).startAt);
    }
    expect(starts.size).toBe(hours);
  });

  it.each([
    { zone: "Australia/Lord_Howe", inside: "2026-10-03T15:30Z", startAt: "2026-10-03T15:30Z", minutes: 30 },
    { zone: "Australia/Lord_Howe", inside: "2026-04-04T15:15Z", startAt: "2026-04-04T14:00Z", minutes: 90 },
    { zone: "Asia/Kolkata", inside: "2026-11-22T10:00Z", startAt: "2026-11-22T09:30Z", minutes: 60 },
    { zone: "Asia/Kathmandu", inside: "2026-11-22T10:00Z", startAt: "2026-11-22T09:15Z", minutes: 60 },
    { zone: "Europe/Athens", inside: "2026-10-25T01:20Z", startAt: "2026-10-25T01:00Z", minutes: 60 },
  ])("the hour of $inside in $zone lasts $minutes min", ({ zone, inside, startAt, minutes }) => {
    const hour = toSlotInterval("hour", at(inside), zone);
    expect(iso(hour.startAt)).toBe(iso(at(startAt)));
    expect((hour.endAt - hour.startAt) / 60_000).toBe(minutes);
  });
});

describe("months and buckets", () => {
  it.each([
    { zone: "Europe/Athens", inside: "2026-03-15T00:00Z", startAt: "2026-02-28T22:00Z", endAt: "2026-03-31T21:00Z" },
    { zone: "America/New_York", inside: "2026-11-30T23:00Z", startAt: "2026-11-01T04:00Z", endAt: "2026-12-01T05:00Z" },
    { zone: "Asia/Kolkata", inside: "2026-12-31T18:29Z", startAt: "2026-11-30T18:30Z", endAt: "2026-12-31T18:30Z" },
    {
      zone: "Australia/Lord_Howe",
      inside: "2026-10-01T00:00Z",
      startAt: "2026-09-30T13:30Z",
      endAt: "2026-10-31T13:00Z",
    },
  ])("$zone: the month of $inside", ({ zone, inside, startAt, endAt }) => {
    const month = toSlotInterval("month", at(inside), zone);
    expect([iso(month.startAt), iso(month.endAt)]).toEqual([iso(at(startAt)), iso(at(endAt))]);
  });

  it.each([
    { resolution: "raw", id: "2027-01-01" },
    { resolution: "quarter", id: "2027-01-01" },
    { resolution: "hour", id: "2027-01-01" },
    { resolution: "day", id: "2027-01" },
    { resolution: "month", id: "2027" },
  ] as const)("$resolution bucket is the local one", ({ resolution, id }) => {
    expect(toBucketId(resolution, at("2026-12-31T22:30Z"), "Europe/Athens")).toBe(id);
  });
});

it("slots contain their instant, nest and leave no hole, in every zone", () => {
  const instants = fc.integer({ min: at("2024-01-01T00:00Z"), max: at("2029-01-01T00:00Z") });
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
      let inner = { startAt: instant, endAt: instant };
      for (const resolution of slotResolutions) {
        const slot = toSlotInterval(resolution, instant, zone);
        expect(slot.startAt).toBeLessThanOrEqual(inner.startAt);
        expect(slot.endAt).toBeGreaterThanOrEqual(inner.endAt);
        expect(slot.endAt).toBeGreaterThan(instant);
        expect(slot.startAt % QUARTER_MS).toBe(0);
        expect(toSlotInterval(resolution, slot.endAt, zone).startAt).toBe(slot.endAt);
        expect(toSlotInterval(resolution, slot.endAt - 1, zone)).toEqual(slot);
        inner = slot;
      }
      expect(toDayInterval(toLocalDay(instant, zone), zone)).toEqual(toSlotInterval("day", instant, zone));
    }),
    { numRuns: 300 },
  );
});
