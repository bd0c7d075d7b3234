import type { Channel } from "@lastmeter/model/channel";
import type { Grant, GrantTerms } from "@lastmeter/model/grant";
import { toDateText } from "./dates.ts";
import { toChannelLabels } from "./device.ts";
import type { Text } from "./text.ts";

const DAY_MS = 86_400_000;
/** Both sides are told of an end so long before. */
const REMIND_MS = 7 * DAY_MS;

interface Words {
  readonly text: Text;
  readonly locale: string;
  readonly timeZone: string;
}

/** `until 22 Dec 2026`, `until you take it back`; before it begins, from when. */
export function toTimeWords({ from, until }: Pick<GrantTerms, "from" | "until">, now: number, words: Words): string {
  const { text, locale, timeZone } = words;
  const end = until === null ? text("terms.noEnd") : text("terms.until", { date: toDateText(until, locale, timeZone) });
  return from <= now ? end : `${text("terms.from", { date: toDateText(from, locale, timeZone) })}, ${end}`;
}

/** `Hourly · power, energy · until 22 Dec 2026`. */
export function toTermsWords(
  terms: Pick<GrantTerms, "role" | "resolution" | "channels" | "from" | "until">,
  channels: readonly Channel[],
  now: number,
  words: Words,
): string {
  const { text } = words;
  return [
    terms.role === "viewer" ? text(`resolution.${terms.resolution}`) : text(`role.may.${terms.role}`),
    terms.channels === null ? null : toChannelWords(terms.channels, channels, text),
    toTimeWords(terms, now, words),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Names of channels, in one line. */
export function toChannelWords(keys: readonly string[], channels: readonly Channel[], text: Text): string {
  const labels = toChannelLabels(channels, text);
  return keys.map((key) => labels.get(key) ?? key).join(", ");
}

export function endsSoon({ from, until }: Pick<Grant, "from" | "until">, now: number): boolean {
  return from <= now && until !== null && until > now && until - now <= REMIND_MS;
}

/** Whole days left, at least 1. */
export function toDaysLeft(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / DAY_MS));
}
