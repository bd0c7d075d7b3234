import type { RelayOptions } from "./relay-options.ts";

const RETRY_MS = 60_000;

/** Make before break: the new key is on disk, then it is tried; the dispatcher retires the old one by the first frame under the new. */
export class KeyChange {
  readonly #options: Pick<RelayOptions, "link" | "log" | "monotonic" | "addKey">;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: Pick<RelayOptions, "link" | "log" | "monotonic" | "addKey">) {
    this.#options = options;
  }

  /** @param text of a sealed reply. @returns whether the session was dropped, so that the next frame is under the new key. */
  async obey(text: string): Promise<boolean> {
    const { link, log, monotonic, addKey } = this.#options;
    const isNew = await addKey(text).catch((error: Error) => {
      log.error({ reason: error.message }, "key_not_kept");
      return false;
    });
    const isDue = link.hasSession && !link.isNewestKey && monotonic() - this.#triedAt >= RETRY_MS;
    if (!isNew && !isDue) return false;
    log.info({ isNew }, "key_change");
    this.#triedAt = monotonic();
    link.dropSession();
    return true;
  }
}
