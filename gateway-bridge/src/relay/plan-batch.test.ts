import { batchSchema } from "@lastmeter/model/link/messages";
import { fromRelayedPayload } from "@lastmeter/model/link/plaintext";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Row } from "../disk-queue/record.ts";
import { fullBatch, planBatch } from "./plan-batch.ts";

const row = (sequence: number, payload: string | Buffer = "1", topic = "plug"): Row => ({
  sequence,
  at: 1_795_000_000_000 + sequence,
  packetId: 0,
  topic,
  payload: Buffer.from(payload),
});
const input = { queueEpoch: "A".repeat(22), base: 10, from: 10, fromAt: null, limit: fullBatch, newest: [] };
const parse = (bytes: Uint8Array) => batchSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));

describe("a batch", () => {
  it("names every hole", () => {
    const plan = planBatch({ ...input, from: 10, fromAt: 5, rows: [row(12), row(13), row(20)] });
    const { messages, gaps } = parse(plan.bytes);
    expect(messages.map(({ n }) => n)).toEqual([2, 3, 10]);
    expect(gaps).toEqual([
      { from: 0, to: 1, dropped: 2, fromAt: 5, toAt: row(12).at },
      { from: 4, to: 9, dropped: 6, fromAt: row(13).at, toAt: row(20).at },
    ]);
    expect({ next: plan.next, lastAt: plan.lastAt, count: plan.count }).toEqual({
      next: 21,
      lastAt: row(20).at,
      count: 3,
    });
  });

  it("merges gaps above a hundred and still says how many messages are missing", () => {
    const rows = Array.from({ length: 1500 }, (_, index) => row(10 + index * 2 + 1));
    const { gaps } = parse(planBatch({ ...input, rows }).bytes);
    expect(gaps.length).toBeLessThanOrEqual(100);
    expect(gaps.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(1500);
  });

  it.each([
    ["by count", Array.from({ length: 3 }, (_, index) => row(10 + index)), { rows: 2, bytes: 1e6 }, 2],
    [
      "by bytes",
      Array.from({ length: 3 }, (_, index) => row(10 + index, "x".repeat(600))),
      { rows: 9, bytes: 1500 },
      2,
    ],
    ["but never to nothing", [row(10, "x".repeat(600)), row(11)], { rows: 9, bytes: 100 }, 1],
  ])("is cut %s", (_name, rows, limit, count) => {
    const plan = planBatch({ ...input, rows, limit });
    expect({ count: plan.count, cut: plan.cut, next: plan.next }).toEqual({ count, cut: true, next: 10 + count });
  });

  it("sends text full of control characters in base64 where that is shorter, and leaves out what fits in no batch", () => {
    const plan = planBatch({ ...input, rows: [row(10, "\u0001".repeat(1_200_000))] });
    expect(parse(plan.bytes).messages[0]?.b?.length).toBe(1_600_000);
    const hopeless = planBatch({ ...input, rows: [row(10, Buffer.alloc(1_572_864, 1))] });
    expect({ count: hopeless.count, unsendable: hopeless.unsendable }).toEqual({ count: 0, unsendable: [10] });
  });

  it("lets the newest values behind it ride along", () => {
    const plan = planBatch({ ...input, rows: [row(10), row(11)], newest: [row(11), row(40, "9", "other")] });
    expect(parse(plan.bytes).latest.map(({ n, topic }) => ({ n, topic }))).toEqual([{ n: 30, topic: "other" }]);
  });

  it("carries any payload unchanged", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const [message] = parse(planBatch({ ...input, rows: [row(10, Buffer.from(payload))] }).bytes).messages;
        expect(message && fromRelayedPayload(message)).toEqual(new Uint8Array(payload));
      }),
    );
  });
});
