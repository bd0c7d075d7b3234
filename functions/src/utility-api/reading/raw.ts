import type { Quality } from "@lastmeter/model/reading";
import type { Chunk } from "@lastmeter/model/series";
import { fromSteps, type Quantity } from "@lastmeter/model/units";
import type { Range } from "./range.ts";

/** A reading as it came. */
export interface RawFigure {
  readonly at: number;
  readonly value: number;
  readonly quality: Quality;
}

/** What of a local day's chunks is of the channel and in the range, in order of time. */
export function toRawFigures(
  chunks: readonly Chunk[],
  { ix, quantity }: { readonly ix: number; readonly quantity: Quantity },
  { from, to }: Range,
): RawFigure[] {
  const found = chunks.flatMap((chunk) => {
    const column = chunk.get(ix);
    if (!column) return [];
    return column.at.flatMap((at, i) => {
      const value = column.value[i];
      if (at < from || at >= to || value === undefined) return [];
      return [{ at, value: fromSteps(quantity, value), quality: column.quality[i] ?? "good" }];
    });
  });
  return found.sort((a, b) => a.at - b.at);
}

/** The first `max` of all, cut only between moments; `next`: the moment after, or null. */
export function cutAt(series: readonly (readonly RawFigure[])[], max: number): number | null {
  const moments = series.flatMap((each) => each.map(({ at }) => at)).sort((a, b) => a - b);
  const [first] = moments;
  const last = moments[max];
  if (last === undefined || first === undefined) return null;
  // One moment that is more than a page is a page of its own.
  return last > first ? last : (moments.find((at) => at > first) ?? null);
}
