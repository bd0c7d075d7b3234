import type { Channel } from "@lastmeter/model/channel";
import type { Total } from "@lastmeter/model/node";
import type { Quality } from "@lastmeter/model/reading";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { toMean, toMeanPowerW, toSlotEnergy, toWorseQuality } from "@lastmeter/model/series-figures";
import { fromSteps, type Quantity, quantities } from "@lastmeter/model/units";

/** What a node gives whatever its channels are called: made of those that its `total` names. */
const totalNames = ["total.power", "total.energyImport", "total.energyExport"] as const;
type TotalName = (typeof totalNames)[number];

/** One interval of a measure. `value` null: missing, which is never 0. */
export interface Figure {
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** 0…1: the part of the interval for which something is known. */
  readonly coverage: number;
  readonly quality: Quality;
  /** The part of a counted `value` that belongs to none of the finer intervals. */
  readonly unplaced?: number;
}

export const missing: Figure = { value: null, min: null, max: null, coverage: 0, quality: "missing" };

export interface Measure {
  /** Key of a channel, or the name of a total. */
  readonly channel: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** `mean`: over the time of an interval. `counted`: what a register counted in it. */
  readonly kind: "mean" | "counted";
  /** Keys of the channels it is made of. */
  readonly parts: readonly string[];
  toFigure(slot: Slot): Figure;
}

export interface MeasuredNode {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly total: Total;
}

/** Whether it has stored readings. */
export const hasSeries = ({ kind, type }: Channel): boolean => kind === "measurement" && type === "numeric";

/** Null: no such channel, one without readings, or a total without parts. */
export function toMeasure(node: MeasuredNode, name: string): Measure | null {
  const total = totalNames.find((each) => each === name);
  if (total) return toTotal(node, total);
  const channel = Object.hasOwn(node.channels, name) ? node.channels[name] : undefined;
  return channel && hasSeries(channel) ? toChannelMeasure(channel) : null;
}

/** Channels that a name stands for, known or not: what has to be granted. */
export const toParts = (node: MeasuredNode, name: string): readonly string[] => toMeasure(node, name)?.parts ?? [name];

export const unitOf = ({ quantity, unit }: Channel): string => unit ?? quantities[quantity ?? "generic"].unit;
const round = (value: number) => Math.round(value * 1e6) / 1e6;
const toCoverage = (slot: Slot, stats: SlotStats) =>
  Math.round(Math.min(1, (stats.coveredS * 1000) / (slot.endAt - slot.startAt)) * 1e4) / 1e4;

function toChannelMeasure(channel: Channel): Measure {
  const { key, ix, quantity = "generic", register = false } = channel;
  const toValue = (steps: number) => round(fromSteps(quantity, steps));
  return {
    channel: key,
    quantity,
    unit: unitOf(channel),
    kind: register ? "counted" : "mean",
    parts: [key],
    toFigure(slot) {
      const stats = slot.channels.get(ix);
      if (!stats) return missing;
      const coverage = toCoverage(slot, stats);
      if (register) {
        if (stats.energy === null) return { ...missing, coverage };
        const unplaced = stats.unplacedWh ? { unplaced: toValue(stats.unplacedWh) } : {};
        return { ...missing, value: toValue(stats.energy), coverage, quality: stats.quality, ...unplaced };
      }
      const mean = toMean(stats);
      if (mean === null) return missing;
      return {
        value: toValue(mean),
        min: toValue(stats.min),
        max: toValue(stats.max),
        coverage,
        quality: stats.quality,
      };
    },
  };
}

function toTotal(node: MeasuredNode, channel: TotalName): Measure | null {
  const { total, channels } = node;
  const power = total.power.map((part) => part.channel);
  const parts =
    channel === "total.power" ? power : [...new Set([...total.energyImport, ...total.energyExport, ...power])];
  const ixs = parts.flatMap((key) => channels[key]?.ix ?? []);
  if (ixs.length === 0) return null;
  const known = (slot: Slot) => ixs.flatMap((ix) => slot.channels.get(ix) ?? []);
  const toQuality = (slot: Slot) =>
    known(slot)
      .map(({ quality }) => quality)
      .reduce(toWorseQuality, "good");
  const coverageOf = (slot: Slot) => Math.min(1, ...known(slot).map((stats) => toCoverage(slot, stats)));
  const toTrust = (slot: Slot, isWhole: boolean, isEstimated: boolean) => ({
    coverage: isWhole ? coverageOf(slot) : 0,
    quality: isWhole && !isEstimated ? toQuality(slot) : toWorseQuality("estimated", toQuality(slot)),
  });
  if (channel === "total.power") {
    return {
      channel,
      quantity: "power",
      unit: "W",
      kind: "mean",
      parts,
      toFigure(slot) {
        const value = toMeanPowerW(slot, total, channels);
        if (value === null) return missing;
        const isWhole = known(slot).length === ixs.length;
        return { ...missing, value: round(value), ...toTrust(slot, isWhole, false) };
      },
    };
  }
  return {
    channel,
    quantity: "energy",
    unit: "Wh",
    kind: "counted",
    parts,
    toFigure(slot) {
      const energy = toSlotEnergy(slot, total, channels);
      if (energy === null) return missing;
      const isImport = channel === "total.energyImport";
      const registers = isImport ? total.energyImport : total.energyExport;
      // The register of the one direction says nothing of the other.
      if (!energy.estimated && registers.length === 0) return missing;
      const value = isImport ? energy.importWh : energy.exportWh;
      const told = energy.estimated ? power : registers;
      const isWhole = told.every((key) => slot.channels.has(channels[key]?.ix ?? -1));
      return { ...missing, value, ...toTrust(slot, isWhole, energy.estimated) };
    },
  };
}
