import { fromBase64Url, type NetworkId, networkIdSchema, toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, concatBytes, equalBytes, fromHex, randomBytes, toHex, toUtf8 } from "@lastmeter/model/link/bytes";
import { importMacKey, toMac } from "@lastmeter/model/link/kdf";
import { SESSION_MAX_MS } from "@lastmeter/model/link/session";

const MAC_BYTES = 8;
const HOUR_MS = 3_600_000;

/** Ids that end in a MAC of the server: a forged one dies before anything is read from the database. */
export async function toIdMac(secret: Bytes, purpose: string, body: Uint8Array): Promise<Bytes> {
  const mac = await toMac(await importMacKey(secret), concatBytes(toUtf8(`${purpose}|`), body));
  return mac.slice(0, MAC_BYTES);
}

/** @param id base64url that ends in such a MAC. */
export async function isMadeByUs(secret: Bytes, purpose: string, id: string): Promise<boolean> {
  const bytes = fromBase64Url(id);
  const body = bytes.slice(0, -MAC_BYTES);
  return equalBytes(bytes.slice(-MAC_BYTES), await toIdMac(secret, purpose, body));
}

/** 16 random bytes ‖ MAC. */
export async function createNetworkId(linkSecret: Bytes): Promise<NetworkId> {
  const body = randomBytes(16);
  return networkIdSchema.parse(toBase64Url(concatBytes(body, await toIdMac(linkSecret, "network", body))));
}

export function isOurNetworkId(linkSecret: Bytes, networkId: NetworkId): Promise<boolean> {
  return isMadeByUs(linkSecret, "network", networkId);
}

/** Whose session it is. */
export interface SessionOwner {
  readonly networkId: NetworkId;
  readonly kid: string;
}

function toSessionBody(prefix: Uint8Array, { networkId, kid }: SessionOwner): Bytes {
  return concatBytes(prefix, fromBase64Url(networkId), fromHex(kid));
}

/**
 * Hour of expiry (since 1970, 3 bytes) ‖ 5 random bytes ‖ MAC over these, network and key: one MAC tells a forged, a borrowed and
 * an expired session id. What keeps sessions apart is their keys' nonces, not the id.
 */
export async function createSessionId(linkSecret: Bytes, owner: SessionOwner, now: number): Promise<string> {
  const expiryHour = Math.ceil((now + SESSION_MAX_MS) / HOUR_MS);
  const prefix = randomBytes(8);
  prefix.set([(expiryHour >> 16) & 0xff, (expiryHour >> 8) & 0xff, expiryHour & 0xff]);
  const mac = await toIdMac(linkSecret, "session", toSessionBody(prefix, owner));
  return toHex(concatBytes(prefix, mac));
}

/** @param sid 32 hex characters. */
export async function isOurSessionId(
  linkSecret: Bytes,
  owner: SessionOwner,
  sid: string,
  now: number,
): Promise<boolean> {
  const bytes = fromHex(sid);
  const prefix = bytes.slice(0, 8);
  const expiryHour = ((prefix[0] ?? 0) << 16) | ((prefix[1] ?? 0) << 8) | (prefix[2] ?? 0);
  if (expiryHour * HOUR_MS <= now) return false;
  return equalBytes(bytes.slice(8), await toIdMac(linkSecret, "session", toSessionBody(prefix, owner)));
}
