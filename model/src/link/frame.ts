import { fromBase64Url, type NetworkId, networkIdSchema, toBase64Url } from "../ids.ts";
import { type Bytes, concatBytes, fromHex, type SecretKey, toHex, toUtf8 } from "./bytes.ts";

export const HEADER_BYTES = 72;
export const TAG_BYTES = 16;
/** A session ends after so many frames (or 24 h): far below the limits of AES-GCM. */
export const MAX_FRAMES = 2 ** 20;
export const ROUTE_UPLINK = 1;

const MAGIC = 0x4c4d; // "LM"
const VERSION = 1;
const types = { uplink: 1, reply: 2 } as const;
export type FrameType = keyof typeof types;

/**
 * 72 bytes, big-endian: magic "LM" 2 | version 1 | type 1 | flags 2 = 0 | reserved 2 = 0 | networkId 24 | kid 8 | sid 16 | seq 8 |
 * plaintext length 4 | route 4. The exact bytes are the associated data, so a frame cannot move to another network, session,
 * direction or route.
 */
export interface FrameHeader {
  readonly type: FrameType;
  readonly networkId: NetworkId;
  /** 16 hex characters. */
  readonly kid: string;
  /** 32 hex characters. */
  readonly sid: string;
  /** Starts at 0 in each session; a reply carries the number of its request. Below 2^20. */
  readonly seq: number;
  readonly route: number;
}

export interface Frame {
  readonly header: FrameHeader;
  /** The exact bytes on the wire. */
  readonly headerBytes: Bytes;
  /** Ciphertext followed by the 16-byte tag. */
  readonly sealed: Bytes;
}

/** `bad_frame`: not a frame of this protocol; `upgrade_required`: of another version of it. */
export type FrameFault = "bad_frame" | "upgrade_required";

function toHeaderBytes(header: FrameHeader, plaintextLength: number): Bytes {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, MAGIC);
  view.setUint8(2, VERSION);
  view.setUint8(3, types[header.type]);
  bytes.set(fromBase64Url(header.networkId), 8);
  bytes.set(fromHex(header.kid), 32);
  bytes.set(fromHex(header.sid), 40);
  view.setBigUint64(56, BigInt(header.seq));
  view.setUint32(64, plaintextLength);
  view.setUint32(68, header.route);
  return bytes;
}

/** Reads the header and checks every length; nothing is authentic before `openFrame`. */
export function parseFrame(body: Uint8Array): Frame | FrameFault {
  if (body.length < HEADER_BYTES + TAG_BYTES) return "bad_frame";
  const bytes = new Uint8Array(body);
  const view = new DataView(bytes.buffer);
  if (view.getUint16(0) !== MAGIC) return "bad_frame";
  if (view.getUint8(2) !== VERSION) return "upgrade_required";
  const type = toFrameType(view.getUint8(3));
  const seq = view.getBigUint64(56);
  const hasExactLength = bytes.length === HEADER_BYTES + view.getUint32(64) + TAG_BYTES;
  if (type === null || view.getUint32(4) !== 0 || seq >= BigInt(MAX_FRAMES) || !hasExactLength) return "bad_frame";
  return {
    header: {
      type,
      networkId: networkIdSchema.parse(toBase64Url(bytes.subarray(8, 32))),
      kid: toHex(bytes.subarray(32, 40)),
      sid: toHex(bytes.subarray(40, 56)),
      seq: Number(seq),
      route: view.getUint32(68),
    },
    headerBytes: bytes.slice(0, HEADER_BYTES),
    sealed: bytes.slice(HEADER_BYTES),
  };
}

function toFrameType(code: number): FrameType | null {
  if (code === types.uplink) return "uplink";
  return code === types.reply ? "reply" : null;
}

/** Direction (4 bytes) and sequence (8): never twice under one key, since each direction has its own key and seq only rises. */
function toNonce(header: FrameHeader): Bytes {
  const nonce = new Uint8Array(12);
  nonce.set(toUtf8(header.type === "uplink" ? "up" : "down"));
  new DataView(nonce.buffer).setBigUint64(4, BigInt(header.seq));
  return nonce;
}

function toAlgorithm(header: FrameHeader, headerBytes: Bytes) {
  return { name: "AES-GCM", iv: toNonce(header), additionalData: headerBytes, tagLength: TAG_BYTES * 8 };
}

/** The caller never seals twice with one sequence number and key. @throws if the sequence number is out of range. */
export async function sealFrame(key: SecretKey, header: FrameHeader, plaintext: Bytes): Promise<Bytes> {
  if (!Number.isInteger(header.seq) || header.seq < 0 || header.seq >= MAX_FRAMES)
    throw new RangeError("seq out of range");
  const headerBytes = toHeaderBytes(header, plaintext.length);
  const sealed = await crypto.subtle.encrypt(toAlgorithm(header, headerBytes), key, plaintext);
  return concatBytes(headerBytes, new Uint8Array(sealed));
}

/** The plaintext, or null where tag, header or key do not belong together. */
export async function openFrame(key: SecretKey, frame: Frame): Promise<Bytes | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(toAlgorithm(frame.header, frame.headerBytes), key, frame.sealed));
  } catch {
    return null;
  }
}
