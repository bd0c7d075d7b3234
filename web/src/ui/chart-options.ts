import uPlot from "uplot";

/** A mean over `[startAt, endAt)`; null: a gap, never zero. */
export interface ChartPoint {
  readonly startAt: number;
  readonly endAt: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface ChartInput {
  readonly kind: "power" | "value";
  readonly points: readonly ChartPoint[];
  readonly startAt: number;
  readonly endAt: number;
  readonly width: number;
  readonly height: number;
  readonly toHour: (at: number) => string;
  readonly toAxis: (value: number) => string;
  readonly onPlace: (place: number | null) => void;
}

const HOUR_S = 3600;

function toColour(role: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();
}

/** Diagonal stripes: what is given is told from what is drawn without colour. */
function toHatch(colour: string): CanvasPattern | string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  if (!context) return colour;
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.beginPath();
  for (const from of [-8, 0, 8]) {
    context.moveTo(from, 8);
    context.lineTo(from + 8, 0);
  }
  context.stroke();
  return context.createPattern(canvas, "repeat") ?? colour;
}

/** Every three hours of the day where there is room, else every six; by the clock of the home, whatever the day's length. */
function toTicks({ startAt, endAt, width }: ChartInput): number[] {
  const hours = Math.round((endAt - startAt) / 3_600_000);
  const every = width < 560 ? 6 : 3;
  const count = Math.floor(hours / every);
  return Array.from({ length: count + 1 }, (_, index) => startAt / 1000 + index * every * HOUR_S);
}

function toPowerSeries(points: readonly ChartPoint[]): { series: uPlot.Series[]; columns: (number | null)[][] } {
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

function toValueSeries(points: readonly ChartPoint[]): { series: uPlot.Series[]; columns: (number | null)[][] } {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  const line = (width: number): uPlot.Series => ({
    stroke: toColour("accent"),
    width,
    points: { show: false },
    ...(paths ? { paths } : {}),
  });
  const columns = [points.map(({ high }) => high), points.map(({ low }) => low), points.map(({ mean }) => mean)];
  return { series: [line(0), line(0), line(2)], columns };
}

/** Room above and below the values; power always shows its zero. */
function toRange(kind: ChartInput["kind"], min: number | null, max: number | null): [number, number] {
  const [low, high] = kind === "power" ? [Math.min(0, min ?? 0), Math.max(0, max ?? 0)] : [min ?? 0, max ?? 1];
  const room = Math.max((high - low) * 0.12, kind === "power" ? 1 : 0.5);
  if (kind === "power") return [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : room];
  return [low - room, high + room];
}

export function toOptions(input: ChartInput): { options: uPlot.Options; data: uPlot.AlignedData } {
  const { kind, points, startAt, endAt, width, height, toHour, toAxis, onPlace } = input;
  const { series, columns } = kind === "power" ? toPowerSeries(points) : toValueSeries(points);
  const axis = { stroke: toColour("muted"), font: "12px system-ui", ticks: { show: false } };
  const rule = { stroke: toColour("line"), width: 1 };
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: false, range: [startAt / 1000, endAt / 1000] },
      y: { range: (_plot, min, max) => toRange(kind, min, max) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        align: 1,
        size: 28,
        splits: () => toTicks(input),
        values: (_plot, splits) => splits.map((at) => (at * 1000 >= endAt ? "" : toHour(at * 1000))),
      },
      { ...axis, grid: rule, size: 56, space: 44, values: (_plot, splits) => splits.map(toAxis) },
    ],
    series: [{}, ...series],
    bands: kind === "value" ? [{ series: [1, 2], fill: toColour("accent-soft") }] : [],
    hooks: { setCursor: [(plot) => onPlace(toPlace(plot, points))] },
  };
  return { options, data: [points.map((point) => point.startAt / 1000), ...columns] };
}

/** The point under the cursor: the one whose interval holds it, not the nearest start. */
function toPlace(plot: uPlot, points: readonly ChartPoint[]): number | null {
  const { left = -1 } = plot.cursor;
  if (left < 0) return null;
  const at = plot.posToVal(left, "x") * 1000;
  const place = points.findIndex((point) => at < point.endAt);
  return place < 0 ? null : place;
}
