import { toUtf8 } from "@lastmeter/model/link/bytes";
import { linkLimits } from "@lastmeter/model/link/messages";
import { toUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { describe, expect, it } from "vitest";
import { parseUplink } from "./parse-uplink.ts";

const queue = { length: 0, oldestAt: null };
const head = { now: 0, watched: "no", interestVersion: 0, wantsToken: false, queue, broker: "connected" } as const;
const good = { n: 1, at: 2, topic: "t", p: "{}" };

function parse(messages: unknown, more: object = {}) {
  const batch = { queueEpoch: "A".repeat(22), backfill: false, messages, gaps: [], latest: [], ...more };
  return parseUplink(toUplinkPlaintext(head, toUtf8(JSON.stringify(batch))));
}

describe("a batch", () => {
  it.each([
    ["plain", good],
    ["empty text", { ...good, p: "" }],
    ["base64", { n: 1, at: 2, topic: "t", b: "AA==" }],
    ["neither, which its own dead letter tells", { n: 1, at: 2, topic: "t" }],
  ])("takes a message: %s", (_, message) => {
    expect(parse([message, good])).toMatchObject({ batch: { messages: [message, good] } });
  });

  it.each([
    ["no object", null, "batch.messages.1: "],
    ["a number below 0", { ...good, n: -1 }, "batch.messages.1.n: "],
    ["a broken number", { ...good, n: 0.5 }, "batch.messages.1.n: "],
    ["a number as text", { ...good, n: "1" }, "batch.messages.1.n: "],
    ["a time beyond 2100", { ...good, at: 4_102_444_800_001 }, "batch.messages.1.at: "],
    ["no topic", { n: 1, at: 2, p: "" }, "batch.messages.1.topic: "],
    ["an empty topic", { ...good, topic: "" }, "batch.messages.1.topic: "],
    ["a topic too long", { ...good, topic: "t".repeat(513) }, "batch.messages.1.topic: "],
    ["a payload of another type", { ...good, p: {} }, "batch.messages.1.p: "],
    ["one field more", { ...good, q: 1 }, "batch.messages.1: "],
    ["one field other", { n: 1, at: 2, topic: "t", q: "" }, "batch.messages.1: "],
  ])("refuses a message and names the field: %s", (_, message, where) => {
    const parsed = parse([good, message]);
    expect(parsed).toMatchObject({ code: "bad_schema" });
    expect("detail" in parsed && parsed.detail.startsWith(where)).toBe(true);
  });

  it("takes as many messages as a batch may have, and no more", () => {
    const many = new Array(linkLimits.messages).fill(good);
    expect(parse(many)).toHaveProperty("batch");
    expect(parse([...many, good])).toMatchObject({ code: "too_large" });
    expect(parse([good], { latest: many })).toMatchObject({ code: "bad_schema" });
  });
});
