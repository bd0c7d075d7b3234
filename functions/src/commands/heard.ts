import type { NodeId } from "@lastmeter/model/ids";
import type { Decoded } from "../protocols/protocol.ts";
import type { Place } from "./open-commands.ts";

/** What a batch says that may end a command. */
export interface Heard extends Pick<Decoded, "events" | "readings"> {
  readonly values?: Decoded["values"] | undefined;
  readonly answers: Decoded["answers"] | undefined;
  readonly failures: Decoded["failures"] | undefined;
  /** Number of each node's newest message. */
  readonly told?: Decoded["told"] | undefined;
  readonly queueEpoch: string;
  /** Nothing more waits in the gateway's queue. */
  readonly isDrained: boolean;
  /** The channel's value as it was known before the batch. */
  readonly toKnown: (nodeId: NodeId, channel: string) => string | number | boolean | undefined;
}

/** Whether a message came after the command was carried out. Numbers of another queue began later. */
export function isAfter({ queueEpoch, n }: Place, heard: Pick<Heard, "queueEpoch">, sequence: number): boolean {
  return heard.queueEpoch !== queueEpoch || sequence >= n;
}
