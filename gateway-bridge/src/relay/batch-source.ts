import type { Cursor } from "@lastmeter/model/link/messages";
import type { DiskQueue } from "../disk-queue/disk-queue.ts";
import type { Row } from "../disk-queue/record.ts";
import type { Log } from "../log.ts";
import { type BatchLimit, fullBatch, type PlannedBatch, planBatch } from "./plan-batch.ts";

export interface SealedBatch {
  readonly plan: PlannedBatch;
  readonly epoch: string;
}

/** Cuts batches from the queue, smaller ones after the dispatcher found one too large. */
export class BatchSource {
  /** Where the dispatcher stands, as it last said under seal: what lies between it and the first row is reported as a gap. */
  serverCursor: Cursor | undefined;
  readonly #queue: DiskQueue;
  readonly #log: Log;
  #limit: BatchLimit = fullBatch;
  #cut = false;

  constructor(queue: DiskQueue, log: Log) {
    this.#queue = queue;
    this.#log = log;
  }

  /** More is waiting than one batch takes. */
  get hasBacklog(): boolean {
    const { length } = this.#queue.stats;
    return (this.#cut && length > 0) || length > this.#limit.rows;
  }

  halve(count: number): void {
    this.#cut = true;
    this.#limit = { ...this.#limit, rows: Math.max(1, Math.floor(count / 2)) };
  }

  grow(): void {
    this.#limit = { ...this.#limit, rows: Math.min(fullBatch.rows, this.#limit.rows * 2) };
  }

  /** The oldest rows as bytes; `newest` rides along while a backlog drains. */
  async build(newest: Iterable<Row>): Promise<SealedBatch> {
    for (;;) {
      const rows = await this.#queue.peek(this.#limit);
      const { epoch, base } = this.#queue.identity;
      const server = this.serverCursor;
      const serverNext = server?.queueEpoch === epoch ? base + server.next : this.#queue.cursor;
      const plan = planBatch({
        queueEpoch: epoch,
        base,
        from: Math.min(this.#queue.cursor, serverNext),
        fromAt: this.#queue.cursorAt,
        rows,
        limit: this.#limit,
        newest: this.#queue.stats.length > this.#limit.rows ? newest : [],
      });
      // A full batch says that there may be more: the rest of a backlog follows at once, not an interval later.
      this.#cut = plan.cut || plan.count >= this.#limit.rows;
      for (const sequence of plan.unsendable) this.#log.warn({ sequence }, "message_unsendable");
      const last = plan.unsendable.at(-1);
      if (plan.count > 0 || last === undefined) return { plan, epoch };
      await this.#queue.advance(last + 1, null);
    }
  }
}
