import { toWorseQuality } from "@lastmeter/model/series-figures";
import type { FigureAt } from "./series.ts";

export const aggregates = ["none", "sum", "mean", "min", "max"] as const;
export type Aggregate = (typeof aggregates)[number];

export interface AggregateFigure extends Omit<FigureAt, "unplaced" | "min" | "max"> {
  /** How many of the nodes have a value here. */
  readonly nodes: number;
}

const combine: Readonly<Record<Exclude<Aggregate, "none">, (values: readonly number[]) => number>> = {
  sum: (values) => toSum(values),
  mean: (values) => toSum(values) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

/** Integers of a millionth: the sum does not depend on the order of the nodes. */
function toSum(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.round(value * 1e6), 0) / 1e6;
}

/**
 * One measure over nodes, interval by interval. Where some have no value it is of the others, and `estimated`; where none has one it is
 * missing. @param series of each node, of the same intervals.
 */
export function toAggregate(
  aggregate: Exclude<Aggregate, "none">,
  series: readonly (readonly FigureAt[])[],
): AggregateFigure[] {
  const [first = []] = series;
  return first.map(({ from, to }, at) => {
    const figures = series.flatMap((each) => each[at] ?? []);
    const known = figures.filter(({ value }) => value !== null);
    const values = known.flatMap(({ value }) => value ?? []);
    const coverage = Math.min(1, ...figures.map((figure) => figure.coverage));
    if (values.length === 0) return { from, to, value: null, coverage: 0, quality: "missing", nodes: 0 };
    const worst = known.map(({ quality }) => quality).reduce(toWorseQuality, "good");
    const quality = values.length < series.length ? toWorseQuality("estimated", worst) : worst;
    return {
      from,
      to,
      value: Math.round(combine[aggregate](values) * 1e6) / 1e6,
      coverage,
      quality,
      nodes: values.length,
    };
  });
}
