import * as time from "@lastmeter/model/time";
import { describe, expect, it } from "vitest";
import { toDayInterval, toLocalDay } from "./local-day.ts";

const zones = [
  "Europe/Athens",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Asia/Beirut",
];
const days = [
  "2026-01-01",
  "2026-03-08",
  "2026-03-29",
  "2026-04-05",
  "2026-04-24",
  "2026-10-04",
  "2026-10-25",
  "2026-11-01",
];

describe("local days by Intl equal those of Temporal", () => {
  for (const zone of [...zones, "UTC", "Pacific/Apia"]) {
    it.each(days)(`${zone} %s`, (day) => {
      expect(toDayInterval(day, zone)).toEqual(time.toDayInterval(day, zone));
    });
  }

  it("names the day of an instant", () => {
    for (const zone of zones) {
      for (let at = Date.UTC(2026, 2, 28); at < Date.UTC(2026, 2, 31); at += 1_234_567) {
        expect(toLocalDay(at, zone)).toBe(time.toLocalDay(at, zone));
      }
    }
  });
});
