import { hash } from "node:crypto";

/** FNV-1a, 32 bits: tells two texts apart where sharing one does no harm. */
export function toFnv32(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}

/** Lower-case hex. Here and now: a WebCrypto job for another thread costs more than the hash of a batch. */
export function toSha256(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}
