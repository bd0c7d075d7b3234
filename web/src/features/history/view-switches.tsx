import { Link, useLocation } from "wouter";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Button } from "../../ui/parts.tsx";
import style from "./history-card.module.css";
import { type HistoryView, toViewUrl } from "./view-url.ts";

/** The picture, or the same as a table. */
export function TableSwitch({ view }: { view: HistoryView }) {
  const text = useText();
  const [, navigate] = useLocation();
  return (
    <Button
      aria-pressed={view.table}
      look="plain"
      onClick={() => navigate(toViewUrl({ ...view, table: !view.table }), { replace: true })}
    >
      <Icon name={view.table ? "chart" : "table"} size={20} />
      <span className={style.toggle}>{text(view.table ? "chart.graph" : "chart.table")}</span>
    </Button>
  );
}

/** Quarter-hours, or every reading. */
export function FinenessSwitch({ view }: { view: HistoryView }) {
  const text = useText();
  return (
    <nav aria-label={text("raw.fineness")} className={style.fineness}>
      {[false, true].map((raw) => (
        <Link aria-current={raw === view.raw ? "true" : undefined} href={toViewUrl({ ...view, raw })} key={String(raw)}>
          {text(raw ? "raw.every" : "raw.quarters")}
        </Link>
      ))}
    </nav>
  );
}
