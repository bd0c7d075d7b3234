import { crc32 } from "node:zlib";
import { linkLimits } from "@lastmeter/model/link/messages";

/** One relayed message as it lies in the queue. `sequence` is the queue's own count; it never restarts. */
export interface Row {
  readonly sequence: number;
  /** Arrival by the bridge's clock, milliseconds since 1970. */
  readonly at: number;
  /** MQTT packet id of a QoS-1 delivery, else 0: tells a redelivery after a crash. */
  readonly packetId: number;
  /** Relative to the base topic. */
  readonly topic: string;
  readonly payload: Buffer;
}

/**
 * Layout, big endian: magic u32 | body length u32 | CRC-32 of length and body u32 | body. Body: sequence u64 | at u64 |
 * packet id u16 | topic length u16 | topic UTF-8 | payload. The CRC starts from the queue's random salt, so that a payload which
 * happens to look like a record, or a record of another queue, is never taken for one.
 */
const MAGIC = 0x4c4d5131;
const HEADER_BYTES = 12;
const FIXED_BYTES = 20;
const MAX_TOPIC_BYTES = 2048;
export const MAX_RECORD_BYTES = HEADER_BYTES + FIXED_BYTES + MAX_TOPIC_BYTES + linkLimits.networkMessageBytes;

export function recordBytes(topicBytes: number, payloadBytes: number): number {
  return HEADER_BYTES + FIXED_BYTES + topicBytes + payloadBytes;
}

/** Writes one record at `offset`. @returns the offset behind it. */
export function writeRecord(target: Buffer, offset: number, row: Row, salt: number): number {
  const body = offset + HEADER_BYTES;
  const topicBytes = target.write(row.topic, body + FIXED_BYTES, "utf8");
  const length = FIXED_BYTES + topicBytes + row.payload.length;
  target.writeUInt32BE(MAGIC, offset);
  target.writeUInt32BE(length, offset + 4);
  writeUint64(target, body, row.sequence);
  writeUint64(target, body + 8, row.at);
  target.writeUInt16BE(row.packetId, body + 16);
  target.writeUInt16BE(topicBytes, body + 18);
  row.payload.copy(target, body + FIXED_BYTES + topicBytes);
  target.writeUInt32BE(checksum(target, offset, length, salt), offset + 8);
  return body + length;
}

export type Parsed =
  | { readonly kind: "row"; readonly row: Row; readonly end: number }
  /** The buffer ends before the record does. */
  | { readonly kind: "partial" }
  | { readonly kind: "damaged" };

/** Reads the record at `offset`; its payload is a view of `source`. */
export function parseRecord(source: Buffer, offset: number, salt: number): Parsed {
  if (source.length - offset < HEADER_BYTES) return { kind: "partial" };
  const length = source.readUInt32BE(offset + 4);
  if (source.readUInt32BE(offset) !== MAGIC || length < FIXED_BYTES || HEADER_BYTES + length > MAX_RECORD_BYTES) {
    return { kind: "damaged" };
  }
  const body = offset + HEADER_BYTES;
  const end = body + length;
  if (end > source.length) return { kind: "partial" };
  if (checksum(source, offset, length, salt) !== source.readUInt32BE(offset + 8)) return { kind: "damaged" };
  const topicEnd = body + FIXED_BYTES + source.readUInt16BE(body + 18);
  if (topicEnd > end) return { kind: "damaged" };
  const row: Row = {
    sequence: readUint64(source, body),
    at: readUint64(source, body + 8),
    packetId: source.readUInt16BE(body + 16),
    topic: source.toString("utf8", body + FIXED_BYTES, topicEnd),
    payload: source.subarray(topicEnd, end),
  };
  return { kind: "row", row, end };
}

/** The offset of the next whole record at or behind `offset`, or -1. */
export function findRecord(source: Buffer, offset: number, salt: number): number {
  const magic = Buffer.alloc(4);
  magic.writeUInt32BE(MAGIC);
  for (let at = source.indexOf(magic, offset); at !== -1; at = source.indexOf(magic, at + 1)) {
    if (parseRecord(source, at, salt).kind === "row") return at;
  }
  return -1;
}

function checksum(buffer: Buffer, offset: number, length: number, salt: number): number {
  const body = offset + HEADER_BYTES;
  return crc32(buffer.subarray(body, body + length), crc32(buffer.subarray(offset + 4, offset + 8), salt));
}

function writeUint64(target: Buffer, offset: number, value: number): void {
  target.writeUInt32BE(Math.floor(value / 2 ** 32), offset);
  target.writeUInt32BE(value % 2 ** 32, offset + 4);
}

function readUint64(source: Buffer, offset: number): number {
  return source.readUInt32BE(offset) * 2 ** 32 + source.readUInt32BE(offset + 4);
}
