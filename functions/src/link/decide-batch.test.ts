import type { Batch } from "@lastmeter/model/link/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideBatch } from "./decide-batch.ts";
import type { LinkRecord } from "./link-record.ts";

const A = "A".repeat(22);
const B = "B".repeat(22);

function toLink(changes: Partial<LinkRecord> = {}): LinkRecord {
  return {
    v: 1,
    kind: "zigbee2mqtt",
    epoch: 1,
    kids: ["0011223344556677"],
    revoked: false,
    active: null,
    pending: [],
    cursor: { queueEpoch: A, next: 10 },
    pastCursors: [],
    lastBatch: { first: 5, last: 9, sha256: "aa" },
    directoryVersion: 1,
    health: { state: "online", since: 1_760_000_000_000, protocol: "online", bridgeVersion: null },
    ...changes,
  };
}

function toBatch(numbers: readonly number[], changes: Partial<Batch> = {}): Batch {
  const messages = numbers.map((n) => ({ n, at: 0, topic: "t", p: "" }));
  return { queueEpoch: A, backfill: false, messages, gaps: [], latest: [], ...changes };
}

const gap = { from: 10, to: 19, dropped: 10, fromAt: 0, toAt: 0 };

describe("decideBatch", () => {
  it.each<[string, LinkRecord, Batch, string, number[], number]>([
    ["the next batch", toLink(), toBatch([10, 11]), "hash", [10, 11], 12],
    ["a batch that overlaps", toLink(), toBatch([8, 9, 10]), "hash", [10], 11],
    ["an empty batch", toLink(), toBatch([]), "hash", [], 10],
    ["the first batch of all", toLink({ cursor: { queueEpoch: null, next: 0 } }), toBatch([0]), "hash", [0], 1],
    ["a new queue", toLink(), toBatch([0, 1], { queueEpoch: B }), "hash", [0, 1], 2],
    [
      "a queue that comes back",
      toLink({ pastCursors: [{ queueEpoch: B, next: 7 }] }),
      toBatch([6, 7], { queueEpoch: B }),
      "hash",
      [7],
      8,
    ],
    ["messages behind a gap", toLink(), toBatch([20], { gaps: [gap] }), "hash", [20], 21],
    ["a gap alone", toLink(), toBatch([], { gaps: [gap] }), "hash", [], 20],
  ])("%s is fresh", (_, link, batch, sha256, numbers, next) => {
    const decision = decideBatch(link, batch, sha256);
    if (decision.kind !== "fresh") expect.fail(decision.kind);
    expect(decision.messages.map(({ n }) => n)).toEqual(numbers);
    expect(decision.link.cursor).toEqual({ queueEpoch: batch.queueEpoch, next });
    expect(decision.missing).toBe(0);
  });

  it.each<[string, LinkRecord, Batch, string]>([
    ["the last batch again", toLink(), toBatch([5, 6, 7, 8, 9]), "aa"],
    ["an older batch", toLink(), toBatch([1, 2]), "bb"],
    [
      "an earlier queue's",
      toLink({ pastCursors: [{ queueEpoch: B, next: 7 }] }),
      toBatch([5, 6], { queueEpoch: B }),
      "aa",
    ],
  ])("%s is a duplicate", (_, link, batch, sha256) => {
    expect(decideBatch(link, batch, sha256).kind).toBe("duplicate");
  });

  it.each<[string, Batch, string, string]>([
    ["other content under the last numbers", toBatch([5, 6, 7, 8, 9]), "bb", "batch_conflict"],
    ["falling numbers", toBatch([11, 10]), "hash", "bad_schema"],
    ["a number twice", toBatch([10, 10]), "hash", "bad_schema"],
  ])("%s is refused", (_, batch, sha256, code) => {
    expect(decideBatch(toLink(), batch, sha256)).toMatchObject({ kind: "refused", code });
  });

  it("counts what neither came nor was declared lost", () => {
    expect(decideBatch(toLink(), toBatch([13, 14]), "hash")).toMatchObject({ kind: "fresh", missing: 3 });
  });

  it("remembers the last eight queues", () => {
    let link = toLink();
    for (let count = 0; count < 12; count += 1) {
      const decision = decideBatch(link, toBatch([0], { queueEpoch: String(count).padStart(22, "x") }), "hash");
      if (decision.kind !== "fresh") expect.fail(decision.kind);
      link = decision.link;
    }
    expect(link.pastCursors.map(({ queueEpoch }) => Number(queueEpoch?.replaceAll("x", "")))).toEqual([
      10, 9, 8, 7, 6, 5, 4, 3,
    ]);
  });

  it("stores every message once, however a queue is cut into batches and repeated", () => {
    const cut = fc.array(fc.record({ from: fc.nat(30), length: fc.integer({ min: 1, max: 12 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(cut, (batches) => {
        let link = toLink({ cursor: { queueEpoch: null, next: 0 }, lastBatch: null });
        const stored: number[] = [];
        for (const { from, length } of batches) {
          // A gateway sends nothing beyond what it was told is stored.
          const first = Math.min(from, link.cursor.next);
          const numbers = Array.from({ length }, (_, index) => first + index);
          const decision = decideBatch(link, toBatch(numbers), numbers.join());
          if (decision.kind !== "fresh") continue;
          stored.push(...decision.messages.map(({ n }) => n));
          link = decision.link;
        }
        expect(stored).toEqual(Array.from({ length: stored.length }, (_, n) => n));
      }),
    );
  });
});
