import { rm, stat } from "node:fs/promises";
import type { Segment } from "./segment.ts";
import { writeThinned } from "./thin.ts";

export interface RoomOptions {
  readonly directory: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  readonly segmentBytes: number;
  readonly salt: number;
  /** Newest segments that are never touched. */
  readonly kept: number;
}

/** Keeps the queue under its caps: first the oldest is thinned, and only when all is thinned the oldest is dropped. */
export class RoomKeeper {
  thinnedRows = 0;
  readonly #segments: Segment[];
  readonly #options: RoomOptions;
  #working: Promise<void> = Promise.resolve();

  constructor(segments: Segment[], options: RoomOptions) {
    this.#segments = segments;
    this.#options = options;
  }

  /** Makes room for one more segment. @param cursor rows below it are stored and may go. */
  make(cursor: number): Promise<void> {
    return this.#alone(async () => {
      const { maxBytes, segmentBytes, kept } = this.#options;
      while (this.#segments.reduce((sum, segment) => sum + segment.bytes, 0) + segmentBytes > maxBytes) {
        const old = this.#segments.slice(0, -kept);
        const whole = old.find((segment) => !segment.thinned);
        const victim = whole ?? old[0];
        if (!victim) return;
        if (whole) await this.#thin(whole, cursor);
        else await this.#drop(victim, cursor);
      }
    });
  }

  thinOld(cursor: number, now: number): Promise<void> {
    return this.#alone(async () => {
      for (const segment of this.#segments.slice(0, -this.#options.kept)) {
        if (segment.thinned) continue;
        const { mtimeMs } = await stat(segment.path);
        if (now - mtimeMs > this.#options.maxAgeMs) await this.#thin(segment, cursor);
      }
    });
  }

  /** One change of the list at a time. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #thin(segment: Segment, cursor: number): Promise<void> {
    const { directory, salt } = this.#options;
    const index = this.#segments.indexOf(segment);
    if (index === -1) return;
    const below = this.#segments[index + 1]?.first ?? segment.end;
    const thinned = await writeThinned(directory, segment, { from: cursor, below }, salt);
    // The reader may have finished with the segment meanwhile.
    const now = this.#segments.indexOf(segment);
    if (now === -1) return;
    const unread = Math.max(0, segment.end - Math.max(segment.first, cursor));
    this.thinnedRows += Math.max(0, unread - (thinned?.count ?? 0));
    this.#segments.splice(now, 1, ...(thinned ? [thinned] : []));
    await rm(segment.path, { force: true });
  }

  async #drop(segment: Segment, cursor: number): Promise<void> {
    const index = this.#segments.indexOf(segment);
    if (index === -1) return;
    this.thinnedRows += segment.end > cursor ? segment.count : 0;
    this.#segments.splice(index, 1);
    await rm(segment.path, { force: true });
  }
}
