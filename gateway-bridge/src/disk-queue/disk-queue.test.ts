import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DiskQueue, type DiskQueueOptions } from "./disk-queue.ts";
import { diskIo } from "./group-writer.ts";

const AT = 1_795_000_000_000;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lastmeter-queue-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (options: Partial<DiskQueueOptions> = {}) =>
  DiskQueue.open({ directory, maxBytes: 2 ** 30, maxAgeMs: 30 * 86_400_000, now: () => AT, retryMs: 1, ...options });

function append(queue: DiskQueue, from: number, to: number, at = (index: number) => AT + index): Promise<void> {
  for (let index = from; index < to; index += 1) {
    queue.append({ at: at(index), packetId: 0, topic: `plug ${index % 3}`, payload: Buffer.from(`value ${index}`) });
  }
  return queue.idle();
}

const everything = { rows: 1_000_000, bytes: 2 ** 30 };
const sequences = async (queue: DiskQueue) => (await queue.peek(everything)).map((row) => row.sequence);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const segmentPath = () => join(directory, readdirSync(directory).find((name) => name.endsWith(".seg")) ?? "none");

describe("a queue on disk", () => {
  it("returns what was appended, in order, also after it was opened again", async () => {
    const queue = await open();
    await append(queue, 0, 100);
    await queue.advance(10, AT);
    await queue.close();
    const again = await open();
    expect(await sequences(again)).toEqual(upTo(10, 100));
    expect(again.stats.length).toBe(90);
    await append(again, 100, 101);
    expect((await again.peek(everything)).at(-1)?.payload.toString()).toBe("value 100");
    await again.close();
  });

  it("runs callbacks in order and only after the fdatasync of their group", async () => {
    const events: string[] = [];
    const io = {
      ...diskIo,
      datasync: async (handle: Parameters<typeof diskIo.datasync>[0]) => {
        await diskIo.datasync(handle);
        events.push("synced");
      },
    };
    const queue = await open({ io });
    for (const name of ["a", "b"]) {
      queue.append({ at: AT, packetId: 1, topic: "t", payload: Buffer.from(name) }, () => events.push(name));
    }
    queue.barrier(() => events.push("barrier"));
    await queue.idle();
    expect(events).toEqual(["synced", "a", "b", "barrier"]);
    expect(queue.stats.fsyncs).toBe(1);
    await queue.close();
  });

  it("loses at most the torn record when the last file is cut at any byte", async () => {
    const queue = await open();
    await append(queue, 0, 6);
    await queue.close();
    const whole = readFileSync(segmentPath());
    const ends = upTo(0, 6).map((index) => (whole.length / 6) * (index + 1));
    const copy = mkdtempSync(join(tmpdir(), "lastmeter-torn-"));
    for (let length = 0; length < whole.length; length += 1) {
      cpSync(directory, copy, { recursive: true });
      truncateSync(join(copy, segmentPath().slice(directory.length + 1)), length);
      const torn = await open({ directory: copy });
      const kept = ends.filter((end) => end <= length).length;
      expect(await sequences(torn)).toEqual(upTo(0, kept));
      await append(torn, kept, kept + 1);
      expect(await sequences(torn)).toEqual(upTo(0, kept + 1));
      await torn.close();
      rmSync(copy, { recursive: true });
    }
  });

  it("returns every other row, and never a damaged one, whichever bits flip", async () => {
    const queue = await open();
    await append(queue, 0, 20);
    await queue.close();
    const whole = readFileSync(segmentPath());
    const path = segmentPath();
    const starts = upTo(0, 20).map((index) => whole.indexOf(`value ${index}`));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (byte, bit) => {
        const damaged = Buffer.from(whole);
        damaged[byte] = (damaged[byte] ?? 0) ^ (1 << bit);
        writeFileSync(path, damaged);
        const hit = starts.findIndex((start, index) => byte < start + `value ${index}`.length);
        const again = await open();
        const rows = await again.peek(everything);
        expect(rows.map((row) => row.sequence)).toEqual(upTo(0, 20).filter((sequence) => sequence !== hit));
        for (const row of rows) expect(row.payload.toString()).toBe(`value ${row.sequence}`);
        await again.close();
      }),
      { numRuns: 150 },
    );
  });

  it("keeps what a full disk refused in memory, acknowledges none of it, and goes on when there is room", async () => {
    let isFull = true;
    const io = {
      ...diskIo,
      write: async (...[handle, bytes, position]: Parameters<typeof diskIo.write>) => {
        if (!isFull) return diskIo.write(handle, bytes, position);
        await diskIo.write(handle, bytes.subarray(0, 10), position);
        throw Object.assign(new Error("full"), { code: "ENOSPC" });
      },
    };
    const queue = await open({ io });
    const acknowledged: number[] = [];
    const wanted = upTo(0, 5);
    for (const index of wanted) {
      queue.append({ at: AT, packetId: index, topic: "t", payload: Buffer.from("x") }, () => acknowledged.push(index));
    }
    while (queue.stats.trouble === null) await new Promise((done) => setImmediate(done));
    expect({ trouble: queue.stats.trouble, acknowledged }).toEqual({ trouble: "ENOSPC", acknowledged: [] });
    isFull = false;
    await queue.idle();
    expect(acknowledged).toEqual(wanted);
    expect(queue.stats.trouble).toBeNull();
    await queue.close();
    const again = await open();
    expect(await sequences(again)).toEqual(wanted);
    await again.close();
  });

  it("never exceeds its cap: thins the oldest to the last per topic and quarter-hour, then drops", async () => {
    const maxBytes = 60_000;
    const quarter = (index: number) => AT + Math.floor(index / 300) * 900_000;
    const queue = await open({ maxBytes, segmentBytes: 4000 });
    for (let start = 0; start < 12_000; start += 50) {
      await append(queue, start, start + 50, quarter);
      expect(queue.stats.bytes).toBeLessThanOrEqual(maxBytes);
    }
    const rows = await queue.peek(everything);
    expect(rows.at(-1)?.sequence).toBe(11_999);
    expect(queue.stats.length).toBe(rows.length);
    expect(rows.length + queue.stats.thinnedRows).toBe(12_000);
    const thinned = rows.filter((row) => row.sequence < 9000);
    expect(thinned.length).toBeGreaterThan(30);
    await queue.close();
    const again = await open({ maxBytes, segmentBytes: 4000 });
    expect(await sequences(again)).toEqual(rows.map((row) => row.sequence));
    await again.close();
  });
});

describe("what the server knows", () => {
  it("moves the cursor to what is stored", async () => {
    const queue = await open();
    await append(queue, 0, 10);
    await queue.reconcile({ queueEpoch: null, next: 0 });
    await queue.close();
    const again = await open();
    expect(await again.reconcile({ queueEpoch: again.identity.epoch, next: 7 })).toEqual({ kind: "advance", next: 7 });
    expect(await sequences(again)).toEqual([7, 8, 9]);
    await again.close();
  });

  it("begins a new count when the queue was restored from an old copy, however much was appended since", async () => {
    const queue = await open();
    await append(queue, 0, 10);
    await queue.reconcile({ queueEpoch: queue.identity.epoch, next: 0 });
    await queue.close();
    for (const restarts of [1, 2]) {
      const old = await open();
      await append(old, 10 * restarts, 10 * restarts + 10);
      await old.close();
    }
    const again = await open();
    const { identity } = again;
    const reconciliation = await again.reconcile({ queueEpoch: identity.epoch, next: 15 });
    expect(reconciliation).toEqual({ kind: "restored", floor: 10 });
    expect(again.identity.epoch).not.toBe(identity.epoch);
    expect(again.identity.base).toBe(10);
    expect(await sequences(again)).toEqual(upTo(10, 30));
    await again.close();
  });
});

describe("any history of appends, advances and restarts", () => {
  it("behaves as a list", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("append" as const), count: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant("advance" as const), count: fc.nat(60) }),
      fc.record({ kind: fc.constant("reopen" as const), count: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        rmSync(directory, { recursive: true, force: true });
        let queue = await open({ segmentBytes: 500 });
        let [cursor, end] = [0, 0];
        for (const { kind, count } of steps) {
          if (kind === "append") {
            await append(queue, end, end + count);
            end += count;
          } else if (kind === "advance") {
            cursor = Math.min(end, cursor + count);
            await queue.advance(cursor, AT);
          } else {
            await queue.close();
            queue = await open({ segmentBytes: 500 });
          }
          expect(await sequences(queue)).toEqual(upTo(cursor, end));
          expect(queue.stats.length).toBe(end - cursor);
        }
        await queue.close();
      }),
      { numRuns: 40 },
    );
  });
});
