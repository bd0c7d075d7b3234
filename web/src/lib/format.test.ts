import { describe, expect, it } from "vitest";
import { toAgeText, toClockText, toEnergyFigure, toFigure, toHourText, toPowerFigure } from "./format.ts";

const join = ({ text, unit }: { text: string; unit: string }) => `${text} ${unit}`.trim();

describe("figures", () => {
  it.each([
    [0, undefined, "0 W"],
    [2.34, undefined, "2.3 W"],
    [999.4, undefined, "999 W"],
    [999.6, undefined, "1.00 kW"],
    [960, "kW", "0.96 kW"],
    [960, "W", "960 W"],
    [940, "kW", "940 W"],
    [-1234, undefined, "\u22121.23 kW"],
    [-0.01, undefined, "0 W"],
  ])("%d W after %s is %s", (powerW, before, text) => {
    expect(join(toPowerFigure(powerW, "en", before))).toBe(text);
  });

  it.each([
    [0, "0.00 kWh"],
    [1234, "1.23 kWh"],
    [123_456, "123.5 kWh"],
    [12_345_678, "12,346 kWh"],
  ])("%d Wh is %s", (energyWh, text) => expect(join(toEnergyFigure(energyWh, "en"))).toBe(text));

  it.each([
    ["temperature", 2143, "de", undefined, "21,4 °C"],
    ["pressure", 101_325, "en", undefined, "1,013 hPa"],
    ["generic", 1500, "en", "steps", "1.5 steps"],
    ["powerFactor", 987, "en", undefined, "0.99"],
    ["count", 3, "en", undefined, "3"],
  ] as const)("%s %d in %s", (quantity, steps, locale, native, text) => {
    expect(join(toFigure(quantity, steps, locale, native))).toBe(text);
  });

  it.each([
    [-5000, "now"],
    [1200, "now"],
    [12_000, "12s ago"],

    [7_300_000, "2h ago"],
  ])("an age of %d ms reads %s", (ageMs, text) => expect(toAgeText(ageMs, "en")).toBe(text));

  it.each([
    ["en-GB", Date.UTC(2026, 5, 1, 12), "15"],
    ["en-US", Date.UTC(2026, 5, 1, 12), /^3\sPM$/],
    ["de", Date.UTC(2026, 5, 1, 12, 30), "15:30"],
  ])("an axis in %s", (locale, at, hour) => expect(toHourText(at, locale, "Europe/Athens")).toMatch(hour));

  it("tells the time of the home, not of the phone", () => {
    expect(toClockText(Date.UTC(2026, 5, 1, 12, 15), "de", "Europe/Athens")).toBe("15:15");
  });
});
