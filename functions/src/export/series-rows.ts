import type { Channel } from "@lastmeter/model/channel";
import { type Chunk, type Slot, type SlotStats, toSlotKey } from "@lastmeter/model/series";
import { toMean } from "@lastmeter/model/series-figures";
import { type SlotResolution, toSlotInterval } from "@lastmeter/model/time";
import { fromSteps, quantities } from "@lastmeter/model/units";
import { PRESENCE_IX, toFactWord } from "../ingest/presence.ts";
import type { Row } from "./table.ts";

const DAY_MS = 86_400_000;

/** What rows of a node begin with and how its numbers are told. */
export interface RowNode {
  readonly nodeId: string;
  readonly name: string;
  /** No longer in its network: nothing is missing of it. */
  readonly removed: boolean;
  readonly channels: ReadonlyMap<number, Channel>;
  readonly timeZone: string;
  readonly toIso: (at: number) => string;
}

export const readingColumns = ["nodeId", "node", "channel", "at", "value", "unit", "quality", "sequence"];

/** The readings of one local day, in order; among them, as channel `presence`, who was away or came back. */
export function toReadingRows(node: RowNode, chunks: readonly Chunk[]): Row[] {
  const readings = chunks.flatMap((chunk) =>
    [...chunk].flatMap(([ix, { at, value, quality, sequence }]) =>
      at.map((each, i) => ({
        ix,
        at: each,
        value: value[i] ?? 0,
        quality: quality[i] ?? "good",
        sequence: sequence?.[i] ?? null,
      })),
    ),
  );
  readings.sort((a, b) => a.at - b.at || (a.sequence ?? 0) - (b.sequence ?? 0) || a.ix - b.ix);
  return readings.map(({ ix, at, value, quality, sequence }) => [
    ...toStart(node, ix),
    node.toIso(at),
    ...(ix === PRESENCE_IX ? [toFactWord(value), null] : [toValue(node, ix, value), toUnit(node, ix)]),
    quality,
    sequence,
  ]);
}

export const slotColumns = [
  ...["nodeId", "node", "channel", "from", "to", "quality", "readings", "coveredS", "mean", "min", "max"],
  ...["first", "firstAt", "last", "lastAt", "counted", "unplaced", "unit"],
];

/**
 * Slots by their end. Between two slots of a channel that do not meet, a row of quality `missing` fills the gap, however long; and after
 * the last one, as far as slots must be closed by now (a day).
 */
export function createSlotRows(node: RowNode, resolution: SlotResolution) {
  const endOf = new Map<number, number>();
  const toMissing = (ix: number, to: number): Row[] => {
    const from = endOf.get(ix);
    if (from === undefined || from >= to) return [];
    return [[...toStart(node, ix), node.toIso(from), node.toIso(to), "missing", 0, 0, ...nothing, toUnit(node, ix)]];
  };
  return {
    add({ startAt, endAt, channels }: Slot): Row[] {
      const rows = [...channels.keys()].flatMap((ix) => toMissing(ix, startAt));
      for (const [ix, stats] of channels) {
        endOf.set(ix, endAt);
        rows.push([...toStart(node, ix), node.toIso(startAt), node.toIso(endAt), ...toFigures(node, ix, stats)]);
      }
      return rows;
    },
    end(now: number): Row[] {
      if (node.removed) return [];
      const { startAt } = toSlotInterval(resolution, now - DAY_MS, node.timeZone);
      return [...endOf.keys()].flatMap((ix) => (node.channels.get(ix)?.retired ? [] : toMissing(ix, startAt)));
    },
  };
}

const nothing = [null, null, null, null, null, null, null, null, null];

function toFigures(node: RowNode, ix: number, stats: SlotStats): Row {
  const value = (steps: number | null) => (steps === null ? null : toValue(node, ix, steps));
  const isRegister = node.channels.get(ix)?.register === true;
  return [
    stats.quality,
    stats.n,
    stats.coveredS,
    isRegister ? null : round(value(toMean(stats))),
    value(stats.min),
    value(stats.max),
    value(stats.first),
    node.toIso(stats.firstAt),
    value(stats.last),
    node.toIso(stats.lastAt),
    value(stats.energy),
    isRegister ? value(stats.unplacedWh ?? 0) : null,
    toUnit(node, ix),
  ];
}

const round = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6);

const toStart = ({ nodeId, name, channels }: RowNode, ix: number): Row => [
  nodeId,
  name,
  channels.get(ix)?.key ?? (ix === PRESENCE_IX ? "presence" : `#${ix}`),
];

function toValue({ channels }: RowNode, ix: number, steps: number): number {
  return fromSteps(channels.get(ix)?.quantity ?? "generic", steps);
}

function toUnit({ channels }: RowNode, ix: number): string {
  const channel = channels.get(ix);
  return channel?.unit ?? quantities[channel?.quantity ?? "generic"].unit;
}

/** Stored slots by time, with those that ingest holds in its state: these are newer than what is stored of the same. */
export function mergeWaiting(stored: readonly Slot[], waiting: Slot[]): Slot[] {
  const merged: Slot[] = [];
  for (const slot of stored) {
    while (waiting[0] && waiting[0].startAt < slot.startAt) merged.push(...waiting.splice(0, 1));
    const isSame = waiting[0] !== undefined && toSlotKey(waiting[0].startAt) === toSlotKey(slot.startAt);
    merged.push(...(isSame ? waiting.splice(0, 1) : [slot]));
  }
  return merged;
}
