import type { NetworkId } from "@lastmeter/model/ids";
import type { Listener } from "@lastmeter/model/link/messages";
import { WATCH_MAX_MS } from "@lastmeter/model/network";
import type { Log } from "../log.ts";
import { parseUntil, Watchers } from "./watchers.ts";

export interface CloudListenerOptions {
  readonly networkId: NetworkId;
  readonly log: Log;
  readonly now: () => number;
  readonly onWatched: (watched: boolean) => void;
  readonly onDoorbell: () => void;
  readonly onTokenNeeded: () => void;
}

const RETRY_MS = 60_000;
/** One that was heard and ends may mean that the gateway is not welcome any more: then it is good to know soon. */
const SUDDEN_RETRY_MS = 1000;

/** Knows whether someone is looking, by Firestore. The SDK is loaded with the first token: a bridge that is not linked never needs it. */
export class CloudListener {
  state: "off" | "connecting" | "listening" | "refused" = "off";
  clockOffsetMs = 0;
  /** What the cloud has told since the start. */
  readonly counters = { watches: 0, rings: 0 };
  readonly #options: CloudListenerOptions;
  readonly #watchers = new Watchers();
  #stop: (() => Promise<void>) | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(options: CloudListenerOptions) {
    this.#options = options;
  }

  async open(listener: Listener): Promise<void> {
    await this.close();
    this.#turn += 1;
    const turn = this.#turn;
    const isCurrent = () => turn === this.#turn;
    this.state = "connecting";
    try {
      const { openListener } = await import("./firebase-port.ts");
      const stop = await openListener(this.#options.networkId, listener, {
        onWatch: (id, until) => isCurrent() && this.#put(id, until),
        onWatchRemoved: (id) => isCurrent() && this.#remove(id),
        onDoorbell: (until, isOld) => isCurrent() && this.#ring(until, isOld),
        onReady: () => isCurrent() && this.#listening(),
        onRefused: (code) => isCurrent() && this.#refused(code),
      });
      if (isCurrent()) this.#stop = stop;
      else await stop();
    } catch (error) {
      if (isCurrent()) this.#refused(error instanceof Error ? error.message.slice(0, 200) : "unknown");
    }
  }

  async close(): Promise<void> {
    this.#turn += 1;
    clearTimeout(this.#expiry);
    clearTimeout(this.#retry);
    this.#watchers.clear();
    this.#options.onWatched(false);
    this.state = "off";
    const stop = this.#stop;
    this.#stop = undefined;
    await stop?.().catch(() => undefined);
  }

  #listening(): void {
    this.state = "listening";
    this.#options.log.info({}, "listener_ready");
  }

  #put(id: string, value: unknown): void {
    this.counters.watches += 1;
    const until = parseUntil(value, this.#now(), WATCH_MAX_MS);
    if (until === null) this.#watchers.remove(id);
    else this.#watchers.put(id, until);
    this.#check();
  }

  #remove(id: string): void {
    this.#watchers.remove(id);
    this.#check();
  }

  /** One that rang while nobody listened still counts until its time is over. */
  #ring(until: unknown, isOld: boolean): void {
    this.counters.rings += 1;
    if (!isOld || (typeof until === "number" && until > this.#now())) this.#options.onDoorbell();
  }

  #check(): void {
    clearTimeout(this.#expiry);
    const now = this.#now();
    const end = this.#watchers.endsAt(now);
    this.#options.onWatched(end !== null);
    if (end !== null) this.#expiry = setTimeout(() => this.#check(), end - now + 1);
  }

  /** A custom token is good for an hour only: a listener that ended begins anew with another. */
  #refused(code: string): void {
    const retryMs = this.state === "listening" ? SUDDEN_RETRY_MS : RETRY_MS;
    this.#options.log.warn({ code }, "listener_refused");
    const stop = this.#stop;
    this.#stop = undefined;
    void stop?.().catch(() => undefined);
    this.#turn += 1;
    this.state = "refused";
    this.#watchers.clear();
    this.#check();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#options.onTokenNeeded(), retryMs);
  }

  #now(): number {
    return this.#options.now() + this.clockOffsetMs;
  }
}
