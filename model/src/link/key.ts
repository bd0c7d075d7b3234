import { fromBase64Url, toBase64Url } from "../ids.ts";
import { type Bytes, randomBytes, toHex, toUtf8 } from "./bytes.ts";

/** The network's AES key (256 bit; only ever the input of HKDF) and its public id. */
export interface LinkKey {
  /** 16 lower-case hex characters. */
  readonly kid: string;
  /** 32 bytes. */
  readonly key: Bytes;
}

/** `format`: not the text of a key; `checksum`: a typing error; `wellKnown`: made of a ZigBee key that stands in documentations. */
export type KeyTextFault = "format" | "checksum" | "wellKnown";

/** The network key that Zigbee2MQTT used for years where nobody chose another. */
const WELL_KNOWN = "01030507090b0d0f00020406080a0c0d";

/** `lmk1_<kid>_<key>_<crc32>`; the fixed prefix lets secret scanners find a leaked key. */
const keyTextPattern = /^lmk1_([0-9a-f]{16})_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/;

export function generateKey(): LinkKey {
  return { kid: toHex(randomBytes(8)), key: randomBytes(32) };
}

export function toKeyText({ kid, key }: LinkKey): string {
  const body = `lmk1_${kid}_${toBase64Url(key)}`;
  return `${body}_${toChecksum(body)}`;
}

/** Reads what a person pasted or typed: white space around it does not matter. */
export function parseKeyText(text: string): LinkKey | KeyTextFault {
  const trimmed = text.trim();
  const [, kid, encoded, checksum] = keyTextPattern.exec(trimmed) ?? [];
  if (kid === undefined || encoded === undefined || checksum === undefined) return "format";
  if (toChecksum(trimmed.slice(0, -9)) !== checksum) return "checksum";
  const key = fromBase64Url(encoded);
  // The last character carries 2 spare bits: only the text that we would write ourselves is a key.
  if (toBase64Url(key) !== encoded) return "format";
  return toHex(key).includes(WELL_KNOWN) ? "wellKnown" : { kid, key };
}

/** CRC-32 of the text, 8 lower-case hex characters. */
export function toChecksum(text: string): string {
  return toCrc32(toUtf8(text)).toString(16).padStart(8, "0");
}

/** CRC-32 (ISO-HDLC, as in zip and PNG), unsigned. */
export function toCrc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
