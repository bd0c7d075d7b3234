import { useRef } from "react";
import { Link } from "wouter";
import { periods, type Span, shiftPeriod } from "../../lib/period.ts";
import { toSpanText } from "../../lib/period-words.ts";
import { locale as localeValue, useText } from "../../lib/text.ts";
import { useWatched } from "../../lib/value.ts";
import { Icon } from "../../ui/icon.tsx";
import style from "./period-bar.module.css";
import { type HistoryView, toViewUrl } from "./view-url.ts";

interface PeriodBarProps {
  readonly view: HistoryView;
  readonly span: Span;
  readonly today: string;
  readonly onChange: (view: HistoryView) => void;
}

/** Day, week, month, year, and ‹ which one ›. Every choice is an address of its own. */
export function PeriodBar({ view, span, today, onChange }: PeriodBarProps) {
  const text = useText();
  const locale = useWatched(localeValue);
  const picker = useRef<HTMLInputElement>(null);
  const later = shiftPeriod(span.period, span.day, 1);
  const atNow = later > today;
  const to = (change: Partial<HistoryView>) => toViewUrl({ ...view, ...change });
  const shown = toSpanText(span, locale, today);
  return (
    <div className={style.bar}>
      <nav aria-label={text("period.label")} className={style.periods}>
        {periods.map((period) => (
          <Link
            aria-current={period === span.period ? "true" : undefined}
            className={style.period}
            href={to({ period })}
            key={period}
          >
            {text(`period.${period}`)}
          </Link>
        ))}
      </nav>
      <div className={style.when}>
        <Link className={style.step} data-testid="earlier" href={to({ date: shiftPeriod(span.period, span.day, -1) })}>
          <Icon name="back" size={20} />
          <span className={style.hidden}>{text("history.earlier")}</span>
        </Link>
        <div className={style.choose}>
          <button
            aria-label={text("history.choose", { period: shown })}
            className={style.shown}
            onClick={() => picker.current?.showPicker()}
            type="button"
          >
            <Icon name="calendar" size={16} />
            {shown}
          </button>
          <input
            aria-hidden="true"
            className={style.picker}
            max={today}
            min="2000-01-01"
            onChange={(event) => {
              if (event.target.value !== "") onChange({ ...view, date: event.target.value });
            }}
            ref={picker}
            tabIndex={-1}
            type="date"
            value={view.date ?? today}
          />
        </div>
        {atNow ? (
          <span aria-hidden="true" className={style.step} data-off="true">
            <Icon name="next" size={20} />
          </span>
        ) : (
          <Link className={style.step} data-testid="later" href={to({ date: later })}>
            <Icon name="next" size={20} />
            <span className={style.hidden}>{text("history.later")}</span>
          </Link>
        )}
        {!atNow && (
          <Link className={style.now} href={to({ date: null })}>
            {text("history.now")}
          </Link>
        )}
      </div>
    </div>
  );
}
