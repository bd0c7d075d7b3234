import { linkLimits } from "@lastmeter/model/link/messages";
import type { Row } from "../disk-queue/record.ts";

const MAX_TOPICS = 500;

/** The newest state message of each topic, in memory: what a watcher is shown while a backlog drains. */
export class NewestValues {
  readonly #rows = new Map<string, Row>();

  put(row: Row): void {
    if (row.topic.startsWith("bridge/") || row.payload.length > linkLimits.stateMessageBytes) return;
    if (!this.#rows.has(row.topic) && this.#rows.size >= MAX_TOPICS) return;
    // Copied: the payload is a view of a whole network buffer.
    this.#rows.set(row.topic, { ...row, payload: Buffer.from(row.payload) });
  }

  values(): Iterable<Row> {
    return this.#rows.values();
  }
}
