import type { Interval } from "@lastmeter/model/time";
import { type ChartPoint, toOptions } from "./chart-options.ts";
import type { Marked } from "./mark.ts";
import { Plot } from "./plot.tsx";
import type { Tick } from "./tick.ts";
import type { ZoomWords } from "./zoom-bar.tsx";

export interface ChartProps {
  readonly points: readonly ChartPoint[];
  readonly startAt: number;
  readonly endAt: number;
  /** `power`: bars from zero, drawn above, given below. `value`: a stepped line with its range. */
  readonly kind: "power" | "value";
  readonly label: string;
  /** Times of the axis with their words; without, the hours of a day. */
  readonly ticks?: readonly Tick[] | undefined;
  readonly toHour: (at: number) => string;
  /** What a point says: time and value in words. */
  readonly toReading: (point: ChartPoint) => string;
  readonly toAxis: (value: number) => string;
  readonly hint?: string | undefined;
  readonly onOpen?: ((place: number) => void) | undefined;
  /** Can be zoomed and dragged; what its buttons are called. */
  readonly zoomable?: ZoomWords | undefined;
  /** The stretch that is being chosen. */
  readonly selected?: Interval | null;
  /** What lies behind the data, beside the marks of the points. */
  readonly bands?: readonly Marked[];
  /** A line's axis shows its zero. */
  readonly fromZero?: boolean;
}

const none: readonly Marked[] = [];

/** Means over time. */
export function Chart(props: ChartProps) {
  const {
    points,
    startAt,
    endAt,
    kind,
    label,
    ticks,
    toHour,
    toReading,
    toAxis,
    hint,
    onOpen,
    zoomable,
    selected = null,
    bands = none,
    fromZero = false,
  } = props;
  return (
    <Plot
      build={({ width, height, onPlace }) =>
        toOptions({
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
          zoomable: zoomable !== undefined,
          selected,
          bands,
          fromZero,
        })
      }
      inputs={[startAt, endAt, kind, zoomable !== undefined, selected, bands]}
      hint={hint}
      label={label}
      onOpen={onOpen}
      points={points}
      start={points.findLastIndex(({ mean }) => mean !== null)}
      toReading={(place) => (points[place] ? toReading(points[place]) : "")}
      zoomSpan={zoomable ? { startAt, endAt } : undefined}
      zoomWords={zoomable}
    />
  );
}
