import { linkLimits } from "@lastmeter/model/link/messages";
import type { Row } from "../disk-queue/record.ts";

const MAX_TOPICS = 500;
/** What is below a device's name and not its state: its presence, and what others ask of it. */
const notState = /\/(availability|set|get)(\/|$)/;

/** The newest state message of each topic, in memory: what a watcher is shown while a backlog drains. */
export class NewestValues {
  readonly #rows = new Map<string, Row>();
  readonly #states = new Set<string>();
  readonly #unprotected = new Set<string>();

  put(row: Row): void {
    if (row.topic.startsWith("bridge/") || row.payload.length > linkLimits.stateMessageBytes) return;
    if (!this.#rows.has(row.topic) && this.#rows.size >= MAX_TOPICS) return;
    // Copied: the payload is a view of a whole network buffer.
    this.#rows.set(row.topic, { ...row, payload: Buffer.from(row.payload) });
    if (notState.test(row.topic)) return;
    this.#states.add(row.topic);
    if (row.packetId === 0) this.#unprotected.add(row.topic);
    else this.#unprotected.delete(row.topic);
  }

  /** Whether the newest state of some device came at QoS 0; undefined: none came yet. */
  get qos0(): boolean | undefined {
    return this.#states.size === 0 ? undefined : this.#unprotected.size > 0;
  }

  values(): Iterable<Row> {
    return this.#rows.values();
  }
}
