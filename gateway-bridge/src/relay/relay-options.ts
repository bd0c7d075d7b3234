import type { CommandOutcome, LinkCommand, Listener, Newest, UplinkHead } from "@lastmeter/model/link/messages";
import type { DiskQueue } from "../disk-queue/disk-queue.ts";
import type { SentAt } from "../downlink/downlink.ts";
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
  /** Whose key the ZigBee network uses; undefined: it cannot be known here. */
  readonly zigbeeKey: () => UplinkHead["networkKey"];
  readonly onNotRelayed: (filters: readonly string[]) => void;
  readonly onListener: (listener: Listener) => void;
  /** How far the dispatcher's clock is ahead of ours. */
  readonly onClockOffset: (offsetMs: number) => void;
  /** The gateway was revoked, or is welcome again. */
  readonly onRevoked: (revoked: boolean) => void;
  /** What became of commands: goes up with the next frame, until `onTold`. */
  readonly outcomes: () => readonly CommandOutcome[];
  readonly onTold: (outcomes: readonly CommandOutcome[]) => void;
  readonly onCommands: (commands: readonly LinkCommand[], serverTime: number, sentAt: SentAt) => void;
  /** Makes the next key durable; whether it is new. */
  readonly addKey: (text: string) => Promise<boolean>;
  readonly onNewest: (newest: Newest) => void;
  /** The queue began a new count: what is retained is to be relayed once more. */
  readonly onNewEpoch: () => void;
}
