import type { NetworkId } from "@lastmeter/model/ids";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import type { Batch } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";
import type { DeadLetter } from "../protocols/protocol.ts";

/** What of a payload a document can hold; `bytes` says how long it was. */
const PAYLOAD_MAX_BYTES = 900 * 1024;
/** Topic of the letters that stand for messages the gateway's own queue had to drop. */
const QUEUE_TOPIC = "$queue";

/** Ids follow from queue and sequence, so that planning again writes the same documents. */
export function planDeadLetterWrites(
  networkId: NetworkId,
  queueEpoch: string,
  letters: readonly DeadLetter[],
  gaps: Batch["gaps"],
  now: number,
): Write[] {
  const dropped = gaps.map((gap) => ({
    id: `${queueEpoch}~gap~${gap.from}`,
    topic: QUEUE_TOPIC,
    payload: toUtf8(JSON.stringify(gap)),
    at: gap.toAt,
    sequence: gap.from,
    reason: `the gateway's queue was full: ${gap.dropped} messages dropped`,
  }));
  const undecoded = letters.map((letter) => ({ id: `${queueEpoch}~${letter.sequence}`, ...letter }));
  return [...undecoded, ...dropped].map(({ id, payload, topic, at, sequence, reason }) => ({
    kind: "merge",
    path: paths.deadLetter(networkId, id),
    data: {
      v: 1,
      topic,
      at,
      sequence,
      reason,
      payload: payload.slice(0, PAYLOAD_MAX_BYTES),
      bytes: payload.length,
      createdAt: new Date(now),
    },
  }));
}
