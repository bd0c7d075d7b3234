import { loadConfig } from "./firebase/config.ts";

/** Whether this page is served by the emulators of somebody's own machine. */
export async function isLocalProject(): Promise<boolean> {
  return loadConfig().then(
    ({ emulators }) => emulators !== null,
    () => false,
  );
}
