import type { Interval } from "@lastmeter/model/time";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { shownTheme } from "../lib/theme.ts";
import { useWatched } from "../lib/value.ts";
import style from "./chart.module.css";
import { attachPanZoom, type Sight } from "./pan-zoom.ts";
import { ZoomBar, type ZoomWords } from "./zoom-bar.tsx";

export interface PlotInput {
  readonly width: number;
  readonly height: number;
  readonly onPlace: (place: number | null) => void;
}

interface PlotProps {
  readonly points: readonly Interval[];
  /** Called again whenever one of `inputs`, the theme or the width's class changes. */
  readonly build: (input: PlotInput) => { options: uPlot.Options; data: uPlot.AlignedData };
  readonly inputs: readonly unknown[];
  readonly label: string;
  /** What a point says: time and value in words. */
  readonly toReading: (place: number) => string;
  /** Stands where a point is read, while none is. */
  readonly hint?: string | undefined;
  /** Where the keyboard begins: the newest point with a value. */
  readonly start: number;
  readonly onOpen?: ((place: number) => void) | undefined;
  /** Can be zoomed by wheel, pinch, + and −, and dragged, within this. */
  readonly zoomSpan?: Interval | undefined;
  readonly zoomWords?: ZoomWords | undefined;
}

const PLOT_HEIGHT = 216;
/** Space of the value axis and at the right edge: what stands below a chart keeps to it. */
export const AXIS_WIDTH = 56;
export const PAD_RIGHT = 4;

/** A drawn chart as a slider for the keyboard and screen readers: each point tells its time and value. */
export function Plot({
  points,
  build,
  inputs,
  label,
  toReading,
  hint = "",
  start,
  onOpen,
  zoomSpan,
  zoomWords,
}: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const zoom = useRef<ReturnType<typeof attachPanZoom> | null>(null);
  // What was in sight stays in sight when the data are drawn anew.
  const sight = useRef<Sight | null>(null);
  const [zoomed, setZoomed] = useState(false);
  const [place, setPlace] = useState<number | null>(null);
  const cursor = useRef({ left: -1, points: 0 });
  const theme = useWatched(shownTheme);
  const open = useRef(onOpen);
  open.current = onOpen;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme has new colours to read; `inputs` are what `build` uses
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const { options, data } = build({ width: element.clientWidth, height: PLOT_HEIGHT, onPlace: setPlace });
    const made = new uPlot(options, data, element);
    plot.current = made;
    // New data under a resting cursor: it stays where it is.
    const { left } = cursor.current;
    if (left >= 0 && cursor.current.points === points.length) made.setCursor({ left, top: PLOT_HEIGHT / 3 });
    else setPlace(null);
    const see = (shown: Sight | null) => {
      sight.current = shown;
      setZoomed(shown !== null);
    };
    zoom.current = zoomSpan ? attachPanZoom(made, zoomSpan, sight.current, see) : null;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: PLOT_HEIGHT }));
    observer.observe(element);
    // A finger on the chart moves the cursor; up and down still scroll the page (touch-action).
    const touch = (event: PointerEvent) => {
      if (event.pointerType !== "touch") return;
      const { left, top } = made.over.getBoundingClientRect();
      made.setCursor({ left: event.clientX - left, top: event.clientY - top });
    };
    const tap = (event: MouseEvent) => {
      const at = made.posToVal(event.clientX - made.over.getBoundingClientRect().left, "x") * 1000;
      const tapped = findPlace(points, at);
      if (tapped !== null) open.current?.(tapped);
    };
    made.over.addEventListener("pointerdown", touch);
    made.over.addEventListener("pointermove", touch);
    made.over.addEventListener("click", tap);
    return () => {
      observer.disconnect();
      zoom.current?.detach();
      cursor.current = { left: made.cursor.left ?? -1, points: points.length };
      made.destroy();
      plot.current = null;
    };
  }, [...inputs, points, theme]);

  const shown = place ?? Math.max(0, start);
  const step: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 4,
    PageDown: -4,
    Home: -points.length,
    End: points.length,
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "Enter" && onOpen) onOpen(shown);
    if (event.key === "+" || event.key === "-") zoom.current?.zoom(event.key === "+" ? 0.5 : 2);
    const to = step[event.key];
    const next = to === undefined ? undefined : points[clamp(shown + to, points.length)];
    if (!next || !plot.current) return;
    event.preventDefault();
    zoom.current?.show(next.startAt / 1000);
    plot.current.setCursor({ left: toLeft(plot.current, next), top: PLOT_HEIGHT / 3 });
  };
  const known = points.length > 0;
  return (
    <div className={style.frame}>
      <p aria-hidden="true" className={style.reading} data-hint={place === null}>
        {place !== null && known ? toReading(place) : hint}
      </p>
      <div
        aria-label={label}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuemin={0}
        aria-valuenow={shown}
        aria-valuetext={known ? toReading(shown) : ""}
        className={style.box}
        data-opens={onOpen !== undefined}
        data-zoomable={zoomSpan !== undefined}
        onKeyDown={move}
        ref={box}
        role="slider"
        style={{ minHeight: PLOT_HEIGHT }}
        tabIndex={0}
      />
      {zoomSpan && zoomWords && (
        <ZoomBar
          onPan={(share) => zoom.current?.pan(share)}
          onZoom={(factor) => zoom.current?.zoom(factor)}
          words={zoomWords}
          zoomed={zoomed}
        />
      )}
    </div>
  );
}

function toLeft(plot: uPlot, { startAt, endAt }: Interval): number {
  return plot.valToPos((startAt + endAt) / 2000, "x");
}

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(length - 1, place));
}

/** The point whose interval holds the time, not the nearest start. */
export function findPlace(points: readonly Interval[], at: number): number | null {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at < (points[middle]?.endAt ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low < points.length ? low : null;
}
