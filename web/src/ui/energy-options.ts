import type { Interval } from "@lastmeter/model/time";
import type uPlot from "uplot";
import { toColour, toHatch } from "./canvas.ts";
import type { EnergyBar, EnergyPart } from "./energy-bar.ts";
import { drawMarks, drawSelection } from "./mark.ts";
import { AXIS_WIDTH, findPlace, PAD_RIGHT, type PlotInput } from "./plot.tsx";
import type { Tick } from "./tick.ts";

interface EnergyInput extends PlotInput {
  readonly bars: readonly EnergyBar[];
  readonly startAt: number;
  readonly endAt: number;
  readonly ticks: readonly Tick[];
  readonly align: "start" | "middle";
  readonly toAxis: (wh: number, step: number) => string;
  readonly selected: Interval | null;
}

const sum = (parts: readonly EnergyPart[], below: boolean) =>
  parts.reduce((total, part) => total + ((part.below ?? false) === below ? part.wh : 0), 0);

/** uPlot keeps scales, axes and cursor; the bars are drawn here: stacked, outlined, hatched. */
export function toEnergyOptions(input: EnergyInput): { options: uPlot.Options; data: uPlot.AlignedData } {
  const { bars, startAt, endAt, ticks, align, width, height, toAxis, onPlace, selected } = input;
  const marked = bars.map(({ parts, ...bar }) => ({ ...bar, empty: parts.length === 0 }));
  const axis = { stroke: toColour("muted"), font: "12px system-ui", ticks: { show: false } };
  const bare: uPlot.Series = { paths: () => null, points: { show: false } };
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, PAD_RIGHT, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: false, range: [startAt / 1000, endAt / 1000] },
      y: { range: (_plot, min, max) => toRange(min ?? 0, max ?? 0) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ...(align === "start" ? { align: 1 as const } : {}),
        size: 28,
        splits: () => ticks.map(({ at }) => at / 1000),
        values: () => ticks.map(({ label }) => label),
      },
      {
        ...axis,
        grid: { stroke: toColour("line"), width: 1 },
        size: AXIS_WIDTH,
        space: 40,
        values: (_plot, splits) => splits.map((wh) => toAxis(wh, (splits[1] ?? 0) - (splits[0] ?? 0))),
      },
    ],
    series: [{}, bare, bare],
    hooks: {
      drawAxes: [(plot) => drawMarks(plot, marked)],
      draw: [(plot) => drawBars(plot, bars), (plot) => drawSelection(plot, selected)],
      setCursor: [
        (plot) => {
          const { left = -1 } = plot.cursor;
          onPlace(left < 0 ? null : findPlace(bars, plot.posToVal(left, "x") * 1000));
        },
      ],
    },
  };
  const above = bars.map(({ parts }) => (parts.length === 0 ? null : sum(parts, false)));
  const below = bars.map(({ parts }) => (parts.length === 0 ? null : -sum(parts, true)));
  return { options, data: [bars.map((bar) => bar.startAt / 1000), above, below] };
}

function toRange(min: number, max: number): [number, number] {
  const room = Math.max((max - min) * 0.08, 10);
  return [min < 0 ? min - room : 0, max + room];
}

function drawBars(plot: uPlot, bars: readonly EnergyBar[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const unknown = toHatch(toColour("line"), { size: 6 * ratio, width: ratio });
  const zero = Math.round(plot.valToPos(0, "y", true));
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const bar of bars) {
    const left = plot.valToPos(bar.startAt / 1000, "x", true);
    const right = plot.valToPos(bar.endAt / 1000, "x", true);
    if (bar.missing) {
      ctx.fillStyle = unknown;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    const slack = Math.min(12 * ratio, Math.max((right - left) * 0.24, ratio * 0.6));
    const width = Math.min(48 * ratio, right - left - slack);
    drawBar(plot, bar, (left + right - width) / 2, width, zero);
  }
  ctx.strokeStyle = toColour("line-strong");
  ctx.lineWidth = ratio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, zero + 0.5);
  ctx.lineTo(bbox.left + bbox.width, zero + 0.5);
  ctx.stroke();
  ctx.restore();
}

/** An estimated bar is an outline with a light filling; what is given hangs below zero, hatched. */
function drawBar(plot: uPlot, { parts, estimated }: EnergyBar, left: number, width: number, zero: number): void {
  const { ctx } = plot;
  const line = Math.min(1.5 * devicePixelRatio, width / 3);
  const reached = { above: 0, below: 0 };
  for (const { role, wh, below = false } of parts) {
    if (wh <= 0) continue;
    const side = below ? "below" : "above";
    const sign = below ? -1 : 1;
    const from = reached[side] === 0 ? zero : plot.valToPos(sign * reached[side], "y", true);
    reached[side] += wh;
    const to = plot.valToPos(sign * reached[side], "y", true);
    const top = Math.min(from, to);
    const height = Math.abs(from - to);
    const colour = toColour(role);
    ctx.fillStyle = below ? toHatch(colour, { size: 6 * devicePixelRatio, width: 2 * devicePixelRatio }) : colour;
    ctx.globalAlpha = estimated ? 0.35 : 1;
    ctx.fillRect(left, top, width, height);
    ctx.globalAlpha = 1;
    if (width < 6 * devicePixelRatio ? !estimated : !estimated && !below) continue;
    ctx.strokeStyle = colour;
    ctx.lineWidth = line;
    ctx.setLineDash(estimated && width > 6 ? [3 * line, 2 * line] : []);
    ctx.strokeRect(left + line / 2, top + line / 2, width - line, Math.max(0, height - line));
    ctx.setLineDash([]);
  }
}
