import { describe, expect, it } from "vitest";
import { RedeliveryFilter } from "./redelivery.ts";

const payload = Buffer.from("1");

describe("a redelivery", () => {
  it("is known until its packet id is used for another message", () => {
    const filter = new RedeliveryFilter([]);
    filter.remember(7, "plug", payload);
    expect(filter.isKnown(7, "plug", payload)).toBe(true);
    expect(filter.isKnown(7, "other", payload)).toBe(false);
    expect(filter.isKnown(7, "plug", Buffer.from("2"))).toBe(false);
    filter.remember(7, "plug", Buffer.from("2"));
    expect(filter.isKnown(7, "plug", payload)).toBe(false);
    filter.forget(7);
    expect(filter.isKnown(7, "plug", Buffer.from("2"))).toBe(false);
  });

  it("is known from the queue after a crash, by the last message of each packet id", () => {
    const rows = ["1", "2"].map((text) => ({ packetId: 3, topic: "plug", payload: Buffer.from(text) }));
    const filter = new RedeliveryFilter([{ packetId: 0, topic: "plug", payload }, ...rows]);
    expect(filter.isKnown(3, "plug", Buffer.from("2"))).toBe(true);
    expect(filter.isKnown(3, "plug", payload)).toBe(false);
    expect(filter.isKnown(0, "plug", payload)).toBe(false);
  });

  it("is forgotten once the broker answered a ping sent after the acknowledgement, not before", () => {
    const filter = new RedeliveryFilter([]);
    for (const packetId of [1, 2, 3]) filter.remember(packetId, "plug", payload);
    filter.acknowledged(1);
    filter.pingSent();
    filter.acknowledged(2);
    filter.pingAnswered();
    expect([1, 2, 3].map((packetId) => filter.isKnown(packetId, "plug", payload))).toEqual([false, true, true]);
    filter.pingSent();
    filter.connectionLost();
    filter.pingAnswered();
    expect(filter.size).toBe(2);
  });
});
