import type { Channel } from "@lastmeter/model/channel";
import { useMemo } from "react";
import { toClockText, toHourText } from "../../lib/format.ts";
import type { Span } from "../../lib/period.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Chart } from "../../ui/chart.tsx";
import type { ChartPoint } from "../../ui/chart-options.ts";
import { overlaps } from "./marks.ts";
import type { RawWords } from "./raw-words.ts";
import type { Moment } from "./record.ts";
import { toInterval } from "./repair-words.ts";
import type { RepairMode } from "./use-repair.ts";

interface RawChartProps {
  readonly channel: Channel | undefined;
  readonly points: readonly ChartPoint[];
  readonly span: Span;
  readonly moment: Moment;
  readonly words: RawWords;
  readonly mode: RepairMode;
}

const HOUR_MS = 3_600_000;

/** Every reading as a line that can be zoomed and dragged; what was decided lies behind it. */
export function RawChart({ channel, points, span, moment, words, mode }: RawChartProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { timeZone } = moment;
  const { startAt, endAt } = span;
  const { stretches } = mode;
  const bands = useMemo(
    () =>
      stretches
        .filter((stretch) => overlaps(stretch, { startAt, endAt }))
        .map((stretch) => ({ ...toInterval(stretch), mark: stretch.action, empty: true })),
    [stretches, startAt, endAt],
  );
  const zoomable = {
    closer: text("raw.closer"),
    wider: text("raw.wider"),
    whole: text("raw.whole"),
    earlier: text("history.earlier"),
    later: text("history.later"),
  };
  return (
    <Chart
      bands={bands}
      endAt={endAt}
      fromZero={channel?.quantity === "power"}
      hint={text(mode.open ? "repair.hint" : "raw.hint")}
      kind="value"
      label={text(mode.open ? "repair.chartLabel" : "raw.chartLabel", { label: words.label })}
      onOpen={
        mode.open
          ? (place) => {
              const point = points[place];
              if (point) mode.pick(point);
            }
          : undefined
      }
      points={points}
      selected={mode.open ? mode.chosen : null}
      startAt={startAt}
      toAxis={words.toValue}
      toHour={(at) => (at % HOUR_MS === 0 ? toHourText(at, locale, timeZone) : toClockText(at, locale, timeZone))}
      toReading={words.toReading}
      zoomable={zoomable}
    />
  );
}
