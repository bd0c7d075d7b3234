import type { DecidedStretch, RepairAction } from "@lastmeter/model/repair";
import type { Interval } from "@lastmeter/model/time";
import type { MessageId } from "../../lib/text.ts";

/** `Sun, 22 Nov 2026, 14:15 – 15:00` in the home's zone. */
export function toStretchText({ startAt, endAt }: Interval, locale: string, timeZone: string): string {
  const options = {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  const year = new Date(startAt).getUTCFullYear() === new Date().getUTCFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(locale, { ...options, ...year }).formatRange(startAt, endAt);
}

export const toInterval = ({ from, to }: Pick<DecidedStretch, "from" | "to">): Interval => ({
  startAt: from,
  endAt: to,
});

interface ActionWords {
  readonly name: MessageId;
  readonly about: MessageId;
  readonly ask: MessageId;
  readonly means: MessageId;
}

/** What each decision is called, what it is for, and what it means, in plain words. */
export const actionWords: Readonly<Record<RepairAction, ActionWords>> = {
  exclude: {
    name: "repair.exclude.name",
    about: "repair.exclude.about",
    ask: "repair.exclude.ask",
    means: "repair.exclude.means",
  },
  accept: {
    name: "repair.accept.name",
    about: "repair.accept.about",
    ask: "repair.accept.ask",
    means: "repair.accept.means",
  },
  restore: {
    name: "repair.restore.name",
    about: "repair.restore.about",
    ask: "repair.restore.ask",
    means: "repair.restore.means",
  },
};
