import type { Text } from "../../lib/text.ts";

/** A clock that is right to this is right: readings carry whole seconds. */
const RIGHT_MS = 2000;

/** `right`, `12 s ahead`, `3 min behind`. */
export function toClockWords(skewMs: number, locale: string, text: Text): string {
  const by = Math.abs(skewMs);
  if (by <= RIGHT_MS) return text("gateway.clock.right");
  const [value, unit] = by < 120_000 ? [Math.round(by / 1000), "second"] : [Math.round(by / 60_000), "minute"];
  const amount = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
  return text(skewMs > 0 ? "gateway.clock.ahead" : "gateway.clock.behind", { amount });
}
