import { linkLimits } from "@lastmeter/model/link/messages";
import type { DiskQueue } from "./disk-queue/disk-queue.ts";
import type { Row } from "./disk-queue/record.ts";
import type { Log } from "./log.ts";
import type { Delivery } from "./mqtt/mqtt-port.ts";
import type { RedeliveryFilter } from "./mqtt/redelivery.ts";
import type { RetainedMemory } from "./mqtt/retained.ts";
import { isRelayed, matchesFilter, toRelativeTopic } from "./mqtt/topics.ts";

export interface IntakeOptions {
  readonly queue: DiskQueue;
  readonly redeliveries: RedeliveryFilter;
  readonly retained: RetainedMemory;
  readonly baseTopic: string;
  /** Filters of what is read; a broker may still hold others of an earlier configuration for us. */
  readonly topics: readonly string[];
  readonly log: Log;
  readonly now: () => number;
  readonly onQueued: (row: Row) => void;
}

const MAX_TOPIC_LENGTH = 512;
/** With this much waiting for the disk nothing more is read from the broker. */
const PRESSURE_BYTES = 2 * 1024 * 1024;
const PRESSURE_ROWS = 2000;

/** From the broker into the queue: what is relayed is durable before it is acknowledged, the rest is acknowledged in its turn. */
export class Intake {
  readonly counters = { queued: 0, filtered: 0, repeated: 0, redelivered: 0, oversized: 0 };
  notRelayed: readonly string[] = [];
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  accept(delivery: Delivery): void {
    const { queue, redeliveries, retained, baseTopic, now, onQueued } = this.#options;
    const { payload, packetId } = delivery;
    const topic = toRelativeTopic(baseTopic, delivery.topic);
    const acknowledge = () => {
      redeliveries.acknowledged(packetId);
      delivery.acknowledge();
    };
    const refusal = this.#decideRefusal(topic, delivery);
    if (topic === null || refusal !== undefined) {
      this.counters[refusal ?? "filtered"] += 1;
      if (!delivery.redelivered) redeliveries.forget(packetId);
      if (packetId !== 0) queue.barrier(acknowledge);
      return;
    }
    retained.remember(topic, payload, delivery.retained);
    if (packetId !== 0) redeliveries.remember(packetId, topic, payload);
    const message = { at: now(), packetId, topic, payload };
    const sequence = queue.append(message, () => {
      acknowledge();
      onQueued({ ...message, sequence });
    });
    this.counters.queued += 1;
  }

  pressure(): Promise<void> | undefined {
    const { queue } = this.#options;
    return queue.pendingBytes > PRESSURE_BYTES || queue.pendingRows > PRESSURE_ROWS ? queue.idle() : undefined;
  }

  /** Why a message is not queued; undefined: it is. */
  #decideRefusal(topic: string | null, delivery: Delivery): keyof Omit<Intake["counters"], "queued"> | undefined {
    const { queue, redeliveries, retained, topics, log } = this.#options;
    const { payload, packetId } = delivery;
    if (topic === null || !topics.some((filter) => matchesFilter(filter, topic))) return "filtered";
    if (!isRelayed(topic, payload, this.notRelayed)) return "filtered";
    if (delivery.redelivered && redeliveries.isKnown(packetId, topic, payload)) return "redelivered";
    if (delivery.retained && retained.isRepeated(topic, payload)) return "repeated";
    if (topic.length <= MAX_TOPIC_LENGTH && payload.length <= linkLimits.networkMessageBytes) return undefined;
    const sequence = queue.skip();
    log.warn({ sequence, bytes: payload.length }, "message_oversized");
    return "oversized";
  }
}
