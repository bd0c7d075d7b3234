import type { AnswerTable } from "../http/table.ts";
import type { WireMeasurements, WireQueried } from "./wire.ts";

/** Answers as rows: one interval or reading each. */

const slotColumns = [
  "nodeId",
  "channel",
  "quantity",
  "unit",
  "from",
  "to",
  "value",
  "min",
  "max",
  "coverage",
  "quality",
];

interface Intervals {
  readonly channel: string;
  readonly quantity: string;
  readonly unit: string;
  readonly intervals: WireQueried["series"][number]["intervals"];
}

const toSlotRows = (nodeId: string, { channel, quantity, unit, intervals }: Intervals) =>
  intervals.map(({ from, to, value, min, max, coverage, quality }) => [
    ...[nodeId, channel, quantity, unit, from, to],
    ...[value, min, max, coverage, quality],
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
  return { columns: ["nodeId", "channel", "quantity", "unit", "at", "value", "quality"], rows };
}

export function toQueriedTable({ aggregate, series, aggregated }: WireQueried): AnswerTable {
  if (aggregate === "none")
    return { columns: slotColumns, rows: series.flatMap((each) => toSlotRows(each.nodeId, each)) };
  const rows = aggregated.flatMap(({ channel, quantity, unit, intervals }) =>
    intervals.map(({ from, to, value, coverage, quality, nodes }) => [
      ...[channel, quantity, unit, from, to],
      ...[value, coverage, quality, nodes],
    ]),
  );
  return { columns: ["channel", "quantity", "unit", "from", "to", "value", "coverage", "quality", "nodes"], rows };
}
