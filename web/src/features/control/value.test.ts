import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNext, toScale } from "./value.ts";

const brightness = { quantity: "generic", min: 0, max: 254, feature: "light", unit: "" } as const;
const setPoint = { quantity: "temperature", min: 5, max: 30, step: 0.5, unit: "°C" } as const;

describe("what a person sees of a device's own scale", () => {
  it.each([
    { what: "a lamp's full", channel: brightness, shown: 100, value: 254 },
    { what: "a lamp's half", channel: brightness, shown: 50, value: 127 },
    { what: "a lamp's least is not off", channel: brightness, shown: 1, value: 3 },
    {
      what: "a ratio as it is",
      channel: { quantity: "ratio", min: 0, max: 100, unit: "%" } as const,
      shown: 40,
      value: 40,
    },
    { what: "a temperature as it is", channel: setPoint, shown: 21.5, value: 21.5 },
    {
      what: "limits in another unit",
      channel: { quantity: "temperature", min: 500, max: 3000, step: 50, factor: 0.01, unit: "°C" } as const,
      shown: 20.5,
      value: 20.5,
    },
  ])("$what", ({ channel, shown, value }) => {
    const scale = toScale(channel);
    expect(scale.toValue(shown)).toBe(value);
    expect(scale.toShown(value)).toBe(shown);
  });

  it("comes back as it was chosen, within the limits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 100, max: 65_535 }), (shown, max) => {
        const scale = toScale({ ...brightness, max });
        const value = scale.toValue(shown);
        expect(scale.toShown(value)).toBe(shown);
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(max);
      }),
    );
  });

  it.each([
    { at: 21, way: 1, next: 21.5 },
    { at: 21.2, way: 1, next: 21.5 },
    { at: 21.2, way: -1, next: 21 },
    { at: 30, way: 1, next: 30 },
    { at: 5, way: -1, next: 5 },
  ] as const)("$at goes to $next", ({ at, way, next }) => expect(toNext(toScale(setPoint), at, way)).toBe(next));
});
