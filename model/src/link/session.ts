import { fromBase64Url, type NetworkId } from "../ids.ts";
import { type Bytes, concatBytes, type SecretKey } from "./bytes.ts";
import { type FrameHeader, MAX_FRAMES, openFrame, parseFrame, ROUTE_UPLINK, sealFrame } from "./frame.ts";
import { deriveBytes } from "./kdf.ts";
import type { LinkKey } from "./key.ts";

export const SESSION_MAX_MS = 24 * 3_600_000;

export type Direction = "up" | "down";

/** What both sides know after the handshake. */
export interface SessionSeed {
  readonly networkId: NetworkId;
  /** 32 hex characters. */
  readonly sid: string;
  /** base64url of 32 bytes each. */
  readonly clientNonce: string;
  readonly serverNonce: string;
}

/** One key per direction: `up` gateway → cloud, `down` cloud → gateway. In memory only. */
export interface SessionKeys {
  readonly up: SecretKey;
  readonly down: SecretKey;
}

/** HKDF-SHA-256(key, salt = clientNonce ‖ serverNonce, info = `lm1|networkId|kid|sid|direction`), 32 bytes. */
export function deriveSessionKeyBytes(linkKey: LinkKey, seed: SessionSeed, direction: Direction): Promise<Bytes> {
  const salt = concatBytes(fromBase64Url(seed.clientNonce), fromBase64Url(seed.serverNonce));
  return deriveBytes(linkKey.key, salt, ["lm1", seed.networkId, linkKey.kid, seed.sid, direction].join("|"));
}

export async function deriveSessionKeys(linkKey: LinkKey, seed: SessionSeed): Promise<SessionKeys> {
  const [up, down] = await Promise.all(
    (["up", "down"] as const).map(async (direction) => {
      const bytes = await deriveSessionKeyBytes(linkKey, seed, direction);
      return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    }),
  );
  if (up === undefined || down === undefined) throw new Error("unreachable: two directions");
  return { up, down };
}

/** The gateway's end of a session: counts the frames, so that no nonce is used twice. */
export interface GatewaySession {
  readonly sid: string;
  /** Seals the next frame; null when the session is used up and a new handshake is due. */
  seal(plaintext: Bytes): Promise<{ readonly seq: number; readonly body: Bytes } | null>;
  /** The plaintext of the reply to frame `seq`; null for anything else, whoever sent it. */
  open(seq: number, body: Uint8Array): Promise<Bytes | null>;
}

export async function startGatewaySession(linkKey: LinkKey, seed: SessionSeed): Promise<GatewaySession> {
  const keys = await deriveSessionKeys(linkKey, seed);
  const shared = { networkId: seed.networkId, kid: linkKey.kid, sid: seed.sid, route: ROUTE_UPLINK };
  let nextSeq = 0;
  return {
    sid: seed.sid,
    async seal(plaintext) {
      if (nextSeq >= MAX_FRAMES) return null;
      const seq = nextSeq;
      nextSeq += 1;
      return { seq, body: await sealFrame(keys.up, { type: "uplink", seq, ...shared }, plaintext) };
    },
    async open(seq, body) {
      const frame = parseFrame(body);
      if (typeof frame === "string") return null;
      const expected: FrameHeader = { type: "reply", seq, ...shared };
      const isOurs = Object.entries(expected).every(
        ([field, value]) => frame.header[field as keyof FrameHeader] === value,
      );
      return isOurs ? openFrame(keys.down, frame) : null;
    },
  };
}
