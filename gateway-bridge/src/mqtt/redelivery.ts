import { crc32 } from "node:zlib";
import type { Row } from "../disk-queue/record.ts";

interface Delivered {
  readonly bytes: number;
  /** Of topic and payload. */
  readonly crc: number;
  /** Place in the order of PUBACKs; null while not acknowledged. */
  ackedAs: number | null;
}

/**
 * Which QoS-1 deliveries are in the queue although the broker may not know: not acknowledged yet, or the PUBACK was lost with the
 * connection. A redelivery has the same packet id and the DUP flag [MQTT-4.4.0-1]. An entry ends when its packet id is used anew,
 * or when the broker answered a ping that was sent after the PUBACK, which proves that it has read it.
 */
export class RedeliveryFilter {
  readonly #delivered = new Map<number, Delivered>();
  #acks = 0;
  #acksBeforePing = 0;

  /** @param recent the newest rows of the queue at its opening, in order. */
  constructor(recent: Iterable<Pick<Row, "packetId" | "topic" | "payload">>) {
    for (const row of recent) {
      if (row.packetId === 0) continue;
      this.remember(row.packetId, row.topic, row.payload);
      this.acknowledged(row.packetId);
    }
  }

  get size(): number {
    return this.#delivered.size;
  }

  isKnown(packetId: number, topic: string, payload: Buffer): boolean {
    const known = this.#delivered.get(packetId);
    return known !== undefined && known.bytes === payload.length && known.crc === toCrc(topic, payload);
  }

  remember(packetId: number, topic: string, payload: Buffer): void {
    // Deleted first: the map's order is the order of arrival.
    this.#delivered.delete(packetId);
    this.#delivered.set(packetId, { bytes: payload.length, crc: toCrc(topic, payload), ackedAs: null });
  }

  /** The packet id now belongs to a message that is not queued. */
  forget(packetId: number): void {
    this.#delivered.delete(packetId);
  }

  acknowledged(packetId: number): void {
    this.#acks += 1;
    const known = this.#delivered.get(packetId);
    if (known) known.ackedAs = this.#acks;
  }

  pingSent(): void {
    this.#acksBeforePing = this.#acks;
  }

  pingAnswered(): void {
    for (const [packetId, { ackedAs }] of this.#delivered) {
      if (ackedAs === null || ackedAs > this.#acksBeforePing) return;
      this.#delivered.delete(packetId);
    }
  }

  connectionLost(): void {
    this.#acksBeforePing = 0;
  }
}

function toCrc(topic: string, payload: Buffer): number {
  return crc32(payload, crc32(topic));
}
