import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toChromaticity, toHueSaturation } from "./colour.ts";

describe("colours of lights", () => {
  it.each([
    // The primaries and the white of sRGB (IEC 61966-2-1).
    { hue: 0, saturation: 100, x: 0.64, y: 0.33 },
    { hue: 120, saturation: 100, x: 0.3, y: 0.6 },
    { hue: 240, saturation: 100, x: 0.15, y: 0.06 },
    { hue: 0, saturation: 0, x: 0.313, y: 0.329 },
  ])("hue $hue, saturation $saturation is at $x, $y", ({ hue, saturation, x, y }) => {
    const found = toChromaticity({ hue, saturation });
    expect(found.x).toBeCloseTo(x, 2);
    expect(found.y).toBeCloseTo(y, 2);
  });

  it("comes back as it was chosen", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 30, max: 100 }), (hue, saturation) => {
        const back = toHueSaturation(toChromaticity({ hue, saturation }));
        expect(Math.abs(((back.hue - hue + 540) % 360) - 180)).toBeLessThanOrEqual(4);
        expect(Math.abs(back.saturation - saturation)).toBeLessThanOrEqual(4);
      }),
    );
  });

  it("has a colour for every chromaticity", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, (x, y) => {
        const { hue, saturation } = toHueSaturation({ x, y });
        expect(hue).toBeGreaterThanOrEqual(0);
        expect(hue).toBeLessThanOrEqual(360);
        expect(saturation).toBeGreaterThanOrEqual(0);
        expect(saturation).toBeLessThanOrEqual(100);
      }),
    );
  });
});
