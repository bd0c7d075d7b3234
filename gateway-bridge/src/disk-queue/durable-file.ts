import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";

/** Replaces a small JSON file at once: after a crash it holds the old or the new text, never a mixture. */
export async function writeJsonFile(path: string, value: unknown, options: { sync: boolean }): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    if (options.sync) await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  if (options.sync) await syncDirectory(dirname(path));
}

/** The parsed file, or undefined where it is absent or damaged. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Makes new names and removals in a directory survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory; its file systems order these changes themselves.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
