import { toDayInterval } from "../../lib/local-day.ts";
import { addDays, type BarTime, type Span, toDaysOfMonth, toMonthInterval } from "../../lib/period.ts";
import { type Amount, addAmounts, toAmount } from "./amount.ts";
import { findQuarters, findSlot, type Moment, type NodeRecord } from "./record.ts";
import { toRunningQuarters } from "./running.ts";

/**
 * Energy of one node, by one rule for every view, so that totals agree to the watt-hour (`history.md`):
 * a day is the running count while it runs, else its stored slot; a month is its stored slot, else the sum of its days.
 */
export function toDayAmount(record: NodeRecord, day: string, { now, today, timeZone }: Moment): Amount | null {
  if (day > today) return null;
  const { startAt, endAt } = toDayInterval(day, timeZone);
  const over = now >= endAt;
  const stored = over ? toAmount(findSlot(record, "day", day.slice(0, 7), startAt), record.node) : null;
  if (stored) return stored;
  const count = record.live?.today ?? null;
  if (count?.day === day) {
    return {
      importWh: Math.round(count.importWh),
      exportWh: Math.round(count.exportWh),
      certainty: count.estimated ? "estimated" : "good",
    };
  }
  // Shortly after midnight the day before waits for its registers; nothing older does.
  if (day < addDays(today, -1)) return null;
  return addAmounts(findQuarters(record, day).map((slot) => toAmount(slot, record.node)));
}

export function toMonthAmount(record: NodeRecord, month: string, moment: Moment): Amount | null {
  if (month > moment.today.slice(0, 7)) return null;
  const { startAt, endAt } = toMonthInterval(month, moment.timeZone);
  const over = moment.now >= endAt;
  const stored = over ? toAmount(findSlot(record, "month", month.slice(0, 4), startAt), record.node) : null;
  if (stored) return stored;
  const days = toDaysOfMonth(month).filter((day) => day <= moment.today);
  return addKnown(days.map((day) => toDayAmount(record, day, moment)));
}

/** Days and months before a node was there are no part that is missing. */
function addKnown(parts: readonly (Amount | null)[]): Amount | null {
  return addAmounts(
    parts.slice(
      Math.max(
        0,
        parts.findIndex((part) => part !== null),
      ),
    ),
  );
}

/** What a node drew and gave in the whole span. */
export function toSpanAmount(record: NodeRecord, span: Span, moment: Moment): Amount | null {
  if (span.period === "day") return toDayAmount(record, span.day, moment);
  if (span.period === "month") return toMonthAmount(record, span.day.slice(0, 7), moment);
  const months = span.months.filter((month) => month <= moment.today.slice(0, 7));
  const days = span.days.filter((day) => day <= moment.today);
  return addKnown(
    span.period === "year"
      ? months.map((month) => toMonthAmount(record, month, moment))
      : days.map((day) => toDayAmount(record, day, moment)),
  );
}

/** The same, bar by bar; null is a gap. What the bars lack to the span's amount could not be placed any finer. */
export function toBarAmounts(record: NodeRecord, span: Span, moment: Moment): (Amount | null)[] {
  const toBar = ({ key }: BarTime) =>
    span.period === "year" ? toMonthAmount(record, key, moment) : toDayAmount(record, key, moment);
  if (span.period !== "day") return span.bars.map(toBar);
  const stored = span.bars.map(({ startAt }) => toAmount(findSlot(record, "quarter", span.day, startAt), record.node));
  return toRunningQuarters(record, span, stored, moment);
}
