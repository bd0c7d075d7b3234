import { useCallback, useSyncExternalStore } from "react";
import type { Change, Query } from "./query.ts";

/** Documents of a query by id, and where they come from; `value` is null until something is known. */
export interface Loaded<T> {
  readonly value: ReadonlyMap<string, T> | null;
  readonly from: "none" | "snapshot" | "cache" | "server";
  /** Firebase's code, or `unanswered`; the query is tried again by itself. */
  readonly error: string | null;
  /** Documents this version of the app cannot read. */
  readonly unreadable: number;
}

/** How a query is really listened to; injected so that nothing here loads Firestore. */
export type Listen = (
  query: Query<unknown>,
  listener: { next(changes: readonly Change[], fromCache: boolean): void; error(code: string): void },
) => () => void;

interface Entry<T> {
  loaded: Loaded<T>;
  users: Set<() => void>;
  stop: (() => void) | null;
  linger: ReturnType<typeof setTimeout> | undefined;
  retries: number;
}

/** Unanswered for so long, twice as long with each try, the connection is taken for dead: Firestore itself waits 45 s. */
const ANSWER_MS = { first: 15_000, most: 60_000 } as const;
/** A listener outlives its last user a little, so that changing the page does not read everything again. */
const LINGER_MS = 30_000;
const RETRY_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const;
const nothing: Loaded<never> = { value: null, from: "none", error: null, unreadable: 0 };

/** @param revive makes the connection anew, for all that is listened to */
export function createStore(listen: Listen, revive: () => void) {
  const entries = new Map<string, Entry<unknown>>();

  function toEntry<T>(query: Query<T>): Entry<T> {
    const key = `${query.path} ${query.where?.field ?? ""} ${query.where?.value ?? ""} ${query.newest?.size ?? ""}`;
    let entry = entries.get(key);
    if (!entry) {
      entry = { loaded: nothing, users: new Set(), stop: null, linger: undefined, retries: 0 };
      entries.set(key, entry);
    }
    return entry as Entry<T>;
  }

  function publish<T>(entry: Entry<T>, loaded: Loaded<T>): void {
    entry.loaded = loaded;
    for (const user of entry.users) user();
  }

  function start<T>(query: Query<T>, entry: Entry<T>): void {
    let fresh = true;
    const unreadable = new Set<string>();
    let unanswered: ReturnType<typeof setTimeout>;
    const expectAnswer = (withinMs: number) => {
      unanswered = setTimeout(() => {
        publish(entry, { ...entry.loaded, error: "unanswered" });
        expectAnswer(Math.min(2 * withinMs, ANSWER_MS.most));
        revive();
      }, withinMs);
    };
    expectAnswer(ANSWER_MS.first);
    const stop = listen(query, {
      next(changes, fromCache) {
        if (!fromCache) clearTimeout(unanswered);
        // A new listener tells everything again; an empty answer from the (memory) cache only says that nothing is known yet.
        if (fresh && fromCache && changes.every(({ fields }) => fields === null)) return;
        const value = new Map(fresh ? [] : entry.loaded.value);
        fresh = false;
        for (const { id, fields } of changes) {
          const parsed = fields === null ? null : query.parse(fields);
          if (parsed === null) value.delete(id);
          else value.set(id, parsed);
          if (fields !== null && parsed === null) unreadable.add(id);
          else unreadable.delete(id);
        }
        entry.retries = 0;
        publish(entry, { value, from: fromCache ? "cache" : "server", error: null, unreadable: unreadable.size });
      },
      error(code) {
        clearTimeout(unanswered);
        entry.stop = null;
        publish(entry, { ...entry.loaded, error: code });
        const wait = RETRY_MS[Math.min(entry.retries, RETRY_MS.length - 1)] ?? 30_000;
        entry.retries += 1;
        setTimeout(() => {
          if (entry.users.size > 0 && entry.stop === null) start(query, entry);
        }, wait);
      },
    });
    entry.stop = () => {
      clearTimeout(unanswered);
      stop();
    };
  }

  return {
    peek: <T>(query: Query<T>): Loaded<T> => toEntry(query).loaded,
    /** Puts the last-known documents in place until the server answers. */
    seed<T>(query: Query<T>, value: ReadonlyMap<string, T>): void {
      const entry = toEntry(query);
      if (entry.loaded.from === "none") publish(entry, { value, from: "snapshot", error: null, unreadable: 0 });
    },
    subscribe<T>(query: Query<T>, user: () => void): () => void {
      const entry = toEntry(query);
      entry.users.add(user);
      clearTimeout(entry.linger);
      if (entry.stop === null && entry.users.size === 1) start(query, entry);
      return () => {
        entry.users.delete(user);
        if (entry.users.size > 0) return;
        entry.linger = setTimeout(() => {
          entry.stop?.();
          entry.stop = null;
        }, LINGER_MS);
      };
    },
  };
}
export type Store = ReturnType<typeof createStore>;

/** The query's documents, kept up to date while the component is there. @param query the same object from render to render */
export function useLoaded<T>(store: Store, query: Query<T>): Loaded<T> {
  const subscribe = useCallback((changed: () => void) => store.subscribe(query, changed), [store, query]);
  return useSyncExternalStore(subscribe, () => store.peek(query));
}
