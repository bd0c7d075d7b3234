import { type ComponentType, type ReactNode, useEffect } from "react";
import { createValue, useWatched } from "../lib/value.ts";

export interface Meanwhile {
  /** Of the final size. */
  readonly waiting?: ReactNode;
  /** Where it cannot be fetched (as `waiting` unless told): most likely without a network. It is tried again when there is one. */
  readonly failed?: ReactNode;
}

/** A part of a page in a chunk of its own (its file is named `*-part.tsx`), fetched when it is first drawn. */
export function createPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  const state = createValue<{ readonly Loaded?: ComponentType<P>; readonly hasFailed?: true }>({});
  const fetchPart = () => {
    if (state.get().Loaded) return;
    load().then(
      (Loaded) => state.set({ Loaded }),
      () => state.set({ hasFailed: true }),
    );
  };
  return function Part({ waiting = null, failed = waiting, ...props }: P & Meanwhile) {
    const { Loaded, hasFailed } = useWatched(state);
    useEffect(() => {
      fetchPart();
      addEventListener("online", fetchPart);
      return () => removeEventListener("online", fetchPart);
    }, []);
    if (Loaded) return <Loaded {...(props as unknown as P)} />;
    return hasFailed ? failed : waiting;
  };
}
