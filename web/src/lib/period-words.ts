import { toClockText } from "./format.ts";
import { addDays, type BarTime, type Period, type Span } from "./period.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Local days are dates, not instants: written as of noon UTC. */
function toFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    formats.set(key, format);
  }
  return format;
}

const toNoon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** `Sun, 22 Nov` (with the year where it is another), `16–22 Nov 2026`, `November 2026`, `2026`. */
export function toSpanText({ period, day }: Span, locale: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  if (period === "week") {
    const options = { day: "numeric", month: "short", year: "numeric" } as const;
    return toFormat(locale, options).formatRange(toNoon(day), toNoon(addDays(day, 6)));
  }
  const options = {
    day: { weekday: "short", day: "numeric", month: "short", ...year },
    month: { month: "long", year: "numeric" },
    year: { year: "numeric" },
  } as const;
  return toFormat(locale, options[period]).format(toNoon(day));
}

/** The time of a bar, as a row of a table has it: `14:15–14:30`, `Sun 22 Nov`, `November`. */
export function toBarText(period: Period, { key, startAt, endAt }: BarTime, locale: string, timeZone: string): string {
  if (period === "day") return `${toClockText(startAt, locale, timeZone)}–${toClockText(endAt, locale, timeZone)}`;
  if (period === "year") return toFormat(locale, { month: "long" }).format(toNoon(`${key}-01`));
  return toFormat(locale, { weekday: "short", day: "numeric", month: "short" }).format(toNoon(key));
}

/** The word under a bar, as short as can be. */
function toTickText(period: Period, key: string, locale: string, wide: boolean): string {
  if (period === "year") return toFormat(locale, { month: wide ? "short" : "narrow" }).format(toNoon(`${key}-01`));
  if (period === "week") return toFormat(locale, { weekday: "short" }).format(toNoon(key));
  return toFormat(locale, { day: "numeric" }).format(toNoon(key));
}

export interface BarTick {
  readonly at: number;
  readonly label: string;
}

/** Words under the bars of a span longer than a day; of a month every few days. */
export function toBarTicks({ period, bars }: Span, locale: string, wide: boolean): BarTick[] {
  const every = period === "month" ? (wide ? 2 : 5) : 1;
  return bars.flatMap(({ key, startAt, endAt }, place) =>
    place % every === 0 ? [{ at: (startAt + endAt) / 2, label: toTickText(period, key, locale, wide) }] : [],
  );
}

/** The clock of the home under the quarters or hours of a day: every few hours, whatever the day's length. */
export function toHourTicks({ bars }: Span, wide: boolean, toHour: (at: number) => string): BarTick[] {
  const inHour = bars.length > 30 ? 4 : 1;
  const every = (wide ? 3 : 6) * inHour;
  // None at the very end, where there is no room for its word.
  const fits = (place: number) => place % every === 0 && place < bars.length - inHour - 1;
  return bars.flatMap(({ startAt }, place) => (fits(place) ? [{ at: startAt, label: toHour(startAt) }] : []));
}
