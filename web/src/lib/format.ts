import { fromSteps, type Quantity, quantities } from "@lastmeter/model/units";

/** A number as a person reads it; the unit stands apart, smaller. */
export interface Figure {
  readonly text: string;
  readonly unit: string;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();
const clockFormats = new Map<string, Intl.DateTimeFormat>();

function cached<T>(cache: Map<string, T>, key: string, create: () => T): T {
  let value = cache.get(key);
  if (value === undefined) {
    value = create();
    cache.set(key, value);
  }
  return value;
}

export function toNumberText(value: number, locale: string, maximum: number, minimum = 0): string {
  const options = { maximumFractionDigits: maximum, minimumFractionDigits: minimum, signDisplay: "negative" } as const;
  const format = cached(numberFormats, `${locale} ${minimum} ${maximum}`, () => new Intl.NumberFormat(locale, options));
  // A real minus sign is as wide as a digit.
  return format.format(value).replace("-", "\u2212");
}

/**
 * W below 1,000, kW with two digits above. With the unit shown before, the change back waits until 950 W, so that a figure near
 * the border does not flicker.
 */
export function toPowerFigure(powerW: number, locale: string, before?: string | null): Figure {
  const size = Math.abs(powerW);
  if (size >= (before === "kW" ? 950 : 999.5)) return { text: toNumberText(powerW / 1000, locale, 2, 2), unit: "kW" };
  return { text: toNumberText(powerW, locale, size < 9.95 ? 1 : 0), unit: "W" };
}

/** Energy is always kWh here: a column of figures in one unit can be compared at a glance. */
export function toEnergyFigure(energyWh: number, locale: string): Figure {
  const kwh = energyWh / 1000;
  const digits = Math.abs(kwh) < 99.995 ? 2 : Math.abs(kwh) < 9_999.5 ? 1 : 0;
  return { text: toNumberText(kwh, locale, digits, digits), unit: "kWh" };
}

/** Digits people want to see, where they differ from the step's. */
const digits: Partial<Record<Quantity, number>> = {
  voltage: 1,
  current: 2,
  powerFactor: 2,
  temperature: 1,
  temperatureDifference: 1,
  relativeHumidity: 0,
  ratio: 0,
  batteryLevel: 0,
  illuminance: 0,
  volume: 3,
  volumeFlow: 3,
  massConcentration: 1,
  duration: 0,
};

/** A stored integer of a numeric channel as a figure; `nativeUnit` is shown for `generic`. */
export function toFigure(quantity: Quantity, steps: number, locale: string, nativeUnit = ""): Figure {
  const value = fromSteps(quantity, steps);
  if (quantity === "power") return toPowerFigure(value, locale);
  if (quantity === "energy") return toEnergyFigure(value, locale);
  if (quantity === "pressure") return { text: toNumberText(value / 100, locale, 0), unit: "hPa" };
  const { unit, decimals } = quantities[quantity];
  const shown = quantity === "generic" || unit === "1" ? nativeUnit : unit;
  return { text: toNumberText(value, locale, digits[quantity] ?? decimals), unit: shown === "1" ? "" : shown };
}

const ageSteps = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [Number.POSITIVE_INFINITY, "day", 86_400],
] as const;

/** "now", "12s ago", "3 min ago" …; the future (a clock that is off) is now. */
export function toAgeText(ageMs: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  const options = { style: "narrow", numeric: "auto" } as const;
  const format = cached(relativeFormats, locale, () => new Intl.RelativeTimeFormat(locale, options));
  const [, unit, size] = ageSteps.find(([limit]) => seconds < limit) ?? ageSteps[3];
  return format.format(seconds < 2 ? 0 : -Math.floor(seconds / size), unit);
}

/** The hour for an axis, as short as the language has it: `14`, `2 PM`; with minutes where a zone has shifted by half an hour. */
export function toHourText(at: number, locale: string, timeZone: string): string {
  const clock = cached(
    clockFormats,
    `minute ${timeZone}`,
    () => new Intl.DateTimeFormat("en", { timeZone, minute: "numeric" }),
  );
  if (clock.format(at) !== "0") return toClockText(at, locale, timeZone);
  const options = { timeZone, hour: "numeric" } as const;
  return cached(clockFormats, `hour ${locale} ${timeZone}`, () => new Intl.DateTimeFormat(locale, options)).format(at);
}

/** `14:15` in the home's zone. */
export function toClockText(at: number, locale: string, timeZone: string): string {
  const options = { timeZone, hour: "2-digit", minute: "2-digit" } as const;
  return cached(clockFormats, `${locale} ${timeZone}`, () => new Intl.DateTimeFormat(locale, options)).format(at);
}
