import { describe, expect, it } from "vitest";
import { toAggregate } from "./aggregate.ts";
import { missing } from "./measure.ts";
import type { FigureAt } from "./series.ts";

const at = (value: number | null): FigureAt =>
  value === null
    ? { ...missing, from: 0, to: 900_000 }
    : { value, min: null, max: null, coverage: 1, quality: "good", from: 0, to: 900_000 };

describe("nodes together", () => {
  it.each([
    ["sum", 0.3],
    ["mean", 0.15],
    ["min", 0.1],
    ["max", 0.2],
  ] as const)("%s", (aggregate, value) => {
    expect(toAggregate(aggregate, [[at(0.1)], [at(0.2)]])).toMatchObject([{ value, quality: "good", nodes: 2 }]);
  });
  it("are of those that have a value, and say so", () => {
    expect(toAggregate("sum", [[at(5)], [at(null)]])).toMatchObject([
      { value: 5, quality: "estimated", nodes: 1, coverage: 0 },
    ]);
  });
  it("are missing where none has one, and never 0", () => {
    expect(toAggregate("sum", [[at(null)], [at(null)]])).toMatchObject([{ value: null, quality: "missing", nodes: 0 }]);
  });
});
