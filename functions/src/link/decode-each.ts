import type { NodeId } from "@lastmeter/model/ids";
import type { DeadLetter, Decoded, Directory, NativeMessage, Protocol } from "../protocols/protocol.ts";

/** Stands in the dead letter of a message that a decoder broke on: a bug, which must not hold up the messages behind it. */
export const DECODER_FAILED = "message: one the decoder can read expected, it failed";

/** All messages at once; where the decoder throws, one by one, so that only the message it breaks on becomes a dead letter. */
export async function decodeEach(
  protocol: Protocol,
  directory: Directory,
  messages: readonly NativeMessage[],
  heardAt: number,
): Promise<Decoded> {
  try {
    return await protocol.decode(directory, messages, heardAt);
  } catch {
    let whole = toNothing(directory);
    for (const message of messages) {
      whole = mergeDecoded(whole, await decodeOne(protocol, whole.directory, message, heardAt));
    }
    return whole;
  }
}

async function decodeOne(
  protocol: Protocol,
  directory: Directory,
  message: NativeMessage,
  heardAt: number,
): Promise<Decoded> {
  try {
    return await protocol.decode(directory, [message], heardAt);
  } catch {
    const letter: DeadLetter = { ...message, reason: DECODER_FAILED };
    return { ...toNothing(directory), deadLetters: [letter] };
  }
}

function toNothing(directory: Directory): Decoded {
  const nothing = { readings: [], events: [], values: [], nodeChanges: [], records: [], deadLetters: [] };
  return { ...nothing, seen: new Map(), directory };
}

function mergeDecoded(before: Decoded, after: Decoded): Decoded {
  const seen = new Map<NodeId, number>(before.seen);
  for (const [nodeId, at] of after.seen) seen.set(nodeId, Math.max(at, seen.get(nodeId) ?? 0));
  return {
    readings: [...before.readings, ...after.readings],
    events: [...before.events, ...after.events],
    values: [...before.values, ...after.values],
    presence: [...(before.presence ?? []), ...(after.presence ?? [])],
    answers: [...(before.answers ?? []), ...(after.answers ?? [])],
    failures: [...(before.failures ?? []), ...(after.failures ?? [])],
    told: new Map([...(before.told ?? []), ...(after.told ?? [])]),
    seen,
    nodeChanges: [...before.nodeChanges, ...after.nodeChanges],
    records: [...before.records, ...after.records],
    deadLetters: [...before.deadLetters, ...after.deadLetters],
    directory: after.directory,
  };
}
