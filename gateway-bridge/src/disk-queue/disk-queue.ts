import { mkdir, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Cursor } from "@lastmeter/model/link/messages";
import { z } from "zod";
import { readJsonFile, syncDirectory, writeJsonFile } from "./durable-file.ts";
import { diskIo, GroupWriter, type QueueIo } from "./group-writer.ts";
import { createIdentity, type Identity, loadIdentity, saveIdentity } from "./identity.ts";
import { Quarantine } from "./quarantine.ts";
import { QueueReader, type ReadLimit } from "./queue-reader.ts";
import { decideReconciliation, type Reconciliation } from "./reconcile.ts";
import type { Row } from "./record.ts";
import { RoomKeeper } from "./room-keeper.ts";
import { listSegments, readTail, type Segment } from "./segment.ts";

export interface DiskQueueOptions {
  readonly directory: string;
  /** Hard cap of the queue's files. */
  readonly maxBytes: number;
  /** Older rows are thinned to the last per topic and quarter-hour. */
  readonly maxAgeMs: number;
  readonly segmentBytes?: number;
  readonly retryMs?: number;
  readonly io?: QueueIo;
  readonly now: () => number;
}

const cursorSchema = z.object({ next: z.int().min(0), at: z.int().nullable() });
const CURSOR_FILE = "cursor.json";
const CURSOR_SYNC_MS = 10_000;
/** The newest segments stay when read: after a crash they tell which redeliveries of the broker are in the queue already. */
const KEPT_SEGMENTS = 2;

/**
 * The bridge's memory: an append-only queue of native messages on disk, in files of a few MiB. One process at a time.
 * Durable: `append`'s callback runs after fdatasync. Reading never returns a row whose checksum is wrong; what is missing shows as a
 * hole in the sequence numbers.
 */
export class DiskQueue {
  identity: Identity;
  readonly #options: DiskQueueOptions & { readonly segmentBytes: number };
  readonly #segments: Segment[];
  readonly #writer: GroupWriter;
  readonly #reader: QueueReader;
  readonly #quarantine: Quarantine;
  readonly #room: RoomKeeper;
  #cursor: z.infer<typeof cursorSchema>;
  #cursorSyncedAt = 0;
  #next: number;
  #oldestAt: number | null = null;
  /** Rows of the newest segments as they were when the queue was opened, in order. */
  readonly recent: ReadonlyArray<Pick<Row, "sequence" | "packetId" | "topic" | "payload">>;

  static async open(options: DiskQueueOptions): Promise<DiskQueue> {
    const { directory } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const loaded = await loadIdentity(directory);
    const { segments, leftovers } = await listSegments(directory);
    for (const path of leftovers) await rm(path, { force: true });
    const identity = loaded ?? createIdentity(segments[0]?.first ?? 0);
    const recent: Row[] = [];
    for (const segment of segments.slice(-KEPT_SEGMENTS)) {
      const tail = await readTail(segment.path, identity.salt);
      recent.push(...tail.rows);
      if (segment !== segments.at(-1) || segment.thinned) continue;
      if (tail.validBytes < segment.bytes) await truncate(segment.path, tail.validBytes);
      segment.bytes = tail.validBytes;
      segment.end = (tail.rows.at(-1)?.sequence ?? segment.first - 1) + 1;
      segment.count = tail.rows.length;
    }
    const cursor = (await readJsonFile(join(directory, CURSOR_FILE), cursorSchema)) ?? {
      next: segments[0]?.first ?? identity.base,
      at: null,
    };
    const end = Math.max(segments.at(-1)?.end ?? 0, cursor.next);
    if (!loaded || identity.unconfirmedEnd === null) {
      identity.unconfirmedEnd = end;
      await saveIdentity(directory, identity);
    }
    const queue = new DiskQueue(options, identity, segments, cursor, end, recent);
    await queue.#writer.resume();
    await queue.#findOldest();
    return queue;
  }

  private constructor(
    options: DiskQueueOptions,
    identity: Identity,
    segments: Segment[],
    cursor: z.infer<typeof cursorSchema>,
    end: number,
    recent: Row[],
  ) {
    this.#options = { segmentBytes: 4 * 1024 * 1024, ...options };
    this.identity = identity;
    this.#segments = segments;
    this.#cursor = cursor;
    this.#next = end;
    this.recent = recent;
    this.#quarantine = new Quarantine(join(options.directory, "quarantine"));
    this.#reader = new QueueReader(segments, identity.salt, (path, offset, bytes) =>
      this.#quarantine.put(path, offset, bytes),
    );
    this.#room = new RoomKeeper(segments, { ...this.#options, salt: identity.salt, kept: KEPT_SEGMENTS });
    this.#writer = new GroupWriter(segments, {
      directory: options.directory,
      salt: identity.salt,
      io: options.io ?? diskIo,
      segmentBytes: this.#options.segmentBytes,
      retryMs: options.retryMs ?? 1000,
      makeRoom: () => this.#room.make(this.#cursor.next),
    });
  }

  /** The sequence the next message will get. */
  get end(): number {
    return this.#next;
  }

  /** Bytes that wait for the disk. */
  get pendingBytes(): number {
    return this.#writer.pendingBytes;
  }

  get pendingRows(): number {
    return this.#writer.pendingRows;
  }

  /** The first sequence not yet known to be stored. */
  get cursor(): number {
    return this.#cursor.next;
  }

  get stats() {
    const bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    let length = 0;
    for (const { first, end, count } of this.#segments) {
      length += Math.max(0, Math.min(count, end - Math.max(first, this.#cursor.next)));
    }
    return {
      length,
      bytes,
      segments: this.#segments.length,
      oldestAt: length > 0 ? this.#oldestAt : null,
      pendingBytes: this.#writer.pendingBytes,
      corruptStretches: this.#quarantine.count,
      thinnedRows: this.#room.thinnedRows,
      trouble: this.#writer.trouble ?? null,
      ...this.#writer.counters,
    };
  }

  /**
   * Appends one message. @param onDurable runs after its group's fdatasync, in the order of the calls.
   * @returns its sequence.
   */
  append(message: Omit<Row, "sequence">, onDurable?: () => void): number {
    const sequence = this.#next;
    this.#next += 1;
    this.#oldestAt ??= message.at;
    this.#writer.add({ ...message, sequence }, onDurable);
    return sequence;
  }

  /** Runs `then` when all that was appended before is durable. */
  barrier(then: () => void): void {
    this.#writer.add(undefined, then);
  }

  /** Uses up a sequence for a message that cannot be kept, so that its absence is reported. */
  skip(): number {
    const sequence = this.#next;
    this.#next += 1;
    return sequence;
  }

  /** The oldest rows not yet known to be stored, without removing them. */
  async peek(limit: ReadLimit): Promise<Row[]> {
    const rows = await this.#reader.read(this.#cursor.next, limit);
    this.#oldestAt = rows[0]?.at ?? this.#oldestAt;
    return rows;
  }

  /** Arrival of the last row that was stored: where a hole at the start of the next batch begins. */
  get cursorAt(): number | null {
    return this.#cursor.at;
  }

  /** Everything below `next` is stored. The cursor is durable before any file is removed. */
  async advance(next: number, at: number | null): Promise<void> {
    if (next <= this.#cursor.next) return;
    this.#cursor = { next, at: at ?? this.#cursor.at };
    this.#next = Math.max(this.#next, next);
    const done = this.#segments.filter(
      (segment, index) => segment.end <= next && index < this.#segments.length - KEPT_SEGMENTS,
    );
    await this.#saveCursor(done.length > 0);
    for (const segment of done) {
      const index = this.#segments.indexOf(segment);
      // Thinned meanwhile: its twin goes with the next advance.
      if (index === -1) continue;
      this.#segments.splice(index, 1);
      await rm(segment.path, { force: true });
    }
    await this.#findOldest();
  }

  /** Takes up what an authenticated welcome says of the server's cursor. */
  async reconcile(server: Cursor): Promise<Reconciliation> {
    const decision = decideReconciliation(this.identity, this.#cursor.next, server);
    if (decision.kind === "restored") {
      await this.#saveIdentity({ ...createIdentity(decision.floor, this.identity.salt) });
      await this.advance(decision.floor, null);
      return decision;
    }
    if (decision.kind === "advance") await this.advance(decision.next, null);
    if (this.identity.unconfirmedEnd !== null) await this.#saveIdentity({ ...this.identity, unconfirmedEnd: null });
    return decision;
  }

  /** Thins what has become too old; to be called about once an hour. */
  async tidy(): Promise<void> {
    await this.#room.thinOld(this.#cursor.next, this.#options.now());
  }

  async idle(): Promise<void> {
    await this.#writer.idle();
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.#reader.close();
    await this.#saveCursor(true);
  }

  async #findOldest(): Promise<void> {
    this.#oldestAt = (await this.#reader.read(this.#cursor.next, { rows: 1, bytes: 1 }))[0]?.at ?? null;
  }

  async #saveIdentity(identity: Identity): Promise<void> {
    await saveIdentity(this.#options.directory, identity);
    this.identity = identity;
  }

  async #saveCursor(sync: boolean): Promise<void> {
    const now = this.#options.now();
    const due = sync || Math.abs(now - this.#cursorSyncedAt) >= CURSOR_SYNC_MS;
    await writeJsonFile(join(this.#options.directory, CURSOR_FILE), this.#cursor, { sync: due });
    if (due) this.#cursorSyncedAt = now;
    if (sync) await syncDirectory(this.#options.directory);
  }
}
