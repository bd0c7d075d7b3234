import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Newest } from "@lastmeter/model/link/messages";
import { toSocketPath } from "../lock.ts";

/** How long a display waits for the dispatcher; then it is shown what came last. */
const ANSWER_MS = 8000;
/** A display that asks more often costs the dispatcher nothing. */
const KEPT_MS = 10_000;

/** What a display in the home is told. */
export interface Shown {
  /** As the dispatcher's last sealed reply had it; null: none came since the bridge was started. */
  readonly newest: Newest | null;
  /** Ms since it came. */
  readonly ageMs: number;
}

/** The newest values for displays in the home, asked for when one asks. They meet the bridge on a socket that only its user can open. */
export class Display {
  readonly #ask: () => void;
  readonly #waiting = new Set<() => void>();
  #newest: Newest | null = null;
  #cameAt = Number.NEGATIVE_INFINITY;

  /** @param ask lets the next frame ask the dispatcher. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  put(newest: Newest): void {
    this.#newest = newest;
    this.#cameAt = performance.now();
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  async open(directory: string): Promise<{ close(): void }> {
    const path = toSocketPath(directory, "display");
    if (process.platform !== "win32") await rm(path, { force: true });
    const server = createServer((_request, response) => {
      void this.#answer().then((shown) => {
        response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
        response.end(JSON.stringify(shown));
      });
    });
    server.unref();
    // Readings go up without a display, too: a socket that cannot be opened is no reason to stop.
    server.once("error", () => undefined);
    await new Promise<void>((done) => {
      server.once("error", () => done());
      server.listen(path, done);
    });
    return { close: () => server.close() };
  }

  async #answer(): Promise<Shown> {
    if (performance.now() - this.#cameAt < KEPT_MS) return this.#shown();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const timer = setTimeout(resolve, ANSWER_MS);
    this.#ask();
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return this.#shown();
  }

  #shown(): Shown {
    const ageMs = this.#newest === null ? 0 : Math.round(performance.now() - this.#cameAt);
    return { newest: this.#newest, ageMs };
  }
}
