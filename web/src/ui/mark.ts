import type { Interval } from "@lastmeter/model/time";
import type uPlot from "uplot";
import { toColour, toHatch } from "./canvas.ts";

/** What is the matter with a point: `exclude`, `accept`: its owner decided so. `suspect`: readings in it were left out of the sums. */
export type Mark = "exclude" | "accept" | "suspect";

export interface Marked extends Interval {
  readonly mark?: Mark | undefined;
  /** Nothing is known of it. */
  readonly empty: boolean;
}

const colours: Record<Mark, string> = { exclude: "muted", accept: "good", suspect: "bad" };

/** Behind the data: what was left out (striped), and what is doubtful. A sign on top tells each. */
export function drawMarks(plot: uPlot, points: readonly Marked[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  if (points.length === 0) return;
  const toX = (at: number) => plot.valToPos(at / 1000, "x", true);
  clip(plot);
  for (const { mark, startAt, endAt, empty } of toRuns(points)) {
    const [left, right] = [toX(startAt), toX(endAt)];
    if (mark === "exclude" && empty) {
      ctx.fillStyle = toHatch(toColour("line-strong"), { size: 8 * ratio, width: ratio });
      ctx.globalAlpha = 0.5;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.globalAlpha = 1;
    }
    if (mark === "suspect") {
      ctx.fillStyle = toColour("bad-soft");
      ctx.fillRect(left, bbox.top, Math.max(right - left, ratio), bbox.height);
    }
    drawSign(ctx, mark, (left + right) / 2, bbox.top + 8 * ratio, 5 * ratio);
  }
  ctx.restore();
}

function clip({ ctx, bbox }: uPlot): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
}

/** In front of the data: all but the stretch that is being chosen is pale. */
export function drawSelection(plot: uPlot, selected: Interval | null): void {
  if (!selected) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const [left, right] = [selected.startAt, selected.endAt].map((at) => plot.valToPos(at / 1000, "x", true)) as [
    number,
    number,
  ];
  clip(plot);
  ctx.fillStyle = toColour("card");
  ctx.globalAlpha = 0.7;
  ctx.fillRect(bbox.left, bbox.top, left - bbox.left, bbox.height);
  ctx.fillRect(right, bbox.top, bbox.left + bbox.width - right, bbox.height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = toColour("accent");
  for (const x of [left - 2 * ratio, right]) ctx.fillRect(x, bbox.top, 2 * ratio, bbox.height);
  ctx.restore();
}

/** Neighbours of one kind are one stretch, with one sign. */
function toRuns(points: readonly Marked[]): (Marked & { mark: Mark })[] {
  const runs: (Marked & { mark: Mark })[] = [];
  for (const { startAt, endAt, mark, empty } of points) {
    if (!mark) continue;
    const last = runs.at(-1);
    if (last?.endAt === startAt && last.mark === mark && last.empty === empty) {
      runs[runs.length - 1] = { ...last, endAt };
    } else runs.push({ startAt, endAt, mark, empty });
  }
  return runs;
}

/** A cross, a tick, a triangle. */
function drawSign(ctx: CanvasRenderingContext2D, mark: Mark, x: number, y: number, size: number): void {
  const lines: Record<Mark, [number, number][][]> = {
    exclude: [
      [
        [-1, -1],
        [1, 1],
      ],
      [
        [1, -1],
        [-1, 1],
      ],
    ],
    accept: [
      [
        [-1, 0],
        [-0.2, 0.8],
        [1, -0.9],
      ],
    ],
    suspect: [
      [
        [0, -1],
        [1.1, 1],
        [-1.1, 1],
        [0, -1],
      ],
    ],
  };
  ctx.beginPath();
  for (const line of lines[mark]) {
    line.forEach(([dx, dy], place) => {
      if (place === 0) ctx.moveTo(x + dx * size, y + dy * size);
      else ctx.lineTo(x + dx * size, y + dy * size);
    });
  }
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  // A rim of the ground keeps the sign apart from what is behind it.
  ctx.strokeStyle = toColour("card");
  ctx.lineWidth = size * 0.9;
  ctx.stroke();
  ctx.strokeStyle = toColour(colours[mark]);
  ctx.lineWidth = size * 0.4;
  if (mark === "suspect") {
    ctx.fillStyle = toColour(colours[mark]);
    ctx.fill();
  }
  ctx.stroke();
}
