import { quantities } from "@lastmeter/model/units";
import { type Figure, toEnergyFigure, toFigure, toNumberText, toPowerFigure } from "../../lib/format.ts";
import { toBarText } from "../../lib/period-words.ts";
import type { MessageId, Text } from "../../lib/text.ts";
import type { Bar, History, Side } from "./history.ts";

const DAY_MS = 86_400_000;
/** A mean month, ms. */
const MONTH_MS = 30.436_875 * DAY_MS;
const HOUR_MS = 3_600_000;

/** What a history says in words. Bars of a day are told in Wh, so that rows visibly make the total; longer ones in kWh. */
export interface HistoryWords {
  toSide(side: Side): string;
  /** In one unit for all of the period. */
  toBarFigure(wh: number): Figure;
  toTime(bar: Bar): string;
  /** How well it is known, and what was decided of it. */
  toQuality(bar: Bar): string;
  toReading(bar: Bar): string;
  toValue(value: number): Figure;
  readonly answer: { readonly figure: Figure | null; readonly word: string };
  readonly average: { readonly label: string; readonly figure: Figure } | null;
}

export const join = ({ text, unit }: Figure) => (unit === "" ? text : `${text} ${unit}`);

/** `14:00 to 14:15: used 120 Wh, solar 40 Wh, estimated`. */
export function createHistoryWords(history: History, locale: string, text: Text): HistoryWords {
  const { span, moment, kind, main, total, channel } = history;
  const isNode = kind === "node" || kind === "producer";
  const toSide = (side: Side) =>
    text(isNode ? (side === "exportWh" ? "side.given" : "side.drawn") : (`side.${side}` as const));
  const toBarFigure = (wh: number): Figure =>
    span.period === "day" ? { text: toNumberText(wh, locale, 0), unit: "Wh" } : toEnergyFigure(wh, locale);
  const toValue = (value: number): Figure => {
    const quantity = channel?.quantity ?? "generic";
    return toFigure(quantity, value * 10 ** quantities[quantity].decimals, locale, channel?.unit);
  };
  const toTime = (bar: Bar) => toBarText(span.period, bar, locale, moment.timeZone);
  const toQuality = ({ certainty, mark }: Bar) => {
    if (mark === "exclude") return text(certainty === "missing" ? "mark.excluded" : "mark.partlyExcluded");
    return text(mark === "accept" ? "mark.accepted" : `certainty.${certainty}`);
  };
  const toValues = (bar: Bar): string => {
    if (bar.phase === "future") return text("history.future");
    const { measured } = bar;
    const words = measured
      ? [join(toValue(measured.mean)), `${join(toValue(measured.low))} – ${join(toValue(measured.high))}`]
      : history.sides.flatMap((side) => {
          const wh = bar.energy[side];
          return wh === null ? [] : [`${toSide(side)} ${join(toBarFigure(wh))}`];
        });
    if (bar.phase === "running" && words.length > 0) words.push(text("history.soFar"));
    else if (bar.certainty !== "good" || bar.mark) words.push(toQuality(bar));
    return words.join(", ");
  };
  const answerWh = total[main];
  const figure =
    kind === "value"
      ? history.measured
        ? toValue(history.measured.mean)
        : null
      : answerWh === null
        ? null
        : toEnergyFigure(Math.max(0, answerWh), locale);
  return {
    toSide,
    toBarFigure,
    toTime,
    toQuality,
    toReading: (bar) => text("history.reading", { time: toTime(bar), values: toValues(bar) }),
    toValue,
    answer: { figure, word: text(toAnswerWord(history)) },
    average: toAverage(history, locale, text),
  };
}

function toAnswerWord({ kind, main, span, moment }: History): MessageId {
  const running = moment.now < span.endAt;
  if (kind === "value") return "history.onAverage";
  if (kind === "producer") return running ? "history.producedSoFar" : "history.produced";
  if (kind === "node") {
    if (main === "exportWh") return running ? "history.givenSoFar" : "history.given";
    return running ? "history.drawnSoFar" : "history.drawn";
  }
  return running ? "history.usedSoFar" : "history.used";
}

/** Over the time that is known: a gap does not make the average smaller. */
function toAverage({ span, moment, bars, main, total }: History, locale: string, text: Text): HistoryWords["average"] {
  const wh = total[main];
  const knownMs = bars.reduce(
    (sum, { energy, startAt, endAt }) =>
      sum + (energy[main] === null ? 0 : Math.max(0, Math.min(endAt, moment.now) - startAt)),
    0,
  );
  if (wh === null || knownMs === 0) return null;
  const label = text(`average.${span.period}`);
  const powerW = (Math.max(0, wh) * HOUR_MS) / knownMs;
  if (span.period === "day") return { label, figure: toPowerFigure(powerW, locale) };
  const lengthMs = span.period === "year" ? MONTH_MS : DAY_MS;
  return { label, figure: toEnergyFigure((Math.max(0, wh) * lengthMs) / knownMs, locale) };
}

/** Numbers of the value axis: as many digits as the step between two needs. */
export function toAxisText(wh: number, stepWh: number, locale: string, inWh: boolean): string {
  if (inWh) return toNumberText(wh, locale, 0);
  const digits = stepWh >= 1000 ? 0 : stepWh >= 100 ? 1 : 2;
  return toNumberText(wh / 1000, locale, digits);
}

export function toPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}
