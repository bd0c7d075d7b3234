import { type Bytes, concatBytes, fromUtf8, toUtf8 } from "./bytes.ts";
import type { RelayedMessage, UplinkHead } from "./messages.ts";

const NEWLINE = 0x0a;

/** Plaintext of an uplink frame. `batch` is kept by the gateway: a retry carries the very same bytes under a new head. */
export function toUplinkPlaintext(head: UplinkHead, batch: Bytes): Bytes {
  return concatBytes(toUtf8(`${JSON.stringify(head)}\n`), batch);
}

/** The two parts of an uplink's plaintext; null where there is no newline. */
export function splitUplinkPlaintext(plaintext: Bytes): { readonly head: Bytes; readonly batch: Bytes } | null {
  const end = plaintext.indexOf(NEWLINE);
  return end < 0 ? null : { head: plaintext.slice(0, end), batch: plaintext.slice(end + 1) };
}

/** How a payload travels: as text where it is well-formed UTF-8, else in base64. */
export function toRelayedPayload(payload: Uint8Array): Pick<RelayedMessage, "p"> | Pick<RelayedMessage, "b"> {
  const text = fromUtf8(payload);
  if (text !== null) return { p: text };
  let binary = "";
  for (const byte of payload) binary += String.fromCharCode(byte);
  return { b: btoa(binary) };
}

/** The payload's exact bytes; null where the message carries none, both, or malformed base64. */
export function fromRelayedPayload(message: Pick<RelayedMessage, "p" | "b">): Bytes | null {
  if ((message.p === undefined) === (message.b === undefined)) return null;
  if (message.p !== undefined) return toUtf8(message.p);
  try {
    return Uint8Array.from(atob(message.b ?? ""), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
