import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { shownTheme } from "../lib/theme.ts";
import { useWatched } from "../lib/value.ts";
import style from "./chart.module.css";
import { type ChartPoint, toOptions } from "./chart-options.ts";

export interface ChartProps {
  readonly points: readonly ChartPoint[];
  readonly startAt: number;
  readonly endAt: number;
  /** `power`: bars from zero, drawn above, given below. `value`: a stepped line with its range. */
  readonly kind: "power" | "value";
  readonly label: string;
  readonly toHour: (at: number) => string;
  /** What a point says: time and value in words. */
  readonly toReading: (point: ChartPoint) => string;
  readonly toAxis: (value: number) => string;
}

const HEIGHT = 216;

/** The only place that knows uPlot. A slider for the keyboard and screen readers: each point tells its time and value. */
export function Chart({ points, startAt, endAt, kind, label, toHour, toReading, toAxis }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [place, setPlace] = useState<number | null>(null);
  const theme = useWatched(shownTheme);
  const formats = useRef({ toHour, toAxis });
  formats.current = { toHour, toAxis };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme has new colours to read
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const { options, data } = toOptions({
      kind,
      points,
      startAt,
      endAt,
      width: element.clientWidth,
      height: HEIGHT,
      toHour: (at) => formats.current.toHour(at),
      toAxis: (value) => formats.current.toAxis(value),
      onPlace: setPlace,
    });
    const made = new uPlot(options, data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    // A finger on the chart moves the cursor; up and down still scroll the page (touch-action).
    const touch = (event: PointerEvent) => {
      if (event.pointerType !== "touch") return;
      const { left, top } = made.over.getBoundingClientRect();
      made.setCursor({ left: event.clientX - left, top: event.clientY - top });
    };
    made.over.addEventListener("pointerdown", touch);
    made.over.addEventListener("pointermove", touch);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [points, startAt, endAt, kind, theme]);

  const lastKnown = points.findLastIndex(({ mean }) => mean !== null);
  const shown = points[place ?? lastKnown];
  const step: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 4,
    PageDown: -4,
  };
  const move = (event: KeyboardEvent) => {
    const to = event.key === "Home" ? -points.length : event.key === "End" ? points.length : step[event.key];
    const point = to === undefined ? undefined : points[clamp((place ?? lastKnown) + to, points.length)];
    if (!point || !plot.current) return;
    event.preventDefault();
    const left = plot.current.valToPos((point.startAt + point.endAt) / 2000, "x");
    plot.current.setCursor({ left, top: HEIGHT / 3 });
  };
  return (
    <div className={style.frame}>
      <p aria-hidden="true" className={style.reading}>
        {place !== null && shown ? toReading(shown) : ""}
      </p>
      <div
        aria-label={label}
        aria-valuemax={points.length - 1}
        aria-valuemin={0}
        aria-valuenow={Math.max(0, place ?? lastKnown)}
        aria-valuetext={shown ? toReading(shown) : ""}
        className={style.box}
        onKeyDown={move}
        ref={box}
        role="slider"
        style={{ minHeight: HEIGHT }}
        tabIndex={0}
      />
    </div>
  );
}

function clamp(place: number, length: number): number {
  return Math.max(0, Math.min(length - 1, place));
}
