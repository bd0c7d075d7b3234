import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Check } from "./check.ts";

const SLOW_SYNC_MS = 250;

/** Writes and syncs a small file where the queue will be. */
export async function checkStateDir(stateDir: string): Promise<Check> {
  const name = "state directory";
  const path = join(stateDir, `doctor-${process.pid}`);
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    const handle = await open(path, "w", 0o600);
    const startedAt = performance.now();
    await handle.writeFile("doctor");
    await handle.datasync();
    const syncMs = Math.round((performance.now() - startedAt) * 10) / 10;
    await handle.close();
    await rm(path);
    if (syncMs <= SLOW_SYNC_MS) return { name, found: `${stateDir}, fsync ${syncMs} ms` };
    return {
      name,
      found: `fsync takes ${syncMs} ms`,
      next: "Move stateDir to a faster disk; an SD card may be worn out.",
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    return {
      name,
      found: reason,
      next: `Make ${stateDir} writable for the user that runs the bridge: chown, or a full disk.`,
    };
  }
}
