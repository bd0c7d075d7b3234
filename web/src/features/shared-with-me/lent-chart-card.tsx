import { useMemo, useState } from "react";
import { useLentSlots } from "../../data/lent-series.ts";
import { serverNow } from "../../lib/clock.ts";
import { toDateText } from "../../lib/dates.ts";
import { toChannelLabels } from "../../lib/device.ts";
import { toEnergyFigure, toHourText, toNumberText } from "../../lib/format.ts";
import { type Lent, toBarResolution, toBucketOf, toLentPeriods } from "../../lib/lent.ts";
import { useLiveValue } from "../../lib/live-value.ts";
import { toDayInterval, toLocalDay } from "../../lib/local-day.ts";
import { HOUR_MS, type Period, shiftPeriod, toSpan } from "../../lib/period.ts";
import { toBarText, toBarTicks, toHourTicks, toSpanText } from "../../lib/period-words.ts";
import { locale as localeValue, type Text, useText } from "../../lib/text.ts";
import { useWide } from "../../lib/use-wide.ts";
import { useWatched } from "../../lib/value.ts";
import { Chart } from "../../ui/chart.tsx";
import { Choices } from "../../ui/choices.tsx";
import { EnergyChart } from "../../ui/energy-chart.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Skeleton } from "../../ui/parts.tsx";
import {
  type LentBar,
  type LentSubject,
  toLentBars,
  toLentEnergyBars,
  toSlotValue,
  toValueFigureOf,
} from "./lent-chart.ts";
import style from "./lent-node.module.css";
import { useRound } from "./use-newest.ts";

interface LentChartProps {
  readonly lent: Lent;
  readonly subject: LentSubject;
}

/** The past of a lent node: only periods whose bars are no finer than granted. */
export function LentChart({ lent, subject }: LentChartProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const { timeZone, resolution, historyFrom } = lent;
  const periods = toLentPeriods(resolution);
  const [period, setPeriod] = useState<Period>(periods[0] ?? "year");
  const [date, setDate] = useState<string | null>(null);
  const today = useLiveValue((now) => toLocalDay(now, timeZone));
  const round = useRound(resolution);
  const finest = toBarResolution(period, resolution);
  const span = useMemo(
    () => toSpan(period, date ?? today, timeZone, finest === "hour" ? HOUR_MS : HOUR_MS / 4),
    [period, date, today, timeZone, finest],
  );
  const { slots, failed, closed } = useLentSlots(lent, finest, [toBucketOf(finest, span.day)], round);
  const bars = useMemo(() => toLentBars(span.bars, slots ?? []), [span, slots]);
  const known = bars.some(({ slot }) => toSlotValue(slot, lent.node, subject) !== null);
  const later = shiftPeriod(period, span.day, 1);
  const go = (count: number) => setDate(shiftPeriod(period, span.day, count));
  return (
    <div className={style.chart}>
      <div className={style.periods}>
        {periods.length > 1 && (
          <Choices
            bare
            legend={text("period.label")}
            name={`period-${lent.nodeId}`}
            onChange={setPeriod}
            options={periods.map((each) => ({ value: each, label: text(`period.${each}`) }))}
            value={period}
          />
        )}
        <div className={style.when}>
          <button aria-label={text("history.earlier")} onClick={() => go(-1)} type="button">
            <Icon name="back" size={20} />
          </button>
          <span>{toSpanText(span, locale, today)}</span>
          <button aria-label={text("history.later")} disabled={later > today} onClick={() => go(1)} type="button">
            <Icon name="next" size={20} />
          </button>
        </div>
      </div>
      {closed && historyFrom !== null ? (
        <p className={style.empty}>
          {text("lent.closed", {
            date: toDateText(toDayInterval(historyFrom, timeZone).startAt, locale, timeZone),
          })}
        </p>
      ) : slots === null ? (
        <Skeleton height={240} />
      ) : known ? (
        <Picture bars={bars} lent={lent} period={period} subject={subject} text={text} />
      ) : (
        <p className={style.empty}>{text(failed ? "lent.notReadable" : "lent.nothing")}</p>
      )}
    </div>
  );
}

interface PictureProps extends LentChartProps {
  readonly bars: readonly LentBar[];
  readonly period: Period;
  readonly text: Text;
}

function Picture({ bars, lent, period, subject, text }: PictureProps) {
  const locale = useWatched(localeValue);
  const wide = useWide();
  const { node, timeZone } = lent;
  const [startAt, endAt] = [bars[0]?.startAt ?? 0, bars.at(-1)?.endAt ?? 0];
  const toHour = (at: number) => toHourText(at, locale, timeZone);
  const ticks = useMemo(() => {
    const span = { period, bars, days: [], months: [], day: "", startAt, endAt };
    return period === "day"
      ? toHourTicks(span, wide, (at) => toHourText(at, locale, timeZone))
      : toBarTicks(span, locale, wide);
  }, [period, bars, wide, locale, timeZone, startAt, endAt]);
  const values = bars.map(({ slot }) => toSlotValue(slot, node, subject));
  const toReading = (place: number) => {
    const [bar, value] = [bars[place], values[place] ?? null];
    if (!bar) return "";
    const figure = value === null ? null : toValueFigureOf(value, subject, period, locale);
    const words = figure === null ? text("chart.noData") : `${figure.text} ${figure.unit}`;
    return text("history.reading", { time: toBarText(period, bar, locale, timeZone), values: words });
  };
  const name =
    subject.kind === "energy"
      ? text(`history.chart.${period}`, { unit: period === "day" ? "Wh" : "kWh" })
      : text("history.chart.value", {
          label: toChannelLabels([subject.channel], text).get(subject.channel.key) ?? "",
        });
  const hourly = period === "day" && bars.length < 30;
  const label = subject.kind === "energy" && hourly ? text("lent.energyHour") : name;
  const shared = { endAt, label: text("lent.chart", { label }), startAt, ticks };
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const whole = toEnergyFigure(total, locale);
  return (
    <>
      <p className={style.label}>{label}</p>
      {subject.kind === "energy" ? (
        <EnergyChart
          {...shared}
          align={period === "day" ? "start" : "middle"}
          bars={toLentEnergyBars(bars, node, serverNow())}
          toAxis={(wh, step) =>
            period === "day"
              ? toNumberText(wh, locale, 0)
              : toNumberText(wh / 1000, locale, step >= 1000 ? 0 : step >= 100 ? 1 : 2)
          }
          toReading={toReading}
        />
      ) : (
        <Chart
          {...shared}
          kind="value"
          points={bars.map((bar, place) => {
            const mean = values[place] ?? null;
            return { startAt: bar.startAt, endAt: bar.endAt, mean, low: mean, high: mean };
          })}
          toAxis={(value) => {
            const { text: number, unit } = toValueFigureOf(value, subject, period, locale);
            return `${number} ${unit}`;
          }}
          toHour={toHour}
          toReading={(point) => toReading(bars.findIndex((bar) => bar.startAt === point.startAt))}
        />
      )}
      {subject.kind === "energy" && (
        <p className={style.hint} data-testid="lent-total" data-value-wh={total}>
          {text("lent.total", { energy: `${whole.text} ${whole.unit}` })}
        </p>
      )}
      <ul className={style.hidden} data-testid="lent-bars">
        {bars.flatMap(({ startAt: at, slot }, place) =>
          slot === undefined || values[place] === null ? [] : [<li key={at}>{toReading(place)}</li>],
        )}
      </ul>
    </>
  );
}
