import { hash } from "node:crypto";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "../disk-queue/durable-file.ts";

const fileSchema = z.record(z.string(), z.string().max(64));

/**
 * The hash of the last payload queued for each topic that is known to be retained. A broker sends all retained messages again at
 * every subscription: what is the same as before need not be queued again.
 */
export class RetainedMemory {
  readonly #path: string;
  #hashes: Map<string, string>;
  #dirty = false;

  private constructor(path: string, hashes: Map<string, string>) {
    this.#path = path;
    this.#hashes = hashes;
  }

  static async open(path: string): Promise<RetainedMemory> {
    return new RetainedMemory(path, new Map(Object.entries((await readJsonFile(path, fileSchema)) ?? {})));
  }

  /** Whether this retained delivery says nothing new. */
  isRepeated(topic: string, payload: Buffer): boolean {
    return this.#hashes.get(topic) === toHash(payload);
  }

  /** To be called for each queued message, in order. */
  remember(topic: string, payload: Buffer, retained: boolean): void {
    if (!retained && !this.#hashes.has(topic)) return;
    this.#hashes.set(topic, toHash(payload));
    this.#dirty = true;
  }

  /** After rows were dropped unsent, or a new count was begun: everything retained is relayed once more. */
  forget(): void {
    this.#hashes = new Map();
    this.#dirty = true;
  }

  /** @param durable resolves when all that was queued so far is on disk: the file must never be ahead of the queue. */
  async save(durable: () => Promise<void>): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    const snapshot = Object.fromEntries(this.#hashes);
    await durable();
    await writeJsonFile(this.#path, snapshot, { sync: true });
  }
}

function toHash(payload: Buffer): string {
  return hash("sha256", payload, "base64url").slice(0, 22);
}
