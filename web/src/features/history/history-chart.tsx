import { useMemo } from "react";
import { useLocation } from "wouter";
import { toChannelLabels } from "../../lib/device.ts";
import { toHourText } from "../../lib/format.ts";
import { toDrill } from "../../lib/period.ts";
import { toBarTicks, toHourTicks } from "../../lib/period-words.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWide } from "../../lib/use-wide.ts";
import { useWatched } from "../../lib/value.ts";
import { Chart } from "../../ui/chart.tsx";
import type { EnergyBar, PartRole } from "../../ui/energy-bar.ts";
import { EnergyChart } from "../../ui/energy-chart.tsx";
import { toEnergyBars } from "./bars.ts";
import type { History } from "./history.ts";
import style from "./history-card.module.css";
import { type HistoryWords, join, toAxisText } from "./history-words.ts";
import type { RepairMode } from "./use-repair.ts";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface HistoryChartProps {
  readonly history: History;
  readonly view: HistoryView;
  readonly words: HistoryWords;
  readonly mode: RepairMode;
}

/** The picture of a history: energy in stacked bars, or a measurement as a line with its range. A tap opens what is under it. */
export function HistoryChart({ history, view, words, mode }: HistoryChartProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const wide = useWide();
  const [, navigate] = useLocation();
  const { span, moment, kind, channel } = history;
  const { period } = span;
  const ticks = useMemo(
    () =>
      period === "day"
        ? toHourTicks(span, wide, (at) => toHourText(at, locale, moment.timeZone))
        : toBarTicks(span, locale, wide),
    [period, span, wide, locale, moment.timeZone],
  );
  const bars = useMemo(() => toEnergyBars(history), [history]);
  const points = useMemo(
    () =>
      history.bars.map(({ startAt, endAt, measured, mark }) => ({
        startAt,
        endAt,
        mean: measured?.mean ?? null,
        low: measured?.low ?? null,
        high: measured?.high ?? null,
        mark,
      })),
    [history],
  );
  const open = (place: number) => {
    const bar = history.bars[place];
    if (mode.open) {
      if (bar && bar.phase !== "future") mode.pick(bar);
      return;
    }
    const drill = bar && bar.phase !== "future" ? toDrill(period, bar) : null;
    if (drill) navigate(toViewUrl({ ...view, ...drill, date: drill.date >= moment.today ? null : drill.date }));
  };
  const toReading = (place: number) => {
    const bar = history.bars[place];
    return bar ? words.toReading(bar) : "";
  };
  const name = channel ? (toChannelLabels([channel], text).get(channel.key) ?? channel.label) : "";
  const label =
    kind === "value"
      ? text("history.chart.value", { label: name })
      : text(`history.chart.${period}`, { unit: period === "day" ? "Wh" : "kWh" });
  const shared = {
    endAt: span.endAt,
    label: text(mode.open ? "repair.chartLabel" : period === "day" ? "history.chartLabel" : "history.chartLabelOpen", {
      label,
    }),
    hint: mode.open ? text("repair.hint") : period === "day" ? undefined : text("history.hint"),
    onOpen: period === "day" && !mode.open ? undefined : open,
    selected: mode.open ? mode.chosen : null,
    startAt: span.startAt,
    ticks,
  };
  return (
    <>
      <p className={style.label}>{label}</p>
      {kind === "value" ? (
        <Chart
          {...shared}
          kind="value"
          points={points}
          toAxis={(value) => join(words.toValue(value))}
          toHour={(at) => toHourText(at, locale, moment.timeZone)}
          toReading={(point) => toReading(points.findIndex(({ startAt }) => startAt === point.startAt))}
        />
      ) : (
        <>
          <EnergyChart
            {...shared}
            align={period === "day" ? "start" : "middle"}
            bars={bars}
            toAxis={(wh, step) => toAxisText(wh, step, locale, period === "day")}
            toReading={toReading}
          />
          <Legend history={history} roles={toRoles(bars)} />
        </>
      )}
    </>
  );
}

/** The roles of what is drawn. */
function toRoles(bars: readonly EnergyBar[]): ReadonlySet<PartRole> {
  return new Set(bars.flatMap(({ parts }) => parts.flatMap(({ role, wh }) => (wh > 0 ? [role] : []))));
}

/** What the colours and patterns are; nothing to tell where there is one. */
function Legend({ history: { kind }, roles }: { history: History; roles: ReadonlySet<PartRole> }) {
  const text = useText();
  if (roles.size < 2) return null;
  const names: Partial<Record<PartRole, string>> =
    kind === "grid"
      ? { import: text("side.importWh"), solar: text("part.ownSolar"), export: text("side.exportWh") }
      : { import: text("side.drawn"), load: text("side.drawn"), solar: text("side.given"), export: text("side.given") };
  return (
    <ul className={style.legend}>
      {[...roles].map((role) => (
        <li key={role}>
          <span className={style.swatch} data-role={role} />
          {names[role]}
        </li>
      ))}
    </ul>
  );
}
