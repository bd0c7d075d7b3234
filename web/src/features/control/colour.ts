/** A colour as people choose it: hue 0–360°, saturation 0–100 %. */
export interface HueSaturation {
  readonly hue: number;
  readonly saturation: number;
}

/** CIE 1931 chromaticity, as ZigBee lights are told it. */
export interface Chromaticity {
  readonly x: number;
  readonly y: number;
}

/** sRGB of full value, each 0–1. */
function toRgb({ hue, saturation }: HueSaturation): [number, number, number] {
  const s = saturation / 100;
  const channel = (n: number) => {
    const k = (n + hue / 60) % 6;
    return 1 - s * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

// IEC 61966-2-1 (sRGB), white D65.
const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const fromLinear = (c: number) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);

export function toChromaticity(colour: HueSaturation): Chromaticity {
  const [r, g, b] = toRgb(colour).map(toLinear) as [number, number, number];
  const X = 0.4124 * r + 0.3576 * g + 0.1805 * b;
  const Y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const Z = 0.0193 * r + 0.1192 * g + 0.9505 * b;
  const sum = X + Y + Z;
  return { x: round(X / sum), y: round(Y / sum) };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

/** The nearest colour a screen can show. */
export function toHueSaturation({ x, y }: Chromaticity): HueSaturation {
  const [X, Z] = [x / Math.max(y, 1e-3), (1 - x - y) / Math.max(y, 1e-3)];
  const linear = [3.2406 * X - 1.5372 - 0.4986 * Z, -0.9689 * X + 1.8758 + 0.0415 * Z, 0.0557 * X - 0.204 + 1.057 * Z];
  const most = Math.max(...linear, 1e-9);
  const [r = 0, g = 0, b = 0] = linear.map((c) => fromLinear(Math.max(0, c / most)));
  const span = Math.max(r, g, b) - Math.min(r, g, b);
  const turn = span === 0 ? 0 : r >= g && r >= b ? (g - b) / span : g >= b ? 2 + (b - r) / span : 4 + (r - g) / span;
  return { hue: Math.round((turn * 60 + 360) % 360), saturation: Math.round((span / Math.max(r, g, b)) * 100) };
}
