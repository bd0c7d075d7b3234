import { ByteReader, ByteWriter } from "./bytes.ts";
import { type Quality, qualities } from "./reading.ts";

/** The readings of one channel in a raw chunk, in order of arrival: three columns of one length. */
export interface ChunkColumn {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  /** Integers in the step of the channel's quantity. */
  readonly value: readonly number[];
  readonly quality: readonly Quality[];
}

/** By channel `ix`. */
export type Chunk = ReadonlyMap<number, ChunkColumn>;

const VERSION = 1;
/** No chunk holds more; bounds what a parser allocates. */
export const CHUNK_MAX_READINGS = 65_536;
const MAX_CHANNELS = 1024;

/**
 * Packs a raw chunk. Version byte; the different time columns (count, first, then differences of differences in ms); then each
 * channel: ix, its time column, runs of quality, first value, differences. A difference of 0 is followed by how many more zeros
 * come, so that a register that stands still and a device on a strict rhythm cost next to nothing.
 */
export function packChunk(chunk: Chunk): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const columns: (readonly number[])[] = [];
  const columnOf = [...chunk.values()].map(({ at }) => {
    const known = columns.findIndex((column) => sameNumbers(column, at));
    return known >= 0 ? known : columns.push(at) - 1;
  });
  writer.byte(VERSION);
  writer.unsigned(columns.length);
  for (const column of columns) {
    writer.unsigned(column.length);
    packDifferences(writer, toDifferences(column));
  }
  writer.unsigned(chunk.size);
  let position = 0;
  for (const [ix, { value, quality }] of chunk) {
    writer.unsigned(ix);
    writer.unsigned(columnOf[position++] ?? 0);
    packQuality(writer, quality);
    const spread = value.every((each, i) => i === 0 || Number.isSafeInteger(each - (value[i - 1] ?? 0)));
    writer.byte(spread ? 1 : 0);
    packDifferences(writer, spread ? toDifferences(value, 1) : value);
  }
  return writer.toBytes();
}

/** @returns null if the bytes are not a chunk of a known version. */
export function parseChunk(bytes: Uint8Array): Chunk | null {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== VERSION) return null;
  const columns: number[][] = [];
  let readings = 0;
  for (let left = reader.count(MAX_CHANNELS); left > 0; left--) {
    const length = reader.count(CHUNK_MAX_READINGS);
    readings += length;
    if (readings > CHUNK_MAX_READINGS) return null;
    columns.push(fromDifferences(parseDifferences(reader, length)));
  }
  const chunk = new Map<number, ChunkColumn>();
  readings = 0;
  for (let left = reader.count(MAX_CHANNELS); left > 0; left--) {
    const ix = reader.count(MAX_CHANNELS - 1);
    const at = columns[reader.unsigned()];
    readings += at?.length ?? 0;
    if (!at || readings > CHUNK_MAX_READINGS) return null;
    const quality = parseQuality(reader, at.length);
    const spread = reader.byte() === 1;
    const packed = parseDifferences(reader, at.length);
    chunk.set(ix, { at, quality, value: spread ? fromDifferences(packed, 1) : packed });
  }
  return reader.done && [...chunk.values()].every(isWhole) ? chunk : null;
}

function isWhole({ at, value, quality }: ChunkColumn): boolean {
  return value.length === at.length && quality.length === at.length && at.every(isSafe) && value.every(isSafe);
}

const isSafe = (value: number) => Number.isSafeInteger(value);

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The first number, then differences; of order 2 (times) differences of differences. */
function toDifferences(numbers: readonly number[], order: 1 | 2 = 2): number[] {
  const differences: number[] = [];
  let before = 0;
  let step = 0;
  for (const [i, number] of numbers.entries()) {
    differences.push(number - before - step);
    if (order === 2 && i > 0) step = number - before;
    before = number;
  }
  return differences;
}

function fromDifferences(differences: readonly number[], order: 1 | 2 = 2): number[] {
  const numbers: number[] = [];
  let before = 0;
  let step = 0;
  for (const [i, difference] of differences.entries()) {
    const number = before + step + difference;
    if (order === 2 && i > 0) step = number - before;
    numbers.push(number);
    before = number;
  }
  return numbers;
}

function packDifferences(writer: ByteWriter, numbers: readonly number[]): void {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? 0;
    writer.signed(number);
    if (number !== 0) continue;
    const start = i;
    while (numbers[i + 1] === 0) i++;
    writer.unsigned(i - start);
  }
}

function parseDifferences(reader: ByteReader, length: number): number[] {
  const numbers: number[] = [];
  while (numbers.length < length && reader.ok) {
    const number = reader.signed();
    numbers.push(number);
    if (number !== 0) continue;
    for (let more = reader.count(length - numbers.length); more > 0; more--) numbers.push(0);
  }
  return numbers;
}

/** Number of runs (0: all good), then word and length of each. */
function packQuality(writer: ByteWriter, quality: readonly Quality[]): void {
  const runs: [Quality, number][] = [];
  for (const each of quality) {
    const last = runs.at(-1);
    if (last?.[0] === each) last[1]++;
    else runs.push([each, 1]);
  }
  const plain = runs.length === 0 || (runs.length === 1 && runs[0]?.[0] === "good");
  writer.unsigned(plain ? 0 : runs.length);
  if (plain) return;
  for (const [each, length] of runs) {
    writer.byte(qualities.indexOf(each));
    writer.unsigned(length);
  }
}

function parseQuality(reader: ByteReader, length: number): Quality[] {
  const runs = reader.count(length);
  if (runs === 0) return new Array<Quality>(length).fill("good");
  const quality: Quality[] = [];
  for (let left = runs; left > 0; left--) {
    const each = qualities[reader.count(qualities.length - 1)] ?? "missing";
    for (let more = reader.count(length - quality.length); more > 0; more--) quality.push(each);
  }
  return quality;
}
