import type { Interval } from "@lastmeter/model/time";
import uPlot from "uplot";
import { toColour, toHatch } from "./canvas.ts";
import { drawMarks, drawSelection, type Mark, type Marked } from "./mark.ts";
import { AXIS_WIDTH, findPlace, PAD_RIGHT } from "./plot.tsx";
import type { Tick } from "./tick.ts";

/** A mean over `[startAt, endAt)`; null: a gap, never zero. */
export interface ChartPoint {
  readonly startAt: number;
  readonly endAt: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mark?: Mark | undefined;
}

interface ChartInput {
  readonly kind: "power" | "value";
  readonly points: readonly ChartPoint[];
  readonly startAt: number;
  readonly endAt: number;
  readonly ticks: readonly Tick[] | undefined;
  readonly width: number;
  readonly height: number;
  readonly toHour: (at: number) => string;
  readonly toAxis: (value: number) => string;
  readonly onPlace: (place: number | null) => void;
  readonly zoomable: boolean;
  readonly selected: Interval | null;
  readonly bands: readonly Marked[];
  /** A line's axis shows its zero, as that of power always does. */
  readonly fromZero: boolean;
}

interface Drawing {
  readonly series: uPlot.Series[];
  readonly columns: (number | null)[][];
}

const HOUR_S = 3600;
const steps = [60, 300, 900, 1800, 1, 2, 3, 6, 12, 24].map((step, at) => (at < 4 ? step : step * HOUR_S));

/** By the clock of the home, whatever the day's length: every three hours where there is room, else every six; closer when zoomed. */
function toHourTicks(min: number, max: number, startAt: number, width: number): number[] {
  const room = Math.max(2, (width - AXIS_WIDTH) / 64);
  const step = steps.find((each) => (max - min) / each <= room) ?? 24 * HOUR_S;
  const from = startAt / 1000;
  const ticks: number[] = [];
  // A word begins at its tick: none where it has no room.
  const last = max - ((max - min) * 32) / (width - AXIS_WIDTH);
  for (let at = from + Math.ceil((min - from) / step) * step; at <= last; at += step) ticks.push(at);
  return ticks;
}

function toPowerSeries(points: readonly ChartPoint[]): Drawing {
  const paths = uPlot.paths.bars?.({ size: [0.82, 40], align: 1, radius: 0.2 });
  const bar = (role: string, hatched: boolean): uPlot.Series => {
    const colour = toColour(role);
    const fill = hatched ? (toHatch(colour) as string) : colour;
    return { stroke: colour, fill, width: hatched ? 1 : 0, points: { show: false }, ...(paths ? { paths } : {}) };
  };
  const drawn = points.map(({ mean }) => (mean !== null && mean >= 0 ? mean : null));
  const given = points.map(({ mean }) => (mean !== null && mean < 0 ? mean : null));
  return { series: [bar("import", false), bar("export", true)], columns: [drawn, given] };
}

function toValueSeries(points: readonly ChartPoint[]): Drawing {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const linear = uPlot.paths.linear?.();
  // With more points than pixels a path of the extremes of each pixel looks the same and costs a tenth.
  const paths: uPlot.Series.PathBuilder = (plot, series, first, last) =>
    (last - first > 2 * plot.bbox.width ? linear : stepped)?.(plot, series, first, last) ?? null;
  const line = (width: number): uPlot.Series => ({
    stroke: toColour("accent"),
    width,
    points: { show: false },
    paths,
  });
  const means = toEnds(points.map(({ mean }) => mean));
  if (points.every(({ low }) => low === null)) return { series: [line(2)], columns: [means] };
  const columns = [toEnds(points.map(({ high }) => high)), toEnds(points.map(({ low }) => low)), means];
  return { series: [line(0), line(0), line(2)], columns };
}

/** A step is drawn up to the next value: one of the same height at the end of each stretch, and of all. */
function toEnds(values: readonly (number | null)[]): (number | null)[] {
  return [...values, null].map((value, place) => value ?? values[place - 1] ?? null);
}

/** Room above and below the values; power always shows its zero. */
function toRange(kind: ChartInput["kind"], min: number | null, max: number | null): [number, number] {
  const [low, high] = kind === "power" ? [Math.min(0, min ?? 0), Math.max(0, max ?? 0)] : [min ?? 0, max ?? 1];
  const room = Math.max((high - low) * 0.12, kind === "power" ? 1 : 0.5);
  if (kind === "power") return [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : room];
  return [low - room, high + room];
}

export function toOptions(input: ChartInput): { options: uPlot.Options; data: uPlot.AlignedData } {
  const {
    kind,
    points,
    startAt,
    endAt,
    ticks,
    width,
    height,
    toHour,
    toAxis,
    onPlace,
    zoomable,
    selected,
    bands,
    fromZero,
  } = input;
  const signed = points.filter(({ mark }) => mark !== undefined);
  const marked = [...bands, ...signed.map((point) => ({ ...point, empty: point.mean === null }))];
  const { series, columns } = kind === "power" ? toPowerSeries(points) : toValueSeries(points);
  const axis = { stroke: toColour("muted"), font: "12px system-ui", ticks: { show: false } };
  const rule = { stroke: toColour("line"), width: 1 };
  const whole: [number, number] = [startAt / 1000, endAt / 1000];
  let fresh = true;
  const toWindow = (_plot: uPlot, min: number | null, max: number | null): [number, number] => {
    const first = fresh;
    fresh = false;
    return !zoomable || first || min === null || max === null ? whole : [min, max];
  };
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, PAD_RIGHT, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: false, range: toWindow },
      y: { range: (_plot, min, max) => toRange(fromZero ? "power" : kind, min, max) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ...(ticks ? {} : { align: 1 as const }),
        size: 28,
        splits: (plot, _axis, min, max) =>
          ticks ? ticks.map(({ at }) => at / 1000) : toHourTicks(min, max, startAt, plot.width),
        values: (_plot, splits) =>
          splits.map((at, place) => ticks?.[place]?.label ?? (at * 1000 >= endAt ? "" : toHour(at * 1000))),
      },
      { ...axis, grid: rule, size: AXIS_WIDTH, space: 44, values: (_plot, splits) => splits.map(toAxis) },
    ],
    series: [{}, ...series],
    bands: series.length === 3 ? [{ series: [1, 2], fill: toColour("accent-soft") }] : [],
    hooks: {
      drawAxes: [(plot) => drawMarks(plot, marked)],
      draw: [(plot) => drawSelection(plot, selected)],
      setCursor: [
        (plot) => {
          const { left = -1 } = plot.cursor;
          onPlace(left < 0 ? null : findPlace(points, plot.posToVal(left, "x") * 1000));
        },
      ],
    },
  };
  const times = points.map((point) => point.startAt / 1000);
  if (kind === "value") times.push((points.at(-1)?.endAt ?? endAt) / 1000);
  return { options, data: [times, ...columns] };
}
