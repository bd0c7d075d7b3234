import { useRef, useSyncExternalStore } from "react";
import { serverNow } from "./clock.ts";
import { addPainter } from "./paint.ts";

/** A value that the structure of a page depends on (an order, a state): the component is drawn again only when it changes. */
export function useLiveValue<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const latest = useRef(read);
  latest.current = read;
  return useSyncExternalStore(addPainter, () => latest.current(serverNow()));
}
