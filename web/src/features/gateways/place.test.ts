import { timeZoneSchema } from "@lastmeter/model/time";
import { describe, expect, it } from "vitest";
import { allCities } from "./cities.ts";
import { findCity, offerTimeZone, toCoarse, toTimeZones } from "./place.ts";

const now = Date.UTC(2026, 10, 28);

it("a place of this phone are kept to a kilometre", () => {
  expect(toCoarse({ latitude: 37.983_81, longitude: 23.727_54 })).toEqual({ latitude: 37.98, longitude: 23.73 });
});

describe("cities", () => {
  it("stand where they are, in zones that exist", () => {
    expect(findCity("athens")).toEqual({
      name: "Athens",
      timeZone: "Europe/Athens",
      latitude: 37.97,
      longitude: 23.72,
    });
    expect(findCity("Buenos Aires")?.timeZone).toBe("America/Argentina/Buenos_Aires");
    expect(findCity("Nowhere")).toBeNull();
    for (const { timeZone, latitude, longitude } of allCities) {
      expect(timeZoneSchema.safeParse(timeZone).success, timeZone).toBe(true);
      expect(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, timeZone).toBe(true);
    }
  });
});

describe("the offered time zone", () => {
  it.each<[string, [number, number], string, string | null]>([
    ["the phone's clock is the place's", [37.98, 23.73], "Europe/Athens", null],
    ["another zone with the same clock", [48.2, 16.37], "Europe/Berlin", null],
    ["the phone is from elsewhere", [37.98, 23.73], "Europe/Berlin", "Europe/Athens"],
    ["far from any city of the zone", [-33.9, 151.2], "Europe/London", "Australia/Sydney"],
    ["clocks that part in summer", [33.45, -112.07], "America/Denver", "America/Phoenix"],
    ["near a border that cities do not tell", [51.1, 17.03], "Europe/Warsaw", null],
    ["across the date line", [-18.1, 178.4], "Pacific/Auckland", "Pacific/Fiji"],
  ])("%s", (_, [latitude, longitude], chosen, expected) => {
    expect(offerTimeZone({ latitude, longitude }, chosen, now)?.timeZone ?? null).toBe(expected);
  });
});

it("the list of zones holds the chosen one, known or not", () => {
  const zones = toTimeZones("Etc/GMT+3").flatMap(([, list]) => list);
  expect(zones).toContain("Etc/GMT+3");
  expect(zones).toContain("Europe/Athens");
});
