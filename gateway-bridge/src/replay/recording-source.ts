import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Row } from "../disk-queue/record.ts";
import { isRelayed } from "../mqtt/topics.ts";
import type { BatchLimit } from "../relay/plan-batch.ts";
import { type Line, openRecording, readLines } from "./lines.ts";
import { isLineFault, type LineFault, parseRecordedMessage } from "./recorded-message.ts";

export interface RecordingSourceOptions {
  readonly file: string;
  readonly baseTopic: string;
  readonly onFault: (line: number, fault: LineFault) => void;
}

/**
 * The queue epoch of a recording: the same file played again for the same network counts on where it stood, and a live queue,
 * whose epoch is random, never meets it. @throws if the file cannot be read
 */
export async function toRecordingEpoch(file: string, network: string, baseTopic: string): Promise<string> {
  const hash = createHash("sha256").update(`lastmeter recording 1\n${network}\n${baseTopic}\n`);
  await pipeline(openRecording(file).bytes, hash);
  return hash.digest().subarray(0, 16).toString("base64url");
}

/**
 * A recording as rows numbered from 0 in the order of the file: bad lines and topics the dispatcher does not want have no number.
 * Holds no more rows than one batch.
 */
export class RecordingSource {
  /** Topics not wanted; set before the first read. */
  notRelayed: readonly string[] = [];
  readonly status = { line: 0, faults: 0, filtered: 0, progress: 0 };
  readonly #options: RecordingSourceOptions;
  readonly #lines: AsyncGenerator<Line>;
  readonly #rows: Row[] = [];
  #bytes = 0;
  #sequence = 0;

  constructor(options: RecordingSourceOptions) {
    this.#options = options;
    this.#lines = readLines(options.file);
  }

  /** The oldest rows from `next` on, at most a batch; empty at the end of the file. */
  async peek(next: number, limit: BatchLimit): Promise<readonly Row[]> {
    this.#drop(next);
    while (this.#rows.length < limit.rows && this.#bytes < limit.bytes) {
      const row = await this.#read();
      if (row === null) break;
      if (row.sequence < next) continue;
      this.#rows.push(row);
      this.#bytes += row.payload.length;
    }
    return this.#rows.slice(0, limit.rows);
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }

  #drop(next: number): void {
    const kept = this.#rows.findIndex(({ sequence }) => sequence >= next);
    for (const row of this.#rows.splice(0, kept === -1 ? this.#rows.length : kept)) this.#bytes -= row.payload.length;
  }

  async #read(): Promise<Row | null> {
    for (;;) {
      const { value: line, done } = await this.#lines.next();
      if (done) {
        this.status.progress = 1;
        return null;
      }
      this.status.line = line.number;
      this.status.progress = line.progress;
      const message = parseRecordedMessage(line.text, this.#options.baseTopic);
      if (message === null) continue;
      if (isLineFault(message)) {
        this.status.faults += 1;
        this.#options.onFault(line.number, message);
      } else if (isRelayed(message.topic, message.payload, this.notRelayed)) {
        const sequence = this.#sequence;
        this.#sequence += 1;
        return { sequence, packetId: 0, ...message };
      } else {
        this.status.filtered += 1;
      }
    }
  }
}
