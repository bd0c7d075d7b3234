/** One measured figure, and what it is to keep to; without a bound it is only told. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The worst round, where there were several and `value` is their median. */
  readonly worst?: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly note?: string;
}

export type Verdict = "ok" | "over" | "under" | "";

/** Nothing fails a bench: the verdict tells a reader where to look. */
export function toVerdict({ value, atMost, atLeast }: Figure): Verdict {
  if (atMost !== undefined) return value <= atMost ? "ok" : "over";
  if (atLeast !== undefined) return value >= atLeast ? "ok" : "under";
  return "";
}

export function toMedian(values: readonly number[]): number {
  return toPercentile(values, 0.5);
}

/** @param share 0…1; the nearest rank. */
export function toPercentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Median and worst of the rounds of one figure. */
export function toRounds(values: readonly number[]): { value: number; worst: number } {
  return { value: toMedian(values), worst: Math.max(...values) };
}

/** Three significant digits, no exponent. */
export function toShort(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(3)));
}

function toBound({ atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `≤ ${toShort(atMost)}`;
  return atLeast === undefined ? "" : `≥ ${toShort(atLeast)}`;
}

/** The figures of one subject as lines of a table. */
export function toTable(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    toShort(figure.value),
    figure.worst === undefined ? "" : toShort(figure.worst),
    figure.unit,
    toBound(figure),
    toVerdict(figure),
    figure.note ?? "",
  ]);
  const head = ["figure", "value", "worst", "unit", "target", "", ""];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => column === 1 || column === 2;
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const rule = "─".repeat(Math.max(title.length, ...lines.map((line) => line.length)));
  return [`\n${title}`, rule, ...lines].join("\n");
}
