import { describe, expect, it } from "vitest";
import { parseCoordinates, toCoordinatesText } from "./coordinates.ts";

describe("coordinates", () => {
  it.each<[string, [number, number] | null]>([
    ["37.98, 23.73", [37.98, 23.73]],
    [" 37.98 23.73 ", [37.98, 23.73]],
    ["37,98 23,73", [37.98, 23.73]],
    ["37,98; 23,73", [37.98, 23.73]],
    ["-33.87, 151.21", [-33.87, 151.21]],
    ["−33.87, 151.21", [-33.87, 151.21]],
    ["33.87° S, 151.21° E", [-33.87, 151.21]],
    ["40.7N 74W", [40.7, -74]],
    ["52.5 N 13.4 O", [52.5, 13.4]],
    ["91, 0", null],
    ["0, 181", null],
    ["37.98", null],
    ["Athens", null],
    ["", null],
  ])("%j", (text, expected) => {
    const place = parseCoordinates(text);
    expect(place && [place.latitude, place.longitude]).toEqual(expected);
  });

  it("are written as they are read", () => {
    const place = { latitude: -33.87, longitude: 151.21 };
    expect(parseCoordinates(toCoordinatesText(place))).toEqual(place);
  });
});
