import { describe, expect, it } from "vitest";
import { toSunTimes } from "./sun.ts";
import { toLocalClock } from "./time.ts";

const toMinutes = (at: number | null, timeZone: string) => (at === null ? null : toLocalClock(at, timeZone).minute);
const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

describe("sunrise and sunset", () => {
  // By almanacs (timeanddate.com, sunrise-sunset.org), to two minutes.
  it.each([
    ["2026-06-21", 37.98, 23.73, "Europe/Athens", "06:02", "20:51"],
    ["2026-12-21", 52.52, 13.405, "Europe/Berlin", "08:15", "15:54"],
    ["2026-03-20", 51.5, -0.12, "Europe/London", "06:03", "18:13"],
    ["2026-11-28", 40.71, -74.01, "America/New_York", "06:57", "16:30"],
    ["2026-12-21", -33.87, 151.21, "Australia/Sydney", "05:41", "20:05"],
    ["2026-11-28", 1.87, -157.4, "Pacific/Kiritimati", "06:17", "18:18"],
  ])("%s at %d, %d in %s", (day, latitude, longitude, timeZone, sunrise, sunset) => {
    const sun = toSunTimes(day, { latitude, longitude }, timeZone);
    expect(Math.abs((toMinutes(sun.sunrise, timeZone) ?? 0) - clock(sunrise))).toBeLessThanOrEqual(2);
    expect(Math.abs((toMinutes(sun.sunset, timeZone) ?? 0) - clock(sunset))).toBeLessThanOrEqual(2);
    for (const at of [sun.sunrise, sun.sunset]) expect(toLocalClock(at ?? 0, timeZone).day).toBe(day);
  });

  it("are not where the sun stays up or down", () => {
    const svalbard = { latitude: 78.2, longitude: 15.6 };
    const none = { sunrise: null, sunset: null };
    expect(toSunTimes("2026-06-21", svalbard, "Arctic/Longyearbyen")).toEqual(none);
    expect(toSunTimes("2026-12-21", svalbard, "Arctic/Longyearbyen")).toEqual(none);
  });
});
