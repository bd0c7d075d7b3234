import type { NodeId } from "@lastmeter/model/ids";
import type { Node } from "@lastmeter/model/node";
import type { Slot } from "@lastmeter/model/series";
import type { Resolution, SlotResolution } from "@lastmeter/model/time";
import { toDayInterval, toLocalDay } from "./local-day.ts";
import { addDays, HOUR_MS, type Period, shiftPeriod, toMonthInterval } from "./period.ts";

/** A node as somebody sees it who was lent it; the same for the preview of what they would see. */
export interface Lent {
  readonly nodeId: NodeId;
  /** With the granted channels only (`toGrantedNode`). */
  readonly node: Node;
  readonly resolution: Resolution;
  /** The copies to read instead of the node's own documents. */
  readonly view: string | null;
  /** First local day that may be read. */
  readonly historyFrom: string | null;
  readonly timeZone: string;
}

const QUARTER_MS = HOUR_MS / 4;

/** The node as if it had no other channels. Sums are left out where a part of them was not granted. */
export function toGrantedNode(node: Node, channels: readonly string[] | null): Node {
  if (channels === null) return node;
  const { power, energyImport, energyExport } = node.total;
  const granted = (key: string) => channels.includes(key);
  const registers = [...energyImport, ...energyExport].every(granted);
  return {
    ...node,
    channels: Object.fromEntries(Object.entries(node.channels).filter(([key]) => granted(key))),
    total: {
      power: power.every(({ channel }) => granted(channel)) ? power : [],
      energyImport: registers ? energyImport : [],
      energyExport: registers ? energyExport : [],
    },
  };
}

/** The periods that have bars at this resolution. */
export function toLentPeriods(finest: Resolution): readonly Period[] {
  if (finest === "month") return ["year"];
  return finest === "day" ? ["month", "year"] : ["day", "month", "year"];
}

/** What the bars of a period are, never finer than granted. */
export function toBarResolution(period: Period, finest: Resolution): SlotResolution {
  if (period === "year") return "month";
  if (period !== "day") return "day";
  return finest === "raw" || finest === "quarter" ? "quarter" : "hour";
}

/** The bucket that holds a local day's slots of a resolution. */
export function toBucketOf(resolution: SlotResolution, day: string): string {
  if (resolution === "month") return day.slice(0, 4);
  return resolution === "day" ? day.slice(0, 7) : day;
}

/** Buckets that begin before are closed to a grantee (`historyFrom` of a grant). */
export function isReadable(bucketId: string, historyFrom: string | null): boolean {
  return historyFrom === null || `${bucketId}-01-01`.slice(0, 10) >= historyFrom;
}

/** The finest that is stored in slots. */
export function toSlotResolution(finest: Resolution): SlotResolution {
  return finest === "raw" ? "quarter" : finest;
}

/** The buckets in which the newest closed slot is: of now, and of shortly before. */
export function toNewestBuckets(resolution: SlotResolution, now: number, timeZone: string): string[] {
  const today = toLocalDay(now, timeZone);
  const before = resolution === "month" ? shiftPeriod("month", today, -1) : addDays(today, -1);
  return [...new Set([today, before].map((day) => toBucketOf(resolution, day)))];
}

export function findNewest(slots: readonly Slot[], now: number): Slot | null {
  const closed = slots.filter(({ endAt }) => endAt <= now);
  return closed.reduce<Slot | null>((newest, slot) => (newest && newest.startAt >= slot.startAt ? newest : slot), null);
}

/** When the running slot ends: the next value appears then, or with the node's next report. */
export function toNextAt(resolution: SlotResolution, now: number, timeZone: string): number {
  if (resolution === "month") return toMonthInterval(toLocalDay(now, timeZone).slice(0, 7), timeZone).endAt;
  const { startAt, endAt } = toDayInterval(toLocalDay(now, timeZone), timeZone);
  if (resolution === "day") return endAt;
  const step = resolution === "hour" ? HOUR_MS : QUARTER_MS;
  return Math.min(endAt, startAt + (Math.floor((now - startAt) / step) + 1) * step);
}
