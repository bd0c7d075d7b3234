import { toDayInterval } from "../../lib/local-day.ts";
import { addDays, type Span, toMonthInterval } from "../../lib/period.ts";
import { findSlot, type Moment, type NodeRecord, toBucketName } from "./record.ts";

/**
 * The buckets a view of a node needs: the one its bars are in and, for a total that holds what no bar could be given, the next
 * coarser one. Buckets for what is not closed yet are asked for only when the first ones have come without it.
 * @param measured a node without energy has no running count: today is told by its quarters
 */
export function planBuckets(record: NodeRecord, span: Span, moment: Moment, measured: boolean): string[] {
  const { now, today, timeZone } = moment;
  const names = new Set<string>();
  const month = span.day.slice(0, 7);
  if (span.period === "day") {
    names.add(toBucketName("quarter", span.day));
    if (now >= span.endAt && !measured) names.add(toBucketName("day", month));
  }
  if (span.period === "month" && now >= span.endAt && !measured) {
    names.add(toBucketName("month", month.slice(0, 4)));
  }
  const addDaysOf = (days: readonly string[]) => {
    for (const day of days) if (day <= today) names.add(toBucketName("day", day.slice(0, 7)));
    for (const day of [today, addDays(today, -1)]) {
      if (days.includes(day) && isOpen(record, day, moment, measured)) names.add(toBucketName("quarter", day));
    }
  };
  if (span.period === "week" || span.period === "month") addDaysOf(span.days);
  if (span.period === "year") {
    names.add(toBucketName("month", span.day.slice(0, 4)));
    // The month before waits for its registers like a day; a node that fell silent left its last month open.
    const before = addDays(today, -2);
    for (const open of new Set([today, before, record.live?.today?.day ?? today].map((day) => day.slice(0, 7)))) {
      if (!span.months.includes(open)) continue;
      const { startAt, endAt } = toMonthInterval(open, timeZone);
      const known = record.buckets.has(toBucketName("month", open.slice(0, 4)));
      const stored = now >= endAt && findSlot(record, "month", open.slice(0, 4), startAt) !== undefined;
      if (open === today.slice(0, 7) || (known && !stored)) addDaysOf(toDaysUntil(open, today));
    }
  }
  return [...names];
}

function toDaysUntil(month: string, today: string): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; day.startsWith(month) && day <= today; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The day's bucket has come without the day, and no running count tells it. */
function isOpen(record: NodeRecord, day: string, { today, timeZone }: Moment, measured: boolean): boolean {
  if (record.live?.today?.day === day && !measured) return false;
  if (day === today) return true;
  const { startAt } = toDayInterval(day, timeZone);
  const bucket = record.buckets.get(toBucketName("day", day.slice(0, 7)));
  return bucket !== undefined && !bucket.has(startAt);
}
