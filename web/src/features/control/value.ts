import type { Channel } from "@lastmeter/model/channel";
import { fromSteps } from "@lastmeter/model/units";

type Range = Pick<Channel, "min" | "max" | "step" | "factor" | "offset" | "quantity" | "unit" | "feature">;

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Of what a person sees; `%` where the device counts in a scale of its own (brightness 0 to 254). */
  readonly unit: string;
  /** The canonical value of what is shown, and back. */
  toValue(shown: number): number;
  toShown(value: number): number;
}

const clean = (value: number) => Math.round(value * 1e6) / 1e6;

/** The steps of a slider or stepper. Limits of a channel are native. */
export function toScale({ min = 0, max = 100, step, factor = 1, offset = 0, quantity, unit, feature }: Range): Scale {
  const toCanonical = (native: number) => clean(native * factor + offset);
  const [low, high] = [toCanonical(min), toCanonical(max)].sort((a, b) => a - b) as [number, number];
  if ((quantity ?? "generic") === "generic" && !unit && high - low > 20) {
    // A light at 0 would be off, which is another control's business.
    const least = feature === "light" && low === 0 ? 1 : 0;
    const span = (high - low) / 100;
    return {
      min: least,
      max: 100,
      step: 1,
      unit: "%",
      toValue: (shown) => Math.max(Math.round(low + shown * span), low + least),
      toShown: (value) => Math.min(100, Math.max(least, Math.round((value - low) / span))),
    };
  }
  const canonicalStep = step === undefined ? (high - low <= 10 ? 0.1 : 1) : Math.abs(step * factor);
  const clamp = (value: number) => Math.min(high, Math.max(low, value));
  return { min: low, max: high, step: canonicalStep, unit: unit ?? "", toValue: clean, toShown: clamp };
}

/** What lamps count in mired people know as kelvin; to 50 K. */
export const toKelvin = (mired: number): number => Math.round(1e6 / mired / 50) * 50;

/** One step up or down, onto the steps of the scale. */
export function toNext({ min, max, step }: Scale, shown: number, way: 1 | -1): number {
  const steps = (shown - min) / step;
  const next = way === 1 ? Math.floor(steps + 1e-6) + 1 : Math.ceil(steps - 1e-6) - 1;
  return clean(Math.min(max, Math.max(min, min + next * step)));
}

/** What a device reported, in canonical units. */
export function fromReported({ type, quantity }: Channel, value: string | number | boolean): string | number | boolean {
  return type === "numeric" && typeof value === "number" ? fromSteps(quantity ?? "generic", value) : value;
}
