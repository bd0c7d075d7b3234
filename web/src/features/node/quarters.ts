import type { Channel } from "@lastmeter/model/channel";
import type { LiveData, Node } from "@lastmeter/model/node";
import type { Slot } from "@lastmeter/model/series";
import { fromSteps } from "@lastmeter/model/units";
import type { ChartSubject } from "../../lib/chart-subject.ts";

/** One quarter-hour of a chart; null: nothing is known of it. Values in the canonical unit. */
export interface Quarter {
  readonly startAt: number;
  readonly endAt: number;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const HOLD_MS = 24 * HOUR_MS;

/** Mean power of a slot, W: the time-weighted mean of the power channels, else what the registers counted. Missing is null. */
function toMeanPowerW(node: Node, slot: Slot): number | null {
  const { power, energyImport, energyExport } = node.total;
  const ixOf = (key: string) => node.channels[key]?.ix ?? -1;
  if (power.length > 0) {
    let sum = 0;
    for (const { channel, sign } of power) {
      const stats = slot.channels.get(ixOf(channel));
      if (!stats || stats.coveredS <= 0 || stats.quality === "missing") return null;
      sum += (sign * stats.integral) / stats.coveredS;
    }
    return fromSteps("power", sum);
  }
  let energyWh = 0;
  for (const [keys, sign] of [[energyImport, 1] as const, [energyExport, -1] as const]) {
    for (const key of keys) {
      const energy = slot.channels.get(ixOf(key))?.energy ?? null;
      if (energy === null) return null;
      energyWh += sign * energy;
    }
  }
  return (energyWh * HOUR_MS) / (slot.endAt - slot.startAt);
}

function toValue(channel: Channel, slot: Slot): Omit<Quarter, "startAt" | "endAt"> {
  const stats = slot.channels.get(channel.ix);
  if (!stats || stats.coveredS <= 0 || stats.quality === "missing") return { mean: null, low: null, high: null };
  const to = (steps: number) => fromSteps(channel.quantity ?? "generic", steps);
  return { mean: to(stats.integral / stats.coveredS), low: to(stats.min), high: to(stats.max) };
}

/** Every quarter-hour of the day, 92 to 100 of them: a quarter without a slot is a gap. */
export function toQuarters(
  node: Node,
  subject: ChartSubject,
  slots: readonly Slot[],
  day: { readonly startAt: number; readonly endAt: number },
): Quarter[] {
  const byStart = new Map(slots.map((slot) => [slot.startAt, slot]));
  const quarters: Quarter[] = [];
  // Quarters are keyed by UTC; a local day may begin within one.
  for (let startAt = Math.ceil(day.startAt / QUARTER_MS) * QUARTER_MS; startAt < day.endAt; startAt += QUARTER_MS) {
    const slot = byStart.get(startAt);
    const endAt = startAt + QUARTER_MS;
    if (!slot) quarters.push({ startAt, endAt, mean: null, low: null, high: null });
    else if (subject.kind === "value") quarters.push({ startAt, endAt, ...toValue(subject.channel, slot) });
    else quarters.push({ startAt, endAt, mean: toMeanPowerW(node, slot), low: null, high: null });
  }
  return quarters;
}

/**
 * The quarters that are not stored yet, up to now or to where the node was lost: the newest value holds from the last stored quarter
 * on, but for no longer than a day.
 */
export function holdNewest(
  quarters: readonly Quarter[],
  subject: ChartSubject,
  live: LiveData | null,
  until: number,
): Quarter[] {
  const newest = subject.kind === "power" ? live?.power : live?.values[subject.channel.key];
  if (!newest || typeof newest.value !== "number") return [...quarters];
  const value = fromSteps(subject.kind === "power" ? "power" : (subject.channel.quantity ?? "generic"), newest.value);
  const lastKnown = quarters.findLastIndex(({ mean }) => mean !== null);
  const end = Math.min(until, newest.at + HOLD_MS);
  return quarters.map((quarter, place) => {
    const open = place > lastKnown && quarter.startAt < end && (lastKnown >= 0 || quarter.endAt > newest.at);
    return open ? { ...quarter, mean: value, low: value, high: value } : quarter;
  });
}
