import { useSyncExternalStore } from "react";

const wide = matchMedia("(min-width: 600px)");

function subscribe(user: () => void): () => void {
  wide.addEventListener("change", user);
  return () => wide.removeEventListener("change", user);
}

/** Whether there is room for longer words under a chart. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
