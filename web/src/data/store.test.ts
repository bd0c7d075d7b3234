import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Listener } from "./query.ts";
import { createStore } from "./store.ts";

const query = {
  path: "things",
  where: { field: "owner", op: "==", value: "me" } as const,
  parse: (fields: unknown) => (typeof fields === "number" ? fields : null),
};

function open() {
  const listeners: Listener[] = [];
  let [stopped, revived] = [0, 0];
  const listen = (_query: unknown, listener: Listener) => {
    listeners.push(listener);
    return () => {
      stopped += 1;
    };
  };
  const store = createStore(listen, () => {
    revived += 1;
  });
  return {
    store,
    listeners,
    stopped: () => stopped,
    revived: () => revived,
    last: () => listeners[listeners.length - 1],
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("store", () => {
  it("listens once for many users, and stops a while after the last", () => {
    const { store, listeners, stopped } = open();
    const leave = [store.subscribe(query, () => {}), store.subscribe({ ...query }, () => {})];
    expect(listeners).toHaveLength(1);
    for (const stop of leave) stop();
    expect(stopped()).toBe(0);
    vi.advanceTimersByTime(30_000);
    expect(stopped()).toBe(1);
  });

  it("does not read again when a page gives way to the next", () => {
    const { store, listeners, last } = open();
    store.subscribe(query, () => {})();
    store.subscribe(query, () => {});
    last()?.next([], false);
    vi.advanceTimersByTime(60_000);
    expect(listeners).toHaveLength(1);
  });

  it("applies changes, drops what is gone, counts what it cannot read", () => {
    const { store, last } = open();
    store.subscribe(query, () => {});
    last()?.next(
      [
        { id: "a", fields: 1 },
        { id: "b", fields: 2 },
        { id: "c", fields: "?" },
      ],
      false,
    );
    expect(store.peek(query)).toEqual({
      value: new Map([
        ["a", 1],
        ["b", 2],
      ]),
      from: "server",
      error: null,
      unreadable: 1,
    });
    last()?.next(
      [
        { id: "a", fields: null },
        { id: "c", fields: 3 },
      ],
      true,
    );
    expect(store.peek(query)).toMatchObject({
      value: new Map([
        ["b", 2],
        ["c", 3],
      ]),
      from: "cache",
      unreadable: 0,
    });
  });

  it("keeps the snapshot until something better comes, and never lets it overwrite", () => {
    const { store, last } = open();
    store.seed(query, new Map([["old", 9]]));
    store.subscribe(query, () => {});
    last()?.next([], true);
    expect(store.peek(query)).toMatchObject({ value: new Map([["old", 9]]), from: "snapshot" });
    last()?.next([], false);
    expect(store.peek(query)).toMatchObject({ value: new Map(), from: "server" });
    store.seed(query, new Map([["old", 9]]));
    expect(store.peek(query).value?.size).toBe(0);
  });

  it("keeps values through an error and tries again", () => {
    const { store, listeners, last } = open();
    store.subscribe(query, () => {});
    last()?.next([{ id: "a", fields: 1 }], false);
    last()?.error("permission-denied");
    expect(store.peek(query)).toMatchObject({ value: new Map([["a", 1]]), error: "permission-denied" });
    vi.advanceTimersByTime(1_000);
    expect(listeners).toHaveLength(2);
    last()?.next([{ id: "b", fields: 2 }], false);
    expect(store.peek(query)).toMatchObject({ value: new Map([["b", 2]]), error: null });
  });

  it("takes a connection that does not answer for dead, says so, and makes it anew with growing patience", () => {
    const { store, last, revived } = open();
    store.subscribe(query, () => {});
    last()?.next([], true);
    vi.advanceTimersByTime(14_999);
    expect([store.peek(query).error, revived()]).toEqual([null, 0]);
    vi.advanceTimersByTime(1);
    expect(store.peek(query)).toMatchObject({ value: null, error: "unanswered" });
    vi.advanceTimersByTime(30_000 + 60_000 + 60_000);
    expect(revived()).toBe(4);
    last()?.next([], false);
    vi.advanceTimersByTime(600_000);
    expect(store.peek(query)).toMatchObject({ from: "server", error: null });
    expect(revived()).toBe(4);
  });

  it.each([
    ["answered", (last: Listener | undefined) => last?.next([], false)],
    ["refused", (last: Listener | undefined) => last?.error("permission-denied")],
  ])("does not wait for the answer to what is %s", (_, end) => {
    const { store, last, revived } = open();
    const leave = store.subscribe(query, () => {});
    end(last());
    leave();
    vi.advanceTimersByTime(600_000);
    expect(revived()).toBe(0);
  });
});
