import type { LiveData, NodeRole } from "@lastmeter/model/node";
import { quantities } from "@lastmeter/model/units";
import type { ChartSubject } from "../../lib/chart-subject.ts";
import { type Figure, toClockText, toEnergyFigure, toFigure, toNumberText, toPowerFigure } from "../../lib/format.ts";
import type { Text } from "../../lib/text.ts";
import type { Quarter } from "./quarters.ts";

/** What a chart says in words and on its axis. */
export interface ChartWords {
  toTime(interval: { startAt: number; endAt: number }): string;
  toValue(value: number | null): string;
  toAxis(value: number): string;
  toReading(quarter: Quarter): string;
}

const join = ({ text, unit }: Figure) => (unit === "" ? text : `${text} ${unit}`);

function toSubjectFigure(subject: ChartSubject, value: number, locale: string): Figure {
  if (subject.kind === "power") return toPowerFigure(value, locale);
  const quantity = subject.channel.quantity ?? "generic";
  return toFigure(quantity, value * 10 ** quantities[quantity].decimals, locale, subject.channel.unit);
}

export function createChartWords(subject: ChartSubject, locale: string, text: Text, timeZone: string): ChartWords {
  const toClock = (at: number) => toClockText(at, locale, timeZone);
  const toValue = (value: number | null) => {
    if (value === null) return text("chart.noData");
    const figure = join(toSubjectFigure(subject, subject.kind === "power" ? Math.abs(value) : value, locale));
    if (subject.kind !== "power" || value >= 0) return figure;
    return `${figure} ${text("chart.given")}`;
  };
  return {
    toTime: ({ startAt, endAt }) => `${toClock(startAt)}–${toClock(endAt)}`,
    toValue,
    toAxis: (value) => {
      if (subject.kind === "power" && Math.abs(value) >= 1000) return `${toNumberText(value / 1000, locale, 1)} kW`;
      return join(toSubjectFigure(subject, value, locale));
    },
    toReading: ({ startAt, endAt, mean }) =>
      text("chart.reading", { from: toClock(startAt), to: toClock(endAt), value: toValue(mean) }),
  };
}

interface AnswerWords {
  readonly text: Text;
  readonly locale: string;
  readonly role: NodeRole | null;
}

/** The answer the chart is looked at for: today's energy, or the day's range. */
export function toAnswer(
  subject: ChartSubject,
  quarters: readonly Quarter[],
  live: LiveData | null,
  { text, locale, role }: AnswerWords,
): string {
  if (subject.kind === "power") {
    if (!live?.today) return "";
    const drawn = join(toEnergyFigure(live.today.importWh, locale));
    const given = join(toEnergyFigure(live.today.exportWh, locale));
    if (role === "production") return text("chart.answerGiven", { energy: given });
    if (live.today.exportWh > 0) return text("chart.answerBoth", { drawn, given });
    return text("chart.answerDrawn", { energy: drawn });
  }
  const lows = quarters.flatMap(({ low }) => (low === null ? [] : [low]));
  const highs = quarters.flatMap(({ high }) => (high === null ? [] : [high]));
  if (lows.length === 0) return "";
  const to = (value: number) => join(toSubjectFigure(subject, value, locale));
  return text("chart.answerRange", { low: to(Math.min(...lows)), high: to(Math.max(...highs)) });
}
