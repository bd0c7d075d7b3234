import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { syncDirectory } from "./durable-file.ts";
import { type Row, recordBytes, writeRecord } from "./record.ts";
import { type Segment, wholeSegmentName } from "./segment.ts";

/** The two calls that make rows durable: replaced in tests to count them and to let a disk fail. */
export interface QueueIo {
  write(handle: FileHandle, bytes: Buffer, position: number): Promise<void>;
  datasync(handle: FileHandle): Promise<void>;
}

export const diskIo: QueueIo = {
  async write(handle, bytes, position) {
    const { bytesWritten } = await handle.write(bytes, 0, bytes.length, position);
    if (bytesWritten < bytes.length) throw Object.assign(new Error("short write"), { code: "ENOSPC" });
  },
  datasync: (handle) => handle.datasync(),
};

interface Entry {
  /** Absent: only a place in the order of acknowledgements. */
  readonly row: Row | undefined;
  readonly bytes: number;
  readonly onDurable: (() => void) | undefined;
}

export interface GroupWriterOptions {
  readonly directory: string;
  readonly salt: number;
  readonly io: QueueIo;
  readonly segmentBytes: number;
  readonly retryMs: number;
  /** Called before a new segment is begun: makes room under the cap. */
  readonly makeRoom: () => Promise<void>;
}

const GROUP_BYTES = 1024 * 1024;

/**
 * Group commit: whatever arrived while the disk was busy is written with one write and one fdatasync; only then, and in the order
 * of arrival, the callbacks run. A group the disk refuses stays in memory and is tried again: nothing of it is acknowledged.
 */
export class GroupWriter {
  readonly counters = { groups: 0, fsyncs: 0, rows: 0 };
  /** Code of the last write that failed (`ENOSPC`, `EIO` …); undefined while the disk is well. */
  trouble: string | undefined;
  pendingBytes = 0;
  pendingRows = 0;
  readonly #options: GroupWriterOptions;
  readonly #segments: Segment[];
  #pending: Entry[] = [];
  #handle: FileHandle | undefined;
  #running: Promise<void> | undefined;
  #closing = false;

  constructor(segments: Segment[], options: GroupWriterOptions) {
    this.#segments = segments;
    this.#options = options;
  }

  /** Continues in the last whole segment, whose torn tail the caller has cut off. */
  async resume(): Promise<void> {
    const last = this.#segments.at(-1);
    if (last && !last.thinned) this.#handle = await open(last.path, "r+");
  }

  add(row: Row | undefined, onDurable: (() => void) | undefined): void {
    const bytes = row ? recordBytes(Buffer.byteLength(row.topic), row.payload.length) : 0;
    this.#pending.push({ row, bytes, onDurable });
    this.pendingBytes += bytes;
    this.pendingRows += 1;
    this.#running ??= this.#run();
  }

  /** Resolves when all that was added is durable. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Writes what is pending, one last time if the disk refuses, and closes. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.idle();
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #run(): Promise<void> {
    // Lets the rest of the packets of this network read join the group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#commit(group);
        this.trouble = undefined;
      } catch (error) {
        this.trouble = error instanceof Error && "code" in error ? String(error.code) : "unknown";
        this.#pending = group.concat(this.#pending);
        if (this.#closing) break;
        await delay(this.#options.retryMs);
        continue;
      }
      for (const entry of group) {
        this.pendingBytes -= entry.bytes;
        this.pendingRows -= 1;
        entry.onDurable?.();
      }
    }
    this.#running = undefined;
  }

  #takeGroup(): Entry[] {
    const limit = Math.min(GROUP_BYTES, this.#options.segmentBytes);
    let bytes = 0;
    let count = 0;
    for (const entry of this.#pending) {
      if (count > 0 && bytes + entry.bytes > limit) break;
      bytes += entry.bytes;
      count += 1;
    }
    const group = count === this.#pending.length ? this.#pending : this.#pending.slice(0, count);
    this.#pending = count === this.#pending.length ? [] : this.#pending.slice(count);
    return group;
  }

  async #commit(group: readonly Entry[]): Promise<void> {
    const rows = group.flatMap((entry) => entry.row ?? []);
    const first = rows[0];
    const last = rows.at(-1);
    if (!first || !last) return;
    const bytes = Buffer.allocUnsafe(group.reduce((sum, entry) => sum + entry.bytes, 0));
    let offset = 0;
    for (const row of rows) offset = writeRecord(bytes, offset, row, this.#options.salt);
    const { handle, segment } = await this.#segmentFor(first.sequence, bytes.length);
    try {
      await this.#options.io.write(handle, bytes, segment.bytes);
      await this.#options.io.datasync(handle);
    } catch (error) {
      await this.#abandon(handle, segment);
      throw error;
    }
    segment.bytes += bytes.length;
    segment.end = last.sequence + 1;
    segment.count += rows.length;
    this.counters.fsyncs += 1;
    this.counters.groups += 1;
    this.counters.rows += rows.length;
  }

  /** A segment is never longer than asked, so that the cap holds; only a single larger record may be. */
  async #segmentFor(sequence: number, bytes: number): Promise<{ handle: FileHandle; segment: Segment }> {
    const active = this.#segments.at(-1);
    if (this.#handle && active && (active.bytes === 0 || active.bytes + bytes <= this.#options.segmentBytes)) {
      return { handle: this.#handle, segment: active };
    }
    await this.#handle?.close();
    this.#handle = undefined;
    await this.#options.makeRoom();
    const path = join(this.#options.directory, wholeSegmentName(sequence));
    const handle = await open(path, "w", 0o600);
    const segment: Segment = { path, first: sequence, end: sequence, count: 0, bytes: 0, thinned: false };
    try {
      await syncDirectory(this.#options.directory);
    } catch (error) {
      await handle.close();
      throw error;
    }
    this.#handle = handle;
    this.#segments.push(segment);
    return { handle, segment };
  }

  /** After a failed fsync the kernel may have dropped the pages: this file is never written again. */
  async #abandon(handle: FileHandle, segment: Segment): Promise<void> {
    this.#handle = undefined;
    await handle.truncate(segment.bytes).catch(() => undefined);
    await handle.close().catch(() => undefined);
    if (segment.count > 0) return;
    this.#segments.pop();
    await unlink(segment.path).catch(() => undefined);
  }
}
