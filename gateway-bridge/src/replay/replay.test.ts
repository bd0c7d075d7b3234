import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Batch, batchSchema, type UplinkReply } from "@lastmeter/model/link/messages";
import { afterAll, describe, expect, it } from "vitest";
import type { Exchanged, Failure, Greeted } from "../link/link-client.ts";
import { RecordingSource, toRecordingEpoch } from "./recording-source.ts";
import { Replay } from "./replay.ts";

const folder = mkdtempSync(join(tmpdir(), "lastmeter-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

const toLine = (index: number, topic = "plug") =>
  JSON.stringify({ t: 1e12 + index * 1000, topic: `z/${topic}`, payload: `{"n":${index}}` });

function write(name: string, lines: readonly string[]): string {
  const file = join(folder, name);
  const text = lines.join("\n");
  writeFileSync(file, name.endsWith(".gz") ? gzipSync(text) : text);
  return file;
}

const failure = (verdict: Failure["verdict"]): Failure => {
  return { kind: "failure", verdict, reason: verdict, retryAfterMs: 0 };
};

/** Stores as the dispatcher does: once for each epoch and number, and remembers epochs that another queue has followed. */
class Cloud {
  readonly stored: { readonly topic: string; readonly n: number; readonly at: number }[] = [];
  readonly batches: Batch[] = [];
  readonly cursors = new Map<string, number>();
  /** What happens to the next exchanges; then all is well. */
  readonly troubles: (Failure | "none" | "answer lost" | "refused")[] = [];
  readonly hellos: Failure[] = [];
  /** A message that something on the way finds too large, or the dispatcher refuses. */
  bad: { readonly n: number; readonly how: "halve" | "refused" } | undefined;
  newest = "";
  hasSession = false;

  dropSession(): void {
    this.hasSession = false;
  }

  async hello(): Promise<Greeted> {
    const refused = this.hellos.shift();
    if (refused) return refused;
    this.hasSession = true;
    const cursor = { queueEpoch: this.newest || null, next: this.cursors.get(this.newest) ?? 0 };
    const rest = { sid: "", serverNonce: "", serverTime: 0, expiresAt: 0, oldestVersion: "0.0.0" };
    return { kind: "welcome", welcome: { v: 1, cursor, ...rest } };
  }

  async exchange(_: unknown, bytes: Uint8Array): Promise<Exchanged> {
    const batch = batchSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const isBad = batch.messages.some(({ n }) => n === this.bad?.n);
    const trouble = isBad ? (this.bad?.how === "halve" ? failure("halve") : "refused") : this.troubles.shift();
    if (typeof trouble === "object") return trouble;
    const next = this.cursors.get(batch.queueEpoch) ?? 0;
    const base = { serverTime: 0, intervalMs: 300_000, notRelayed: ["unwanted/#"] };
    this.newest = batch.queueEpoch;
    if (trouble === "refused") {
      return {
        kind: "reply",
        reply: { ...base, status: "refused", code: "bad_schema", cursor: { queueEpoch: this.newest, next } },
      };
    }
    this.batches.push(batch);
    const fresh = batch.messages.filter(({ n }) => n >= next);
    this.stored.push(...fresh);
    const gapTo = Math.max(-1, ...batch.gaps.map(({ to }) => to));
    const after = Math.max(next, (fresh.at(-1)?.n ?? -1) + 1, gapTo + 1);
    this.cursors.set(batch.queueEpoch, after);
    if (trouble === "answer lost") return failure("retry");
    const status: UplinkReply["status"] = fresh.length === 0 && batch.messages.length > 0 ? "duplicate" : "stored";
    return { kind: "reply", reply: { ...base, status, cursor: { queueEpoch: batch.queueEpoch, next: after } } };
  }
}

async function relay(cloud: Cloud, file: string, stopAfter = Number.POSITIVE_INFINITY) {
  const faults: string[] = [];
  const stop = new AbortController();
  const source = new RecordingSource({
    file,
    baseTopic: "z",
    onFault: (line, { field }) => faults.push(`${line} ${field}`),
  });
  let clock = 0;
  let answered = 0;
  const silent = () => undefined;
  const replay = new Replay({
    source,
    link: cloud,
    queueEpoch: await toRecordingEpoch(file, "n", "z"),
    intervalMs: 0,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    now: () => 0,
    monotonic: () => clock,
    sleep: async (delayMs) => {
      clock += delayMs;
    },
    stop: stop.signal,
    onProgress: () => {
      answered += 1;
      if (answered >= stopAfter) stop.abort();
    },
  });
  const end = await replay.run();
  await source.close();
  return { end, faults, status: replay.status, read: source.status };
}

const lines = Array.from({ length: 5000 }, (_, index) => toLine(index));
const numbers = (cloud: Cloud) => cloud.stored.map(({ at }) => (at - 1e12) / 1000);
const all = lines.map((_, index) => index);

describe("a recording that is relayed", () => {
  it.each(["plain.ndjson", "packed.ndjson.gz"])("arrives whole, in order, as back-fill: %s", async (name) => {
    const cloud = new Cloud();
    const { end, status } = await relay(cloud, write(name, lines));
    expect(end.kind).toBe("done");
    expect(numbers(cloud)).toEqual(all);
    expect(status.stored).toBe(5000);
    expect(cloud.batches.map(({ messages }) => messages.length)).toEqual([0, 2000, 2000, 1000]);
    expect(cloud.batches.every(({ backfill, gaps, latest }) => backfill && gaps.length + latest.length === 0)).toBe(
      true,
    );
  });

  it("goes on where it was stopped, also when the live queue has spoken meanwhile", async () => {
    const file = write("stopped.ndjson", lines);
    const cloud = new Cloud();
    expect((await relay(cloud, file, 2)).end.kind).toBe("stopped");
    cloud.newest = createHash("md5").digest("base64url");
    cloud.dropSession();
    const { end, status } = await relay(cloud, file);
    expect([end.kind, status.next, status.stored]).toEqual(["done", 5000, 3000]);
    expect(numbers(cloud)).toEqual(all);
  });

  it.each([
    ["an answer is lost", ["answer lost", "answer lost"]],
    ["its session is taken by the live bridge", [failure("new_session"), "answer lost", failure("new_session")]],
    ["a frame's number was used", [failure("reseal")]],
    ["batches are too large on the way", ["none", failure("halve"), failure("halve")]],
    ["a batch is refused", ["none", "refused"]],
    ["the dispatcher is away", [failure("retry"), failure("retry"), failure("retry")]],
  ] as const)("is stored once though %s", async (_, troubles) => {
    const cloud = new Cloud();
    await relay(cloud, write("first.ndjson", [toLine(0, "other")]));
    cloud.stored.length = 0;
    cloud.troubles.push(...troubles);
    expect((await relay(cloud, write("faulty.ndjson", lines))).end.kind).toBe("done");
    expect(numbers(cloud)).toEqual(all);
  });

  it.each(["halve", "refused"] as const)(
    "goes on behind a message that cannot be stored (%s) and reports the gap",
    async (how) => {
      const cloud = new Cloud();
      cloud.bad = { n: 2345, how };
      const { end, status } = await relay(cloud, write("bad.ndjson", lines));
      expect(end.kind).toBe("done");
      expect(numbers(cloud)).toEqual(all.filter((n) => n !== 2345));
      expect(cloud.batches.flatMap(({ gaps }) => gaps)).toMatchObject([{ from: 2345, to: 2345, dropped: 1 }]);
      expect([status.stored, status.unsendable + status.refused]).toEqual([4999, 1]);
    },
  );

  it("leaves out bad lines by number and field, and what is not wanted", async () => {
    const cloud = new Cloud();
    const mixed = [
      toLine(0),
      "nonsense",
      toLine(1, "unwanted/topic"),
      "",
      '{"t":1,"topic":"z/a","payload":"x"}',
      toLine(2),
    ];
    const { faults, read, end } = await relay(cloud, write("mixed.ndjson", mixed));
    expect(end.kind).toBe("done");
    expect(faults).toEqual(["2 line", "5 t"]);
    expect(read).toMatchObject({ faults: 2, filtered: 1, line: 6, progress: 1 });
    expect(cloud.stored.map(({ n, at }) => [n, (at - 1e12) / 1000])).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });

  it.each([
    ["revoked", [failure("revoked")], "revoked"],
    ["too old", [failure("alert")], "alert"],
    ["not known", Array.from({ length: 3 }, () => failure("new_session")), /handshake refused/],
  ] as const)("ends where the gateway is %s", async (_, hellos, reason) => {
    const cloud = new Cloud();
    cloud.hellos.push(...hellos);
    const { end } = await relay(cloud, write("ended.ndjson", lines));
    expect(end).toMatchObject({ kind: "refused", reason: expect.stringMatching(reason) });
    expect(cloud.stored).toEqual([]);
  });

  it("is the same recording whether packed or not, and another for another network", async () => {
    const plain = write("same.ndjson", lines);
    const packed = write("same.ndjson.gz", lines);
    expect(await toRecordingEpoch(plain, "n", "z")).toBe(await toRecordingEpoch(packed, "n", "z"));
    expect(await toRecordingEpoch(plain, "n", "z")).not.toBe(await toRecordingEpoch(plain, "m", "z"));
  });
});
