import type { Channel } from "@lastmeter/model/channel";
import type { Interval } from "@lastmeter/model/time";
import { quantities } from "@lastmeter/model/units";
import { toFigure } from "../../lib/format.ts";
import type { Text } from "../../lib/text.ts";
import type { ChartPoint } from "../../ui/chart-options.ts";
import { join } from "./history-words.ts";
import type { RawReading } from "./raw-day.ts";

/** What single readings say in words. */
export interface RawWords {
  readonly label: string;
  /** `14:15:10`. */
  toTime(at: number): string;
  toValue(value: number): string;
  toReading(point: ChartPoint): string;
  toHours(interval: Interval): string;
  toSummary(readings: readonly RawReading[]): string;
}

export function createRawWords(
  { quantity = "generic", unit }: Channel,
  label: string,
  locale: string,
  text: Text,
  timeZone: string,
): RawWords {
  const minute = { timeZone, hour: "2-digit", minute: "2-digit" } as const;
  const clock = new Intl.DateTimeFormat(locale, { ...minute, second: "2-digit" });
  const hours = new Intl.DateTimeFormat(locale, minute);
  const toTime = (at: number) => clock.format(at);
  const toValue = (value: number) =>
    join(toFigure(quantity, value * 10 ** quantities[quantity].decimals, locale, unit));
  return {
    label,
    toTime,
    toValue,
    toReading: ({ startAt, mean, mark }) => {
      const value = mean === null ? text(mark === "suspect" ? "certainty.suspect" : "chart.noData") : toValue(mean);
      return text("history.reading", { time: toTime(startAt), values: value });
    },
    toHours: ({ startAt, endAt }) => `${hours.format(startAt)} – ${hours.format(endAt)}`,
    toSummary: (readings) => {
      const values = readings.filter(({ quality }) => quality !== "suspect").map(({ value }) => value);
      const count = readings.length;
      if (values.length === 0) return text("raw.count", { count });
      const [low, high] = values.reduce(
        ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      );
      return text("raw.summary", { count, low: toValue(low), high: toValue(high) });
    },
  };
}
