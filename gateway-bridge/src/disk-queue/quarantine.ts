import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const MAX_FILES = 20;
const MAX_FILE_BYTES = 1024 * 1024;

/** Keeps damaged stretches and refused batches for a person to look at: at most 20 files of 1 MiB, the rest is only counted. */
export class Quarantine {
  count = 0;
  readonly #directory: string;
  readonly #seen = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  put(source: string, offset: number, bytes: Uint8Array): void {
    const name = `${basename(source)}-${offset}.bin`;
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    this.count += 1;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      if (readdirSync(this.#directory).length >= MAX_FILES) return;
      writeFileSync(join(this.#directory, name), bytes.subarray(0, MAX_FILE_BYTES), { mode: 0o600 });
    } catch {
      // A full disk must not stop the reading of what is whole.
    }
  }
}
