import type { Interval } from "@lastmeter/model/time";
import type { EnergyBar } from "./energy-bar.ts";
import { toEnergyOptions } from "./energy-options.ts";
import { Plot } from "./plot.tsx";
import type { Tick } from "./tick.ts";

interface EnergyChartProps {
  readonly bars: readonly EnergyBar[];
  readonly startAt: number;
  readonly endAt: number;
  readonly ticks: readonly Tick[];
  /** `start`: words begin where their time does (hours); else they stand under the middle of a bar. */
  readonly align: "start" | "middle";
  readonly label: string;
  readonly toAxis: (wh: number, step: number) => string;
  readonly toReading: (place: number) => string;
  readonly hint?: string | undefined;
  readonly onOpen?: ((place: number) => void) | undefined;
  /** The stretch that is being chosen. */
  readonly selected?: Interval | null;
}

/** Energy bar by bar: what was used above zero, what was given below. */
export function EnergyChart({
  bars,
  startAt,
  endAt,
  ticks,
  align,
  label,
  toAxis,
  toReading,
  hint,
  onOpen,
  selected = null,
}: EnergyChartProps) {
  return (
    <Plot
      build={(input) => toEnergyOptions({ ...input, bars, startAt, endAt, ticks, align, toAxis, selected })}
      inputs={[startAt, endAt, ticks, selected]}
      hint={hint}
      label={label}
      onOpen={onOpen}
      points={bars}
      start={bars.findLastIndex(({ parts }) => parts.length > 0)}
      toReading={toReading}
    />
  );
}
