import { serverNow } from "../../lib/clock.ts";
import { toEnergyFigure } from "../../lib/format.ts";
import { toLocalDay } from "../../lib/local-day.ts";
import { toSpan } from "../../lib/period.ts";
import { toSpanText } from "../../lib/period-words.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { join } from "./history-words.ts";
import style from "./repair.module.css";
import type { Total, Totals } from "./use-totals.ts";

interface RepairTotalsProps {
  readonly now: Totals;
  /** Before the decision; null: there is none yet. */
  readonly before: Totals | null;
  /** Totals read earlier than this (by the phone's clock) are not the new ones. */
  readonly since: number;
  readonly timeZone: string;
}

/** The totals that a decision touches: as they are, or before and after. */
export function RepairTotals({ now, before, since, timeZone }: RepairTotalsProps) {
  const text = useText();
  const row = (period: "day" | "month", total: Total, old: Total | null) => (
    <Row key={period} name={period} old={old} since={since} timeZone={timeZone} total={total} />
  );
  return (
    <table className={style.totals} data-testid="repair-totals">
      <thead>
        <tr>
          <th scope="col">{text("repair.total")}</th>
          {before && <th scope="col">{text("repair.before")}</th>}
          <th scope="col">{text("repair.now")}</th>
        </tr>
      </thead>
      <tbody>
        {row("day", now.day, before?.day ?? null)}
        {row("month", now.month, before?.month ?? null)}
      </tbody>
    </table>
  );
}

interface RowProps extends Pick<RepairTotalsProps, "since" | "timeZone"> {
  readonly name: "day" | "month";
  readonly total: Total;
  readonly old: Total | null;
}

function Row({ name, total, old, since, timeZone }: RowProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const toWords = (wh: number | null) => (wh === null ? "–" : join(toEnergyFigure(wh, locale)));
  const fresh = total.readAt !== null && total.readAt >= since;
  return (
    <tr data-total={name}>
      <th scope="row">{toSpanText(toSpan(name, total.date, timeZone), locale, toLocalDay(serverNow(), timeZone))}</th>
      {old && <td data-value-wh={old.wh ?? undefined}>{toWords(old.wh)}</td>}
      <td data-testid={`repair-${name}`} data-value-wh={fresh ? (total.wh ?? undefined) : undefined}>
        {fresh ? <b>{toWords(total.wh)}</b> : text("repair.computing")}
      </td>
    </tr>
  );
}
