import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

/** One file of an archive; its content is asked for only when its turn comes, and is less than 4 GiB. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<string>;
}

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** Names are UTF-8; sizes and checksum follow the content. */
const FLAGS = 0x0808;
const DEFLATE = 8;

/** A file as it was written, and where. */
interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/**
 * A ZIP archive as it grows, in the memory of one block (APPNOTE.TXT 6.3: data descriptors 4.3.9; beyond 4 GiB or 65,535 files ZIP64,
 * 4.3.14). @param at its date, UTC.
 */
export async function* zipEntries(entries: AsyncIterable<ZipEntry>, at: number): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  const time = toDosTime(new Date(at));
  let offset = 0;
  for await (const { name: text, content } of entries) {
    const name = Buffer.from(text);
    const start = offset;
    const header = toFields("PK\x03\x04", [20, FLAGS, DEFLATE], time, [0, 0, 0], [name.length, 0]);
    yield Buffer.concat([header, name]);
    offset += header.length + name.length;
    const sum = { crc: 0, size: 0 };
    const deflate = createDeflateRaw();
    pipeline(Readable.from(count(content, sum)), deflate, () => {});
    let packed = 0;
    for await (const block of deflate) {
      packed += block.length;
      yield block;
    }
    const descriptor = Buffer.alloc(16);
    descriptor.write("PK\x07\x08", "latin1");
    for (const [index, value] of [sum.crc, packed, sum.size].entries()) descriptor.writeUInt32LE(value, 4 + 4 * index);
    yield descriptor;
    offset += packed + descriptor.length;
    written.push({ name, offset: start, packed, ...sum });
  }
  yield toDirectory(written, time, offset);
}

async function* count(content: AsyncIterable<string>, sum: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sum.crc = crc32(bytes, sum.crc);
    sum.size += bytes.length;
    yield bytes;
  }
}

function toFields(
  signature: string,
  head: readonly number[],
  [time, date]: readonly [number, number],
  longs: readonly number[],
  shorts: readonly number[],
): Buffer {
  const fields = Buffer.alloc(4 + 2 * head.length + 4 + 4 * longs.length + 2 * shorts.length);
  fields.write(signature, "latin1");
  let at = 4;
  for (const value of [...head, time, date]) at = fields.writeUInt16LE(value, at);
  for (const value of longs) at = fields.writeUInt32LE(value, at);
  for (const value of shorts) at = fields.writeUInt16LE(value, at);
  return fields;
}

/** Central directory and end. @param time DOS time and date; start: where it stands. */
export function toDirectory(written: readonly Written[], time: readonly [number, number], start: number): Buffer {
  const parts = written.flatMap(({ name, offset, crc, packed, size }) => {
    const isFar = offset > MAX_32;
    const extra = Buffer.alloc(isFar ? 12 : 0);
    if (isFar) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(offset), 4);
    }
    const shorts = [name.length, extra.length, 0, 0, 0];
    const version = isFar ? 45 : 20;
    const fields = toFields("PK\x01\x02", [version, version, FLAGS, DEFLATE], time, [crc, packed, size], shorts);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(Math.min(offset, MAX_32), 4);
    return [fields, tail, name, extra];
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const isLarge = start > MAX_32 || written.length >= MAX_16;
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Math.min(written.length, MAX_16), 8);
  end.writeUInt16LE(Math.min(written.length, MAX_16), 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(Math.min(start, MAX_32), 16);
  return Buffer.concat([...parts, ...(isLarge ? [toLargeEnd(written.length, start, length)] : []), end]);
}

/** ZIP64 end of central directory and its locator. */
function toLargeEnd(count: number, start: number, length: number): Buffer {
  const end = Buffer.alloc(76);
  end.write("PK\x06\x06", "latin1");
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.write("PK\x06\x07", 56, "latin1");
  end.writeBigUInt64LE(BigInt(start + length), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

function toDosTime(date: Date): [number, number] {
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return [time, ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()];
}
