import type { AnswerTable } from "../http/table.ts";
import type { WireMeasurements, WireQueried } from "./wire.ts";

/** Answers as rows: one interval or reading each. */

const about = ["channel", "quantity", "unit", "kind"];
export const slotColumns = ["nodeId", ...about, "from", "to", "value", "min", "max", "coverage", "quality", "unplaced"];
export const aggregateColumns = [...about, "from", "to", "value", "coverage", "quality", "nodes"];
export const rawColumns = ["nodeId", "channel", "quantity", "unit", "at", "value", "quality"];

type Intervals = Omit<WireQueried["series"][number], "nodeId" | "timeZone">;

const toSlotRows = (nodeId: string, { channel, quantity, unit, kind, intervals }: Intervals) =>
  intervals.map(({ from, to, value, min, max, coverage, quality, unplaced = null }) => [
    ...[nodeId, channel, quantity, unit, kind, from, to],
    ...[value, min, max, coverage, quality, unplaced],
  ]);

export function toMeasurementsTable({ nodeId, resolution, series }: WireMeasurements): AnswerTable {
  if (resolution !== "raw") {
    const rows = series.flatMap((each) => (each.kind === "reading" ? [] : toSlotRows(nodeId, each)));
    return { columns: slotColumns, rows };
  }
  const rows = series.flatMap((each) =>
    each.kind !== "reading"
      ? []
      : each.readings.map(({ at, value, quality }) => [
          nodeId,
          each.channel,
          each.quantity,
          each.unit,
          at,
          value,
          quality,
        ]),
  );
  return { columns: rawColumns, rows };
}

export function toQueriedTable({ aggregate, series, aggregated }: WireQueried): AnswerTable {
  if (aggregate === "none")
    return { columns: slotColumns, rows: series.flatMap((each) => toSlotRows(each.nodeId, each)) };
  const rows = aggregated.flatMap(({ channel, quantity, unit, kind, intervals }) =>
    intervals.map(({ from, to, value, coverage, quality, nodes }) => [
      ...[channel, quantity, unit, kind, from, to],
      ...[value, coverage, quality, nodes],
    ]),
  );
  return { columns: aggregateColumns, rows };
}
