import { describe, expect, it } from "vitest";
import { AppError } from "../../platform/app-error.ts";
import type { Reply } from "../reply.ts";
import { type IdempotencyStore, type KeptRequest, once } from "./once.ts";

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR = 3_600_000;
const reply: Reply = { status: 202, body: { commandId: "c" }, rows: 0, headers: { location: "/v1/x" } };

function open() {
  const kept = new Map<string, KeptRequest>();
  const done: string[] = [];
  const store: IdempotencyStore = {
    async begin(id, request, isOver) {
      const known = kept.get(id);
      if (known && !isOver(known)) return known;
      kept.set(id, request);
      return null;
    },
    async finish(id, answer) {
      kept.set(id, { ...(kept.get(id) ?? expect.fail("not begun")), answer });
    },
    async drop(id) {
      kept.delete(id);
    },
  };
  const ask = (
    afterMs: number,
    { clientId = "one", question = "on", may = true } = {},
    work: () => Promise<Reply> = async () => {
      done.push(`${clientId} ${question}`);
      return reply;
    },
  ) => {
    const permit = async () => {
      if (!may) throw new AppError("not_found", "no longer lent");
    };
    return once({ store, now: NOW + afterMs }, { clientId, nodeId: null, key: "same-key", question, permit }, work);
  };
  return { ask, done, kept };
}

const busy = { kind: "key_busy", retryAfterS: 2 };
const fail = (error: unknown) => async () => {
  throw error;
};

describe("a key", () => {
  it("gives the first answer again for a day, whatever happens meanwhile", async () => {
    const { ask, done } = open();
    expect(await ask(0)).toEqual(reply);
    for (const after of [1, HOUR, 24 * HOUR]) {
      expect(await ask(after)).toEqual({ ...reply, headers: { location: "/v1/x", "idempotency-replayed": "true" } });
    }
    expect(done).toEqual(["one on"]);
    await ask(26 * HOUR);
    expect(done).toEqual(["one on", "one on"]);
  });

  it("is another client's no business, and stands for one request", async () => {
    const { ask, done } = open();
    await ask(0);
    await ask(1, { clientId: "two", question: "off" });
    expect(done).toEqual(["one on", "two off"]);
    await expect(ask(2, { question: "off" })).rejects.toMatchObject({ kind: "key_reused" });
  });

  it("gives nothing to whom it is not lent any more", async () => {
    const { ask } = open();
    await ask(0);
    await expect(ask(1, { may: false })).rejects.toMatchObject({ kind: "not_found" });
  });

  it("is busy while the first is under way, and for as long as one that ended without an answer may have an effect", async () => {
    const { ask, done } = open();
    const work = Promise.withResolvers<Reply>();
    const first = ask(0, {}, () => work.promise);
    await expect.poll(() => ask(1).catch((error: unknown) => error)).toMatchObject(busy);
    work.resolve(reply);
    await first;
    expect(await ask(2)).toMatchObject({ headers: { "idempotency-replayed": "true" } });

    const broken = open();
    await expect(broken.ask(0, {}, fail(new Error("killed")))).rejects.toThrow("killed");
    await expect(broken.ask(HOUR / 4 - 1)).rejects.toMatchObject(busy);
    expect(await broken.ask(HOUR / 4)).toEqual(reply);
    expect([done, broken.done]).toEqual([[], ["one on"]]);
  });

  it("is free again where the request was refused", async () => {
    const { ask, kept } = open();
    await expect(ask(0, {}, fail(new AppError("forbidden", "grant")))).rejects.toMatchObject({ kind: "forbidden" });
    expect(kept.size).toBe(0);
    expect(await ask(1)).toEqual(reply);
  });
});
