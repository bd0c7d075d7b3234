import { type Bytes, type SecretKey, toUtf8 } from "./bytes.ts";

/** HKDF-SHA-256 (RFC 5869), 32 bytes. */
export async function deriveBytes(ikm: Bytes, salt: Bytes, info: string): Promise<Bytes> {
  const base = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: toUtf8(info) }, base, 256);
  return new Uint8Array(bits);
}

export function importMacKey(key: Bytes): Promise<SecretKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

/** HMAC-SHA-256, 32 bytes. */
export async function toMac(key: SecretKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}
