import type { Listener } from "@lastmeter/model/link/messages";
import type { DiskQueue } from "../disk-queue/disk-queue.ts";
import type { LinkClient } from "../link/link-client.ts";
import type { Log } from "../log.ts";

export interface RelayOptions {
  readonly queue: DiskQueue;
  readonly link: LinkClient;
  readonly stateDir: string;
  readonly minIntervalMs: number;
  readonly drainIntervalMs: number;
  readonly log: Log;
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly isBrokerConnected: () => boolean;
  readonly onNotRelayed: (filters: readonly string[]) => void;
  readonly onListener: (listener: Listener) => void;
  /** How far the dispatcher's clock is ahead of ours. */
  readonly onClockOffset: (offsetMs: number) => void;
  /** The gateway was revoked, or is welcome again. */
  readonly onRevoked: (revoked: boolean) => void;
  /** The queue began a new count: what is retained is to be relayed once more. */
  readonly onNewEpoch: () => void;
}
