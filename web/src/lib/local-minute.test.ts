import { describe, expect, it } from "vitest";
import { toInstant, toLocalMinute } from "./local-minute.ts";

const zones = [
  "Europe/Athens",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Asia/Beirut",
];

describe("local minutes", () => {
  it.each([
    ["Europe/Athens", "2026-11-22T14:15", "2026-11-22T12:15Z"],
    ["America/New_York", "2026-11-22T00:00", "2026-11-22T05:00Z"],
    ["Asia/Kolkata", "2026-11-22T14:15", "2026-11-22T08:45Z"],
    // Twice there: the first. Not there: as much later.
    ["Europe/Athens", "2026-10-25T03:30", "2026-10-25T00:30Z"],
    ["Europe/Athens", "2026-03-29T03:30", "2026-03-29T01:30Z"],
    ["Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45Z"],
  ])("%s %s", (zone, minute, instant) => {
    expect(toInstant(minute, zone)).toBe(Date.parse(instant));
  });

  it("come back as they were, but for those that are not there", () => {
    for (const zone of zones) {
      for (let at = Date.UTC(2026, 2, 28); at < Date.UTC(2026, 2, 31); at += 900_000) {
        expect(toInstant(toLocalMinute(at, zone), zone)).toBe(at);
      }
    }
    expect(toInstant("", "Europe/Athens")).toBeNull();
  });
});
