import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Quality } from "@lastmeter/model/reading";
import { type Chunk, packChunk, parseChunk } from "@lastmeter/model/series";
import { type Interval, toLocalDay, toSlotInterval } from "@lastmeter/model/time";
import type { Documents } from "./documents.ts";
import type { RawDocuments } from "./ingest.ts";
import type { NodePlan } from "./node-plan.ts";
import type { NodeState, RawRoom } from "./node-state.ts";
import { toOpenColumns } from "./open-chunk.ts";
import { CHECKPOINT_KEY, PART_MAX_BYTES, type RawReading, toPart, toSize } from "./raw.ts";

/** A part is followed by another one only if it is as full as this. */
const FULL_BYTES = PART_MAX_BYTES - 128 * 1024;

export interface LocalDay extends Interval {
  readonly day: string;
}

/** A chunk as stored, or the open one (`path` null), with its readings as they came. */
interface StoredChunk {
  readonly path: string | null;
  readonly key: string;
  readonly chunk: Chunk;
}

/** One local day of a node's raw readings. */
export interface RawDay {
  readonly checkpoint: Uint8Array | undefined;
  /** In order. Quality as the protocol gave it. */
  readonly readings: readonly StoredReading[];
}

export interface StoredReading extends RawReading {
  readonly from: StoredChunk;
  readonly index: number;
}

export function toLocalDays(from: number, to: number, timeZone: string): LocalDay[] {
  const days: LocalDay[] = [];
  for (let at = from; at <= to || days.length === 0; ) {
    const interval = toSlotInterval("day", at, timeZone);
    days.push({ ...interval, day: toLocalDay(at, timeZone) });
    at = interval.endAt;
  }
  return days;
}

/**
 * Where the next chunk of a day goes that has begun. A day later than the one in use is in use from then on.
 * @param raw holds all parts of the day
 */
export function findRoom({ state, nodeId }: NodePlan, day: string, raw: RawDocuments): RawRoom {
  if (day === state.room.day) return state.room;
  const room: RawRoom = { day, part: 0, bytes: 0 };
  for (
    let d = raw.get(paths.bucket(nodeId, "raw", day));
    d;
    d = raw.get(paths.bucket(nodeId, "raw", toPart(day, room.part)))
  ) {
    room.bytes = toBytes(d);
    if (room.bytes < FULL_BYTES) break;
    room.part++;
    room.bytes = 0;
  }
  if (day > state.room.day) state.room = room;
  return room;
}

function toBytes(d: Readonly<Record<string, Uint8Array>>): number {
  return Object.entries(d).reduce((sum, [key, bytes]) => sum + toSize(key, bytes), 0);
}

/** The day's readings, or the path of a document that is to be read first. */
export function readDay(
  nodeId: NodeId,
  { day, startAt, endAt }: LocalDay,
  state: NodeState,
  raw: RawDocuments,
): RawDay | string {
  const chunks: StoredChunk[] = [];
  let checkpoint = state.dayEndAt === endAt ? (state.checkpoint ?? undefined) : undefined;
  for (let part = 0; ; part++) {
    const path = paths.bucket(nodeId, "raw", toPart(day, part));
    const d = raw.get(path);
    if (d === undefined) return path;
    if (d === null) break;
    if (part === 0) checkpoint ??= d[CHECKPOINT_KEY];
    for (const [key, packed] of Object.entries(d)) {
      const chunk = key.startsWith("c") || key.startsWith("l") ? parseChunk(packed) : null;
      if (chunk) chunks.push({ path, key, chunk });
    }
    if (toBytes(d) < FULL_BYTES) break;
  }
  const { chunk: open } = state;
  if (open && open.startAt >= startAt && open.startAt < endAt) {
    chunks.push({ path: null, key: open.key, chunk: toOpenColumns(open).columns });
  }
  return { checkpoint, readings: chunks.flatMap(toReadings).sort(compareStored) };
}

function toReadings(from: StoredChunk): StoredReading[] {
  return [...from.chunk].flatMap(([ix, { at, value, quality, sequence }]) =>
    at.map((each, index) => ({
      ix,
      at: each,
      sequence: sequence?.[index] ?? 0,
      value: value[index] ?? 0,
      // Whether it is suspect is judged anew.
      quality: quality[index] === "suspect" ? "good" : (quality[index] ?? "good"),
      from,
      index,
    })),
  );
}

/** Channels of one message in the order of their numbers, so that the order of arrival does not matter. */
export function compareStored(a: RawReading, b: RawReading): number {
  return a.at - b.at || a.sequence - b.sequence || a.ix - b.ix;
}

/** Chunks in which some reading is judged otherwise than before are put again. */
export function putJudged(
  readings: readonly StoredReading[],
  judged: ReadonlyMap<RawReading, Quality>,
  state: NodeState,
  documents: Documents,
): void {
  const changed = new Map<StoredChunk, Map<number, Quality[]>>();
  for (const reading of readings) {
    const quality = judged.get(reading);
    const before = reading.from.chunk.get(reading.ix)?.quality ?? [];
    if (quality === undefined || quality === before[reading.index]) continue;
    const columns = changed.get(reading.from) ?? new Map<number, Quality[]>();
    changed.set(reading.from, columns);
    const column = columns.get(reading.ix) ?? [...before];
    columns.set(reading.ix, column);
    column[reading.index] = quality;
  }
  for (const [{ path, key, chunk }, columns] of changed) {
    if (path === null) {
      for (const [ix, quality] of columns) {
        const open = state.chunk && toOpenColumns(state.chunk).columns.get(ix);
        if (open) open.quality = quality;
      }
      continue;
    }
    const judgedChunk = new Map(
      [...chunk].map(([ix, column]) => [ix, { ...column, quality: columns.get(ix) ?? column.quality }]),
    );
    documents.put(path, key, packChunk(judgedChunk));
  }
}
