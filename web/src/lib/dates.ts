const formats = new Map<string, Intl.DateTimeFormat>();

function toFormat(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formats.set(key, format);
  }
  return format;
}

/** `22 Nov 2026`, in the home's zone. */
export function toDateText(at: number, locale: string, timeZone: string): string {
  return toFormat(locale, timeZone, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** `22 Nov 2026, 14:15`, in the home's zone. */
export function toMomentText(at: number, locale: string, timeZone: string): string {
  return toFormat(locale, timeZone, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** `22/11/2026, 14:15:07`, in the home's zone: for what follows within seconds. */
export function toSecondText(at: number, locale: string, timeZone: string): string {
  return toFormat(locale, timeZone, { dateStyle: "short", timeStyle: "medium" }).format(at);
}

/** @param day ISO: 1 Monday … 7 Sunday. */
export function toWeekdayText(day: number, locale: string, width: "short" | "long"): string {
  // 2024-01-01 was a Monday.
  return toFormat(locale, "UTC", { weekday: width }).format(Date.UTC(2024, 0, day));
}
