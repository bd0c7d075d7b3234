const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** `12 minutes`, `1.5 hours`: the greatest unit that holds at least one, to a digit. */
export function toDurationText(ms: number, locale: string): string {
  const [unit, size] = steps.find(([, size]) => ms >= size) ?? steps[3];
  const digits = unit === "second" || unit === "minute" ? 0 : 1;
  const options = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, options).format(ms / size);
}

export const toNumber = (value: number, locale: string, digits = 1): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);

export function toClock(at: number, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
}
