import { type FileHandle, open } from "node:fs/promises";
import { findRecord, MAX_RECORD_BYTES, parseRecord, type Row } from "./record.ts";
import type { Segment } from "./segment.ts";

interface Mark {
  readonly sequence: number;
  readonly path: string;
  readonly offset: number;
}

export interface ReadLimit {
  readonly rows: number;
  readonly bytes: number;
}

const CHUNK_BYTES = 1024 * 1024;
const ROW_OVERHEAD_BYTES = 64;

/** Reads rows in order from the segments; keeps no payloads between reads, only where each row of the last read lies. */
export class QueueReader {
  readonly #segments: readonly Segment[];
  readonly #salt: number;
  readonly #onDamage: (path: string, offset: number, bytes: Buffer) => void;
  #marks: Mark[] = [];
  #open: { path: string; handle: FileHandle } | undefined;

  constructor(
    segments: readonly Segment[],
    salt: number,
    onDamage: (path: string, offset: number, bytes: Buffer) => void,
  ) {
    this.#segments = segments;
    this.#salt = salt;
    this.#onDamage = onDamage;
  }

  /** Rows from sequence `from` on, at least one if there is any, whatever its size. */
  async read(from: number, limit: ReadLimit): Promise<Row[]> {
    try {
      return await this.#read(from, limit);
    } catch (error) {
      // A segment was thinned between looking at the list and opening the file.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return this.#read(from, limit);
      throw error;
    }
  }

  async #read(from: number, limit: ReadLimit): Promise<Row[]> {
    const rows: Row[] = [];
    const marks: Mark[] = [];
    let bytes = 0;
    let expected = from;
    const start = this.#segments.findIndex((segment) => segment.end > from);
    const segments = start === -1 ? [] : this.#segments.slice(start);
    for (const [index, segment] of segments.entries()) {
      const below = segments[index + 1]?.first ?? Number.POSITIVE_INFINITY;
      for await (const { row, offset } of this.#scan(segment, this.#offsetOf(segment, from))) {
        // A group the disk refused may lie half in one file and whole in the next.
        if (row.sequence < expected || row.sequence >= below) continue;
        bytes += row.payload.length + row.topic.length + ROW_OVERHEAD_BYTES;
        if (rows.length > 0 && (rows.length >= limit.rows || bytes > limit.bytes)) {
          this.#marks = [...marks, { sequence: row.sequence, path: segment.path, offset }];
          return rows;
        }
        rows.push(row);
        marks.push({ sequence: row.sequence, path: segment.path, offset });
        expected = row.sequence + 1;
      }
    }
    this.#marks = marks;
    return rows;
  }

  async close(): Promise<void> {
    await this.#open?.handle.close();
    this.#open = undefined;
  }

  #offsetOf(segment: Segment, from: number): number {
    let offset = 0;
    for (const mark of this.#marks) {
      if (mark.sequence > from) break;
      if (mark.path === segment.path) offset = mark.offset;
    }
    return offset;
  }

  async *#scan(segment: Segment, startOffset: number): AsyncGenerator<{ row: Row; offset: number }> {
    const limit = segment.bytes;
    let offset = startOffset;
    let want = CHUNK_BYTES;
    while (offset < limit) {
      const chunk = await this.#readAt(segment.path, offset, Math.min(want, limit - offset));
      const reachesEnd = offset + chunk.length >= limit;
      let at = 0;
      while (at < chunk.length) {
        const parsed = parseRecord(chunk, at, this.#salt);
        if (parsed.kind === "row") {
          yield { row: parsed.row, offset: offset + at };
          at = parsed.end;
          continue;
        }
        if (parsed.kind === "partial" && !reachesEnd && chunk.length - at < MAX_RECORD_BYTES) break;
        at = (await this.#skipDamage(segment.path, offset + at, limit)) - offset;
      }
      if (chunk.length === 0) return;
      want = at === 0 ? MAX_RECORD_BYTES : CHUNK_BYTES;
      offset += at;
    }
  }

  /** Reports the damaged stretch and returns where the next whole record begins, or the end. */
  async #skipDamage(path: string, offset: number, limit: number): Promise<number> {
    const rest = await this.#readAt(path, offset, limit - offset);
    const found = findRecord(rest, 1, this.#salt);
    const length = found === -1 ? rest.length : found;
    this.#onDamage(path, offset, rest.subarray(0, length));
    return found === -1 ? limit : offset + length;
  }

  async #readAt(path: string, offset: number, length: number): Promise<Buffer> {
    if (this.#open?.path !== path) {
      await this.close();
      this.#open = { path, handle: await open(path, "r") };
    }
    const chunk = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.#open.handle.read(chunk, 0, length, offset);
    return chunk.subarray(0, bytesRead);
  }
}
