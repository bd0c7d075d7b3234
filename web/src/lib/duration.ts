const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;
export type DurationUnit = (typeof units)[number][0];

/** In the greatest unit that leaves no rest. */
export function toDurationParts(ms: number): { readonly count: number; readonly unit: DurationUnit } {
  const found = units.find(([, size]) => ms >= size && ms % size === 0) ?? units[3];
  return { count: ms / found[1], unit: found[0] };
}

export function fromDurationParts(count: number, unit: DurationUnit): number {
  return Math.round(count * (units.find(([name]) => name === unit)?.[1] ?? 1000));
}

/** `5 minutes`, `1 hour`. */
export function toDurationText(ms: number, locale: string): string {
  const { count, unit } = toDurationParts(ms);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(
    count,
  );
}
