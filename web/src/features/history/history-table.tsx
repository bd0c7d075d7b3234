import { Link } from "wouter";
import { toDrill } from "../../lib/period.ts";
import { useText } from "../../lib/text.ts";
import { Scrolled } from "../../ui/scrolled.tsx";
import { type Bar, type History, type Side, toUnplacedWh } from "./history.ts";
import style from "./history-table.module.css";
import { type HistoryWords, join } from "./history-words.ts";
import type { RepairMode } from "./use-repair.ts";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface HistoryTableProps {
  readonly history: History;
  readonly view: HistoryView;
  readonly words: HistoryWords;
  readonly mode: RepairMode;
}

/** The chart's data as a table; rows and what has no place in them make the total. */
export function HistoryTable({ history, view, words, mode }: HistoryTableProps) {
  const text = useText();
  const { bars, sides, kind } = history;
  const shown = bars.filter(({ phase }) => phase !== "future");
  const toEnergy = (wh: number | null) => (wh === null ? "–" : words.toBarFigure(wh).text);
  const { unit } = words.toBarFigure(0);
  return (
    <Scrolled className={style.frame} label={text("history.title")}>
      <table className={style.table} data-testid="history-table">
        <thead>
          <tr>
            <th scope="col">{text("history.table.time")}</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {words.toSide(side)} <span>{unit}</span>
              </th>
            ))}
            {kind === "value" && (
              <>
                <th scope="col">{text("history.mean")}</th>
                <th scope="col">{text("history.low")}</th>
                <th scope="col">{text("history.high")}</th>
              </>
            )}
            <th scope="col">{text("history.table.quality")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((bar) => (
            <Row bar={bar} history={history} key={bar.startAt} mode={mode} view={view} words={words} />
          ))}
        </tbody>
        {kind !== "value" && (
          <tfoot>
            <SumRow history={history} label={text("history.unplaced")} words={words} />
            <tr>
              <th scope="row">{text("history.table.total")}</th>
              {sides.map((side) => (
                <td data-side={side} data-value-wh={history.total[side] ?? undefined} key={side}>
                  {toEnergy(history.total[side])}
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </Scrolled>
  );
}

function SumRow({ history, label, words }: { history: History; label: string; words: HistoryWords }) {
  const sums = history.sides.map((side): [Side, number] => [side, toUnplacedWh(history, side)]);
  if (sums.every(([, wh]) => wh === 0)) return null;
  return (
    <tr className={style.gap}>
      <th scope="row">{label}</th>
      {sums.map(([side, wh]) => (
        <td data-side={side} data-value-wh={wh} key={side}>
          {words.toBarFigure(wh).text}
        </td>
      ))}
      <td />
    </tr>
  );
}

function Row({ bar, history, view, words, mode }: HistoryTableProps & { readonly bar: Bar }) {
  const text = useText();
  const { span, moment, kind, sides } = history;
  const drill = toDrill(span.period, bar);
  const date = drill && drill.date < moment.today ? drill.date : null;
  const missing = bar.certainty === "missing";
  const { measured } = bar;
  return (
    <tr className={missing ? style.gap : undefined} data-chosen={isChosen(bar, mode)} data-key={bar.key}>
      <th scope="row">
        {mode.open ? (
          <button aria-pressed={isChosen(bar, mode)} onClick={() => mode.pick(bar)} type="button">
            {words.toTime(bar)}
          </button>
        ) : drill ? (
          <Link href={toViewUrl({ ...view, ...drill, date })}>{words.toTime(bar)}</Link>
        ) : (
          words.toTime(bar)
        )}
      </th>
      {sides.map((side) => (
        <td data-side={side} data-value-wh={bar.energy[side] ?? undefined} key={side}>
          {bar.energy[side] === null ? "–" : words.toBarFigure(bar.energy[side]).text}
        </td>
      ))}
      {kind === "value" &&
        (["mean", "low", "high"] as const).map((name) => (
          <td key={name}>{measured ? join(words.toValue(measured[name])) : "–"}</td>
        ))}
      <td data-mark={bar.mark}>{bar.phase === "running" && !missing ? text("history.soFar") : words.toQuality(bar)}</td>
    </tr>
  );
}

function isChosen({ startAt, endAt }: Bar, { open, chosen }: RepairMode): boolean {
  return open && chosen !== null && chosen.startAt < endAt && startAt < chosen.endAt;
}
