import type { Span } from "../../lib/period.ts";
import type { Amount } from "./amount.ts";
import type { Moment, NodeRecord } from "./record.ts";

/** Steps of power (0.1 W) × ms in one Wh. */
const STEPS_MS_PER_WH = 10 * 3_600_000;

/**
 * The quarters of today that are not stored yet: what the running count has beyond the stored quarters, by time, up to now or to
 * where the node was lost. With a gap before, part of that belongs into the gap: then the power of now tells, and the rest has no place.
 */
export function toRunningQuarters(
  record: NodeRecord,
  { day, bars }: Span,
  stored: readonly (Amount | null)[],
  { now, today }: Moment,
): (Amount | null)[] {
  const count = record.live?.today ?? null;
  const first = stored.findLastIndex((amount) => amount !== null) + 1;
  const from = bars[first]?.startAt ?? now;
  const until = Math.min(now, record.heldUntil);
  if (day !== today || count?.day !== day || until <= from) return [...stored];
  const hasGap = stored.slice(0, first).includes(null);
  const toRest = (side: "importWh" | "exportWh"): number => {
    const known = stored.reduce((sum, amount) => sum + (amount?.[side] ?? 0), 0);
    const rest = Math.max(0, Math.round(count[side]) - known);
    if (!hasGap) return rest;
    const steps = (record.live?.power?.value ?? 0) * (side === "importWh" ? 1 : -1);
    return Math.min(rest, Math.round((Math.max(0, steps) * (until - from)) / STEPS_MS_PER_WH));
  };
  const [importWh, exportWh] = [toRest("importWh"), toRest("exportWh")];
  // Rounded at the borders, so that the parts make the whole.
  const toPart = (wh: number, startAt: number, endAt: number) => {
    const toShare = (at: number) => Math.round((wh * (Math.min(at, until) - from)) / (until - from));
    return toShare(endAt) - toShare(startAt);
  };
  return bars.map(({ startAt, endAt }, place): Amount | null => {
    if (place < first || startAt >= until) return stored[place] ?? null;
    const part = (wh: number) => toPart(wh, startAt, endAt);
    return { importWh: part(importWh), exportWh: part(exportWh), certainty: "estimated" };
  });
}
