import { useSyncExternalStore } from "react";

/** One value that components can watch. */
export interface Watched<T> {
  get(): T;
  set(value: T): void;
  subscribe(user: () => void): () => void;
}

export function createValue<T>(initial: T): Watched<T> {
  let current = initial;
  const users = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const user of [...users]) user();
    },
    subscribe(user) {
      users.add(user);
      return () => users.delete(user);
    },
  };
}

export function useWatched<T>(value: Watched<T>): T {
  return useSyncExternalStore(value.subscribe, value.get);
}
