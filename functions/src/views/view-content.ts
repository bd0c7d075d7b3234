import type { Channel } from "@lastmeter/model/channel";
import type { LiveData, Total } from "@lastmeter/model/node";
import { packChunk, packSlot, parseChunk, parseSlot } from "@lastmeter/model/series";

/** Views of a node by id: the keys of the channels each holds. */
export type Views = Readonly<Record<string, readonly string[]>>;

/** What of a node a view holds. */
export interface ViewScope {
  readonly keys: ReadonlySet<string>;
  readonly ixs: ReadonlySet<number>;
  readonly total: Total;
}

export function toScope(
  { channels, total }: { readonly channels: Readonly<Record<string, Channel>>; readonly total: Total },
  keys: readonly string[],
): ViewScope {
  return { keys: new Set(keys), ixs: new Set(keys.flatMap((key) => channels[key]?.ix ?? [])), total };
}

export type SeriesKind = "raw" | "slots" | "events";

/**
 * Field `d` of a bucket or events document with the view's channels only. Slots stay where nothing is left in them, since one that a
 * repair emptied must replace what was there. What cannot be read (the checkpoints of raw days, too) is left out.
 */
export function toViewData(
  kind: SeriesKind,
  d: Readonly<Record<string, unknown>>,
  scope: ViewScope,
): Record<string, unknown> {
  const kept = Object.entries(d).map(([key, value]) => [key, toViewPart(kind, key, value, scope)] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== null));
}

function toViewPart(kind: SeriesKind, key: string, value: unknown, { keys, ixs }: ViewScope): unknown {
  if (kind === "events") return isEventOf(value, keys) ? value : null;
  if (!(value instanceof Uint8Array)) return null;
  const only = <T>(channels: ReadonlyMap<number, T>) => new Map([...channels].filter(([ix]) => ixs.has(ix)));
  if (kind === "slots") {
    const slot = parseSlot(key, value);
    return slot && packSlot({ ...slot, channels: only(slot.channels) });
  }
  const chunk = only(parseChunk(value) ?? new Map());
  return chunk.size === 0 ? null : packChunk(chunk);
}

function isEventOf(value: unknown, keys: ReadonlySet<string>): boolean {
  return typeof value === "object" && value !== null && "c" in value && keys.has(String(value.c));
}

/** Field `d` of the live document: sums only where the view holds all their parts. */
export function toViewLive(data: LiveData, { keys, total }: ViewScope): LiveData {
  const has = (parts: readonly string[]) => parts.every((key) => keys.has(key));
  const hasPower = has(total.power.map(({ channel }) => channel));
  const hasEnergy = has([...total.energyImport, ...total.energyExport]);
  return {
    ...data,
    values: Object.fromEntries(Object.entries(data.values).filter(([key]) => keys.has(key))),
    power: hasPower ? data.power : null,
    today: (data.today?.estimated ? hasPower : hasEnergy) ? data.today : null,
  };
}
