import { readConfig } from "./client.ts";

/** Whether this page is served by the emulators of somebody's own machine. */
export async function isLocalProject(): Promise<boolean> {
  return readConfig().then(
    ({ emulators }) => emulators !== null,
    () => false,
  );
}
