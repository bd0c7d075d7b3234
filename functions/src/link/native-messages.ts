import { toUtf8 } from "@lastmeter/model/link/bytes";
import { linkLimits, type RelayedMessage } from "@lastmeter/model/link/messages";
import { fromRelayedPayload } from "@lastmeter/model/link/plaintext";
import type { DeadLetter, NativeMessage } from "../protocols/protocol.ts";

/** Of one UTF-16 unit. */
const UTF8_MAX_BYTES = 3;

export interface NativeMessages {
  readonly messages: readonly NativeMessage[];
  /** Those beyond a cap or without a readable payload; their neighbours go on. */
  readonly deadLetters: readonly DeadLetter[];
}

export function toNativeMessages(relayed: readonly RelayedMessage[]): NativeMessages {
  const messages: NativeMessage[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const message of relayed) {
    const short = toShortText(message);
    if (short !== null) {
      messages.push(short);
      continue;
    }
    const payload = fromRelayedPayload(message);
    const native = { sequence: message.n, at: message.at, topic: message.topic, payload: payload ?? new Uint8Array() };
    const reason = payload === null ? "payload: text or base64 expected" : toSizeFault(message.topic, payload.length);
    if (reason === null) messages.push(native);
    else deadLetters.push({ ...native, reason });
  }
  return { messages, deadLetters };
}

/** Text that no cap can be below, whatever its characters: nobody needs its bytes. */
function toShortText({ n, at, topic, p, b }: RelayedMessage): NativeMessage | null {
  if (p === undefined || b !== undefined || p.length * UTF8_MAX_BYTES > linkLimits.stateMessageBytes) return null;
  const text = p.toWellFormed();
  return {
    sequence: n,
    at,
    topic,
    text,
    get payload() {
      return toUtf8(text);
    },
  };
}

function toSizeFault(topic: string, bytes: number): string | null {
  const maxBytes = topic.startsWith("bridge/") ? linkLimits.networkMessageBytes : linkLimits.stateMessageBytes;
  return bytes > maxBytes ? `payload: at most ${maxBytes} bytes expected, ${bytes} came` : null;
}
