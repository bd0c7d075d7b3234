import { decideBackoffMs } from "../link/backoff.ts";
import type { Failure } from "../link/link-client.ts";

const REVOKED_RETRY_MS = 3_600_000;
const ALERT_RETRY_MS = 300_000;
/** New handshakes or seals without a pause, per answered batch. */
const MAX_QUICK_RETRIES = 2;

/** How long to leave the dispatcher alone after what it answered, or did not. */
export class Pace {
  /** By the monotonic clock. */
  blockedUntil = 0;
  readonly #monotonic: () => number;
  readonly #random: () => number;
  #failures = 0;
  #quickRetries = 0;

  constructor(monotonic: () => number, random: () => number = Math.random) {
    this.#monotonic = monotonic;
    this.#random = random;
  }

  answered(): void {
    this.#failures = 0;
    this.#quickRetries = 0;
    this.blockedUntil = 0;
  }

  /** A refused handshake: another at once would fare no better. */
  noQuickRetry(): void {
    this.#quickRetries = MAX_QUICK_RETRIES;
  }

  failed({ verdict, retryAfterMs }: Failure): void {
    if (verdict === "alert") {
      this.blockedUntil = this.#monotonic() + ALERT_RETRY_MS;
      return;
    }
    const isQuick = verdict === "new_session" || verdict === "reseal";
    if (isQuick && this.#quickRetries < MAX_QUICK_RETRIES) this.#quickRetries += 1;
    else this.backOff(retryAfterMs);
  }

  revoked(): void {
    this.blockedUntil = this.#monotonic() + REVOKED_RETRY_MS;
  }

  backOff(retryAfterMs?: number): void {
    this.blockedUntil = this.#monotonic() + decideBackoffMs(this.#failures, retryAfterMs, this.#random());
    this.#failures += 1;
  }
}
