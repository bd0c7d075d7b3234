import { randomId, toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, concatBytes, equalBytes, randomBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import { importMacKey, toMac } from "@lastmeter/model/link/kdf";
import { toChecksum } from "@lastmeter/model/link/key";
import { isMadeByUs, toIdMac } from "../../link/server-ids.ts";

const SECRET_BYTES = 32;
/** `lmsk_<secret ‖ MAC>_<crc32>`: prefix and checksum let secret scanners know a leaked one for certain. */
const secretPattern = /^lmsk_([A-Za-z0-9_-]{54})_([0-9a-f]{8})$/;

export interface CreatedSecret {
  readonly id: string;
  /** Shown once. */
  readonly text: string;
  /** Stored. */
  readonly hash: string;
  /** By which its owner tells two apart. */
  readonly hint: string;
}

/** 16 random bytes ‖ MAC, as networks' ids: a made-up one costs no read. */
export async function createClientId(pepper: Bytes): Promise<string> {
  const body = randomBytes(16);
  return toBase64Url(concatBytes(body, await toIdMac(pepper, "client", body)));
}

export async function isOurClientId(pepper: Bytes, clientId: string): Promise<boolean> {
  return clientId.length === 32 && isMadeByUs(pepper, "client", clientId);
}

/** Its MAC is of the client: a guess at a client's secret dies before anything is read, and can cost that client nothing. */
export async function createSecret(pepper: Bytes, clientId: string): Promise<CreatedSecret> {
  const body = randomBytes(SECRET_BYTES);
  const mac = await toIdMac(pepper, `secret|${clientId}`, body);
  const start = `lmsk_${toBase64Url(concatBytes(body, mac))}`;
  const text = `${start}_${toChecksum(start)}`;
  return { id: randomId(), text, hash: await toSecretHash(pepper, text), hint: start.slice(-4) };
}

/** Whether this server may have made this secret for this client; whether it is live says the database. */
export async function isOurSecret(pepper: Bytes, clientId: string, text: string): Promise<boolean> {
  const [, encoded, checksum] = secretPattern.exec(text) ?? [];
  if (encoded === undefined || toChecksum(text.slice(0, -9)) !== checksum) return false;
  return isMadeByUs(pepper, `secret|${clientId}`, encoded);
}

/** HMAC-SHA-256: the secret has 256 random bits, so nothing slower is needed. */
export async function toSecretHash(pepper: Bytes, text: string): Promise<string> {
  return toBase64Url(await toMac(await importMacKey(pepper), toUtf8(`stored|${text}`)));
}

export function isSecretOf(hashes: readonly string[], hash: string): boolean {
  // Each is compared, whichever fits.
  return hashes.map((known) => equalBytes(toUtf8(known), toUtf8(hash))).some(Boolean);
}
