import type { Command, CommandValue } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOrders, type Target } from "./orders.ts";

const lamp: Target = { networkId: "n" as NetworkId, nodeId: "o" as NodeId, channel: "brightness" };
const settle = () => new Promise((done) => setTimeout(done));

/** A server that answers when it is let, and tells of a command when it is told. */
function createServer() {
  const asked: { readonly value: CommandValue; answer(): void; refuse(fault: unknown): void }[] = [];
  const followers = new Map<string, (command: Command) => void>();
  const orders = createOrders({
    ask: (_target, value) =>
      new Promise((resolve, reject) => {
        asked.push({ value, answer: () => resolve(`id of ${value}`), refuse: reject });
      }),
    follow(_networkId, commandId, tell) {
      followers.set(commandId, tell);
      return () => followers.delete(commandId);
    },
  });
  const tell = (value: CommandValue, change: Partial<Command>) =>
    followers.get(`id of ${value}`)?.({ state: "queued", reason: null, ...change } as Command);
  return { orders, asked, followers, tell };
}

describe("orders to one target", () => {
  it("are followed from the question to the end", async () => {
    const { orders, asked, tell } = createServer();
    void orders.give(lamp, 10);
    expect(orders.peek(lamp)).toMatchObject({ value: 10, command: null, fault: null });
    asked[0]?.answer();
    await settle();
    tell(10, { state: "sent" });
    expect(orders.peek(lamp)).toMatchObject({ command: { state: "sent" } });
    tell(10, { state: "confirmed" });
    expect(orders.peek(lamp)).toMatchObject({ command: { state: "confirmed" } });
    orders.dismiss(lamp);
    expect(orders.peek(lamp)).toBeNull();
  });

  it("are told why the server did not take them", async () => {
    const { orders, asked } = createServer();
    void orders.give(lamp, 10);
    asked[0]?.refuse("forbidden");
    await settle();
    expect(orders.peek(lamp)).toMatchObject({ fault: "forbidden" });
  });

  it("are silent about one that somebody else's replaced", async () => {
    const { orders, asked, tell } = createServer();
    void orders.give(lamp, 10);
    asked[0]?.answer();
    await settle();
    tell(10, { state: "failed", reason: "superseded" });
    expect(orders.peek(lamp)).toBeNull();
  });

  it("say nothing of an older one's fault or end", async () => {
    const { orders, asked, followers } = createServer();
    void orders.give(lamp, 10);
    void orders.give(lamp, 20);
    asked[0]?.refuse("unavailable");
    await settle();
    expect(orders.peek(lamp)).toMatchObject({ value: 20, fault: null });
    asked[1]?.answer();
    await settle();
    expect([...followers.keys()]).toEqual(["id of 20"]);
  });

  it("never overtake each other, and the last one asked is the last one wished", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (steps) => {
        const { orders, asked } = createServer();
        let wished = 0;
        let answered = 0;
        const answer = async () => {
          expect(asked.length - answered).toBeLessThanOrEqual(1);
          asked[answered]?.answer();
          answered = asked.length;
          await settle();
        };
        for (const isWish of steps) {
          if (isWish) void orders.give(lamp, ++wished);
          else await answer();
        }
        while (answered < asked.length) await answer();
        expect(asked.at(-1)?.value ?? 0).toBe(wished);
        expect(asked.map(({ value }) => value)).toEqual(asked.map(({ value }) => value).sort((a, b) => +a - +b));
      }),
      { numRuns: 60 },
    );
  });
});
