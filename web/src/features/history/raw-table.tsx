import { useState } from "react";
import { toDayInterval } from "../../lib/local-day.ts";
import type { Span } from "../../lib/period.ts";
import { useText } from "../../lib/text.ts";
import { Icon } from "../../ui/icon.tsx";
import { Button } from "../../ui/parts.tsx";
import { Scrolled } from "../../ui/scrolled.tsx";
import style from "./history-table.module.css";
import type { RawReading } from "./raw-day.ts";
import type { RawWords } from "./raw-words.ts";
import type { Moment } from "./record.ts";

interface RawTableProps {
  readonly readings: readonly RawReading[];
  readonly span: Span;
  readonly moment: Moment;
  readonly words: RawWords;
}

const HOUR_MS = 3_600_000;

/** Every reading, an hour at a time: thousands of rows help nobody. Begins with the last hour that has any. */
export function RawTable({ readings, span: { day }, moment: { timeZone }, words }: RawTableProps) {
  const text = useText();
  const { startAt, endAt } = toDayInterval(day, timeZone);
  const count = Math.ceil((endAt - startAt) / HOUR_MS);
  const newest = Math.floor(((readings.at(-1)?.at ?? startAt) - startAt) / HOUR_MS);
  const [chosen, setChosen] = useState<number | null>(null);
  const hour = Math.max(0, Math.min(count - 1, chosen ?? newest));
  const from = startAt + hour * HOUR_MS;
  const to = Math.min(from + HOUR_MS, endAt);
  const shown = readings.filter(({ at }) => at >= from && at < to);
  const step = (by: number, enabled: boolean, label: "raw.hourBefore" | "raw.hourAfter") => (
    <Button aria-label={text(label)} disabled={!enabled} look="plain" onClick={() => setChosen(hour + by)}>
      <Icon name={by < 0 ? "back" : "next"} size={20} />
    </Button>
  );
  return (
    <>
      <div className={style.hours}>
        {step(-1, hour > 0, "raw.hourBefore")}
        <p aria-live="polite">
          <b>{words.toHours({ startAt: from, endAt: to })}</b>
          <small>{text("raw.count", { count: shown.length })}</small>
        </p>
        {step(1, hour < count - 1, "raw.hourAfter")}
      </div>
      <Scrolled className={style.frame} label={words.label}>
        <table className={style.table} data-testid="raw-table">
          <thead>
            <tr>
              <th scope="col">{text("history.table.time")}</th>
              <th scope="col">{words.label}</th>
              <th scope="col">{text("history.table.quality")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ at, value, quality }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two readings may have one time; rows have no state
              <tr data-at={at} data-value={value} key={place}>
                <th scope="row">{words.toTime(at)}</th>
                <td>{words.toValue(value)}</td>
                <td data-mark={quality === "suspect" ? "suspect" : undefined}>{text(`certainty.${quality}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}
