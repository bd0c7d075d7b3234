import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromSteps, isPlausible, type Quantity, quantities, toSteps } from "./units.ts";

const all = Object.keys(quantities) as Quantity[];

describe("quantities", () => {
  it.each(all)("%s keeps every plausible value in a safe integer of steps, and back", (quantity) => {
    const { min, max, decimals } = quantities[quantity];
    expect(Number.isSafeInteger(toSteps(quantity, min))).toBe(true);
    expect(Number.isSafeInteger(toSteps(quantity, max))).toBe(true);
    fc.assert(
      fc.property(fc.double({ min, max, noNaN: true }), (value) => {
        expect(isPlausible(quantity, value)).toBe(true);
        const error = Math.abs(fromSteps(quantity, toSteps(quantity, value)) - value);
        expect(error).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals + Math.abs(value) * 1e-15);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [0.05, 1],
    [-0.05, -1],
    [-0, 0],
    [141.24, 1412],
  ])("%d W is %d steps: half away from zero, never −0", (value, steps) => {
    expect(Object.is(toSteps("power", value), steps)).toBe(true);
  });

  it.each<[Quantity, number]>([
    ["power", Number.NaN],
    ["power", Number.POSITIVE_INFINITY],
    ["energy", -1],
    ["energy", 281_474_976_710_655],
    ["temperature", -327.68],
    ["relativeHumidity", 150],
    ["voltage", 6553.5],
  ])("%s of %d is a fault of the device", (quantity, value) => {
    expect(isPlausible(quantity, value)).toBe(false);
  });
});
