import { hash } from "node:crypto";

/** Lower-case hex. Here and now: a WebCrypto job for another thread costs more than the hash of a batch. */
export function toSha256(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}
