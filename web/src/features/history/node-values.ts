import type { Channel } from "@lastmeter/model/channel";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { mergeSlots, mergeStats } from "@lastmeter/model/series-figures";
import { fromSteps } from "@lastmeter/model/units";
import { toDayInterval } from "../../lib/local-day.ts";
import { type Span, toDaysOfMonth, toMonthInterval } from "../../lib/period.ts";
import { type Certainty, toCertainty } from "./amount.ts";
import { findQuarters, findSlot, type Moment, type NodeRecord } from "./record.ts";

/** What a channel measured over some time, in the canonical unit. */
export interface Measured {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly certainty: Exclude<Certainty, "missing">;
}

function toMeasured(stats: SlotStats | undefined, { quantity = "generic" }: Channel, slot: Slot): Measured | null {
  if (!stats || stats.coveredS <= 0 || stats.quality === "missing") return null;
  const to = (steps: number) => fromSteps(quantity, steps);
  const coverage = (stats.coveredS * 1000) / (slot.endAt - slot.startAt);
  return {
    mean: to(stats.integral / stats.coveredS),
    low: to(stats.min),
    high: to(stats.max),
    certainty: toCertainty([stats], coverage),
  };
}

/** A day's slot, else (today, or not closed yet) what its quarters make. */
function findDay(record: NodeRecord, day: string, timeZone: string): Slot | undefined {
  const stored = findSlot(record, "day", day.slice(0, 7), toDayInterval(day, timeZone).startAt);
  return stored ?? mergeSlots(findQuarters(record, day)) ?? undefined;
}

function findMonth(record: NodeRecord, month: string, { today, timeZone }: Moment): Slot | undefined {
  const stored = findSlot(record, "month", month.slice(0, 4), toMonthInterval(month, timeZone).startAt);
  if (stored) return stored;
  const days = toDaysOfMonth(month).filter((day) => day <= today);
  return mergeSlots(days.flatMap((day) => findDay(record, day, timeZone) ?? [])) ?? undefined;
}

function findBars(record: NodeRecord, span: Span, moment: Moment): (Slot | undefined)[] {
  return span.bars.map(({ key, startAt }) => {
    if (span.period === "day") return findSlot(record, "quarter", key, startAt);
    return span.period === "year" ? findMonth(record, key, moment) : findDay(record, key, moment.timeZone);
  });
}

/** What the channel measured, bar by bar (null is a gap) and over the whole span. */
export function toMeasurements(
  record: NodeRecord,
  channel: Channel,
  span: Span,
  moment: Moment,
): { bars: (Measured | null)[]; total: Measured | null } {
  const slots = findBars(record, span, moment);
  const stored = slots.map((slot) => (slot ? toMeasured(slot.channels.get(channel.ix), channel, slot) : null));
  const bars = holdNewest(record, channel, span, stored, moment);
  const known = slots.flatMap((slot) => slot?.channels.get(channel.ix) ?? []).filter(({ coveredS }) => coveredS > 0);
  const [first, ...rest] = known;
  const whole = first && rest.reduce(mergeStats, first);
  return { bars, total: toMeasured(whole, channel, { ...span, channels: new Map() }) };
}

/** The newest value holds from the last stored quarter up to now, or to where the node was lost. */
function holdNewest(
  { live, heldUntil }: NodeRecord,
  { key, quantity = "generic" }: Channel,
  { period, bars }: Span,
  stored: readonly (Measured | null)[],
  { now }: Moment,
): (Measured | null)[] {
  const newest = live?.values[key];
  const first = stored.findLastIndex((measured) => measured !== null) + 1;
  if (period !== "day" || typeof newest?.value !== "number") return [...stored];
  const value = fromSteps(quantity, newest.value);
  return bars.map(({ startAt, endAt }, place): Measured | null => {
    const held =
      place >= first && startAt < Math.min(now, heldUntil) && endAt > newest.at - 86_400_000 && newest.at < now;
    const isOpen = held && (first > 0 || endAt > newest.at);
    return isOpen ? { mean: value, low: value, high: value, certainty: "estimated" } : (stored[place] ?? null);
  });
}
