import { ByteReader, ByteWriter } from "./bytes.ts";
import { type Quality, qualities } from "./reading.ts";
import {
  fromDifferences,
  packNumbers,
  packQuality,
  parseNumbers,
  parseQuality,
  sameNumbers,
  toDifferences,
} from "./series-columns.ts";
import { QUARTER_MS } from "./time.ts";

/** Slots and raw chunks as they are stored: packed, one `Uint8Array` per slot or chunk under the field `d` of a bucket. */
export interface Slot {
  readonly startAt: number;
  readonly endAt: number;
  /** By channel `ix`. */
  readonly channels: ReadonlyMap<number, SlotStats>;
}

export interface SlotStats {
  /** Number of readings. 0: what is here was held from a reading before the slot. */
  readonly n: number;
  /** Seconds (to the ms) of the slot for which a value is known: the last value holds until the next one, at most a day. */
  readonly coveredS: number;
  /** Σ value × seconds, in steps × s: integral / coveredS is the time-weighted mean. Always 0 for a register. */
  readonly integral: number;
  /** Over the readings and the values held in the slot. */
  readonly min: number;
  readonly max: number;
  readonly first: number;
  /** n = 0: time of the held reading, before the slot. */
  readonly firstAt: number;
  readonly last: number;
  readonly lastAt: number;
  /**
   * Registers only: what the register counted in the slot, in steps (Wh for energy). Null: not a register, or not known yet
   * (the register has not reported since the slot ended); the slot is written again when it is.
   */
  readonly energy: number | null;
  /**
   * Registers only, absent for 0: the part of `energy` (in its steps) that was counted across a stretch in which nothing was heard,
   * and that belongs to none of the finer slots: this is the smallest slot that contains the stretch. So
   * Σ energy of the finer slots + unplacedWh = energy.
   */
  readonly unplacedWh?: number;
  /** `suspect`: a reading in the slot was left out of it. */
  readonly quality: Quality;
}

const VERSION = 1;
/** A slot with unplaced energy, a chunk with sequences; without, version 1 is written, which older readers know. */
const VERSION_2 = 2;
const MAX_CHANNELS = 1024;
/** A month of 31 days and one hour, in quarters. */
const MAX_QUARTERS = 31 * 96 + 4;
const QUALITY = 0b11;
const ENERGY = 0b100;
const COVERED = 0b1000;
const INTEGRAL = 0b1_0000;
const LEVEL = 0b10_0000;
const SINGLE = 0b100_0000;
const UNPLACED = 0b1000_0000;

/** The key of a slot under `d` of its bucket: its start in seconds since 1970. */
export function toSlotKey(startAt: number): string {
  return String(startAt / 1000);
}

/** Version byte, length in quarters, channels; what can be derived (full coverage, one level, one reading) is left out by flags. */
export function packSlot(slot: Slot): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const length = slot.endAt - slot.startAt;
  writer.byte(hasUnplaced(slot) ? VERSION_2 : VERSION);
  writer.unsigned(length / QUARTER_MS);
  writer.unsigned(slot.channels.size);
  for (const [ix, stats] of slot.channels) {
    const { n, min, max, first, last, energy } = stats;
    const coveredMs = Math.round(stats.coveredS * 1000);
    const level = min === max && first === min && last === min;
    const single = stats.firstAt === stats.lastAt;
    writer.unsigned(ix);
    writer.byte(
      qualities.indexOf(stats.quality) |
        (energy === null ? 0 : ENERGY) |
        (coveredMs === length ? COVERED : 0) |
        (stats.integral === 0 ? 0 : INTEGRAL) |
        (level ? LEVEL : 0) |
        (single ? SINGLE : 0) |
        (stats.unplacedWh ? UNPLACED : 0),
    );
    writer.unsigned(n);
    if (coveredMs !== length) writer.unsigned(coveredMs);
    if (stats.integral !== 0) writer.signed(stats.integral);
    writer.signed(min);
    if (!level) for (const value of [max, first, last]) writer.signed(value - min);
    writer.signed(stats.firstAt - slot.startAt);
    if (!single) writer.signed(stats.lastAt - stats.firstAt);
    if (energy !== null) writer.signed(energy);
    if (stats.unplacedWh) writer.signed(stats.unplacedWh);
  }
  return writer.toBytes();
}

function hasUnplaced({ channels }: Slot): boolean {
  for (const { unplacedWh } of channels.values()) if (unplacedWh) return true;
  return false;
}

/** @returns null if key and bytes are not a slot of a known version. */
export function parseSlot(key: string, bytes: Uint8Array): Slot | null {
  const startAt = Number(key) * 1000;
  const reader = new ByteReader(bytes);
  if (!Number.isSafeInteger(startAt) || !isKnownVersion(reader.byte())) return null;
  const length = reader.count(MAX_QUARTERS) * QUARTER_MS;
  const channels = new Map<number, SlotStats>();
  for (let left = reader.count(MAX_CHANNELS); left > 0 && reader.ok; left--) {
    channels.set(reader.count(MAX_CHANNELS - 1), parseStats(reader, startAt, length));
  }
  return reader.done && length > 0 ? { startAt, endAt: startAt + length, channels } : null;
}

function isKnownVersion(version: number): boolean {
  return version === VERSION || version === VERSION_2;
}

function parseStats(reader: ByteReader, startAt: number, length: number): SlotStats {
  const flags = reader.byte();
  const n = reader.unsigned();
  const coveredS = (flags & COVERED ? length : reader.unsigned()) / 1000;
  const integral = flags & INTEGRAL ? reader.signed() : 0;
  const min = reader.signed();
  const level = (flags & LEVEL) !== 0;
  const max = level ? min : min + reader.signed();
  const first = level ? min : min + reader.signed();
  const last = level ? min : min + reader.signed();
  const firstAt = startAt + reader.signed();
  const lastAt = flags & SINGLE ? firstAt : firstAt + reader.signed();
  const energy = flags & ENERGY ? reader.signed() : null;
  const quality = qualities[flags & QUALITY] ?? "missing";
  const stats = { n, coveredS, integral, min, max, first, firstAt, last, lastAt, energy, quality };
  return flags & UNPLACED ? { ...stats, unplacedWh: reader.signed() } : stats;
}

/** The slots of a bucket's `d`, by time. What is not a slot is left out, and so is one of which nothing is left. */
export function parseSlots(d: Readonly<Record<string, Uint8Array>>): Slot[] {
  const slots = Object.entries(d).flatMap(([key, bytes]) => parseSlot(key, bytes) ?? []);
  return slots.filter(({ channels }) => channels.size > 0).sort((a, b) => a.startAt - b.startAt);
}

/** The readings of one channel in a raw chunk, in order of arrival: three columns of one length. */
export interface ChunkColumn {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  /** Integers in the step of the channel's quantity. */
  readonly value: readonly number[];
  readonly quality: readonly Quality[];
  /** Sequence of the message each came in: with channel and time its identity. Absent in chunks of version 1. */
  readonly sequence?: readonly number[];
}

/** By channel `ix`. */
export type Chunk = ReadonlyMap<number, ChunkColumn>;

/** No chunk holds more; bounds what a parser allocates. */
const CHUNK_MAX_READINGS = 65_536;

/**
 * Packs a raw chunk. Version byte; the different time columns (count, first, first difference, then differences of differences in
 * ms; the same of the sequences); then each channel: ix, its time column, runs of quality, first value, differences. What follows
 * the first values is in Rice code, so that a register that stands still and a device on a strict rhythm cost a bit for each reading.
 */
export function packChunk(chunk: Chunk): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const columns: ChunkColumn[] = [];
  let hasSequences = true;
  const columnOf: number[] = [];
  for (const column of chunk.values()) {
    if (!column.sequence) hasSequences = false;
    const known = columns.findIndex((each) => isSameTime(each, column));
    columnOf.push(known >= 0 ? known : columns.push(column) - 1);
  }
  writer.byte(hasSequences ? VERSION_2 : VERSION);
  writer.unsigned(columns.length);
  for (const { at, sequence } of columns) {
    writer.unsigned(at.length);
    packNumbers(writer, toDifferences(at), 2);
    if (hasSequences) packNumbers(writer, toDifferences(sequence ?? []), 2);
  }
  writer.unsigned(chunk.size);
  let position = 0;
  for (const [ix, { value, quality }] of chunk) {
    writer.unsigned(ix);
    writer.unsigned(columnOf[position++] ?? 0);
    packQuality(writer, quality);
    const spread = value.every((each, i) => i === 0 || Number.isSafeInteger(each - (value[i - 1] ?? 0)));
    writer.byte(spread ? 1 : 0);
    packNumbers(writer, spread ? toDifferences(value, 1) : value, 1);
  }
  return writer.toBytes();
}

function isSameTime(a: ChunkColumn, b: ChunkColumn): boolean {
  if (!sameNumbers(a.at, b.at)) return false;
  return a.sequence === b.sequence || (a.sequence !== undefined && sameNumbers(a.sequence, b.sequence ?? []));
}

/** @returns null if the bytes are not a chunk of a known version. */
export function parseChunk(bytes: Uint8Array): Chunk | null {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (!isKnownVersion(version)) return null;
  const columns: { at: number[]; sequence?: number[] }[] = [];
  let readings = 0;
  for (let left = reader.count(MAX_CHANNELS); left > 0; left--) {
    const length = reader.count(CHUNK_MAX_READINGS);
    readings += length;
    if (readings > CHUNK_MAX_READINGS) return null;
    const at = fromDifferences(parseNumbers(reader, length, 2));
    columns.push(version === VERSION ? { at } : { at, sequence: fromDifferences(parseNumbers(reader, length, 2)) });
  }
  const chunk = new Map<number, ChunkColumn>();
  readings = 0;
  for (let left = reader.count(MAX_CHANNELS); left > 0; left--) {
    const ix = reader.count(MAX_CHANNELS - 1);
    const time = columns[reader.unsigned()];
    readings += time?.at.length ?? 0;
    if (!time || readings > CHUNK_MAX_READINGS) return null;
    const { length } = time.at;
    const quality = parseQuality(reader, length);
    const spread = reader.byte() === 1;
    const packed = parseNumbers(reader, length, 1);
    chunk.set(ix, { ...time, quality, value: spread ? fromDifferences(packed, 1) : packed });
  }
  return reader.done && [...chunk.values()].every(isWhole) ? chunk : null;
}

function isWhole({ at, value, quality, sequence }: ChunkColumn): boolean {
  return (
    value.length === at.length &&
    quality.length === at.length &&
    at.every(isSafe) &&
    value.every(isSafe) &&
    (sequence === undefined || sequence.every(isSafe))
  );
}

const isSafe = (value: number) => Number.isSafeInteger(value);
