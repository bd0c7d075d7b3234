import type { Channel } from "./channel.ts";
import type { Total } from "./node.ts";
import type { Quality } from "./reading.ts";
import type { Slot, SlotStats } from "./series.ts";
import { fromSteps } from "./units.ts";

type Channels = Readonly<Record<string, Channel>>;

/** The time-weighted mean of a channel in its slot, in steps; null where nothing is known. */
export function toMean(stats: SlotStats | undefined): number | null {
  if (!stats || stats.coveredS === 0) return stats && stats.n > 0 ? stats.last : null;
  return stats.integral / stats.coveredS;
}

/** Mean power of a node in a slot in W (+ drawn, − given): Σ sign × channel over the parts known; null where none is. */
export function toMeanPowerW(slot: Slot, total: Total, channels: Channels): number | null {
  let sum: number | null = null;
  for (const part of total.power) {
    const mean = toMean(slot.channels.get(channels[part.channel]?.ix ?? -1));
    if (mean !== null) sum = (sum ?? 0) + part.sign * mean;
  }
  return sum === null ? null : fromSteps("power", sum);
}

export interface SlotEnergy {
  readonly importWh: number;
  readonly exportWh: number;
  /** True where no register tells and the figure is power × time. */
  readonly estimated: boolean;
}

/** What a node drew and gave in a slot, from its registers, else from its power; null where neither is known. */
export function toSlotEnergy(slot: Slot, total: Total, channels: Channels): SlotEnergy | null {
  const sum = (keys: readonly string[]) => {
    let wh: number | null = null;
    for (const key of keys) {
      const stats = slot.channels.get(channels[key]?.ix ?? -1);
      if (!stats) continue;
      if (stats.energy === null) return null;
      wh = (wh ?? 0) + stats.energy;
    }
    return wh;
  };
  const importWh = sum(total.energyImport);
  const exportWh = sum(total.energyExport);
  const complete = (wh: number | null, keys: readonly string[]) => wh !== null || keys.length === 0;
  if (
    (importWh !== null || exportWh !== null) &&
    complete(importWh, total.energyImport) &&
    complete(exportWh, total.energyExport)
  ) {
    return { importWh: importWh ?? 0, exportWh: exportWh ?? 0, estimated: false };
  }
  const netWh = toNetPowerWh(slot, total, channels);
  return netWh === null ? null : { importWh: Math.max(netWh, 0), exportWh: Math.max(-netWh, 0), estimated: true };
}

function toNetPowerWh(slot: Slot, total: Total, channels: Channels): number | null {
  let net: number | null = null;
  for (const part of total.power) {
    const stats = slot.channels.get(channels[part.channel]?.ix ?? -1);
    // A reading that held for no time says nothing of energy.
    if (stats && stats.coveredS > 0) net = (net ?? 0) + part.sign * stats.integral;
  }
  return net === null ? null : Math.round(fromSteps("power", net) / 3600);
}

const order: readonly Quality[] = ["good", "estimated", "suspect", "missing"];

export function toWorseQuality(a: Quality, b: Quality): Quality {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** The statistics of two neighbouring stretches of one channel, the earlier first. Exact: parts make the whole in any grouping. */
export function mergeStats(a: SlotStats, b: SlotStats): SlotStats {
  const first = a.n > 0 || b.n === 0 ? a : b;
  const last = b.n > 0 || a.n === 0 ? b : a;
  return {
    n: a.n + b.n,
    coveredS: Math.round((a.coveredS + b.coveredS) * 1000) / 1000,
    integral: a.integral + b.integral,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    first: first.first,
    firstAt: first.firstAt,
    last: last.last,
    lastAt: last.lastAt,
    energy: a.energy === null || b.energy === null ? (a.energy ?? b.energy) : a.energy + b.energy,
    ...(a.unplacedWh || b.unplacedWh ? { unplacedWh: (a.unplacedWh ?? 0) + (b.unplacedWh ?? 0) } : {}),
    quality: toWorseQuality(a.quality, b.quality),
  };
}

/** One slot over several, given by time: for charts coarser than what is stored. Null for no slots. */
export function mergeSlots(slots: readonly Slot[]): Slot | null {
  const [start] = slots;
  const end = slots.at(-1);
  if (!start || !end) return null;
  const channels = new Map<number, SlotStats>();
  for (const slot of slots) {
    for (const [ix, stats] of slot.channels) {
      const before = channels.get(ix);
      channels.set(ix, before ? mergeStats(before, stats) : stats);
    }
  }
  return { startAt: start.startAt, endAt: end.endAt, channels };
}
