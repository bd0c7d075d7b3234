import type { UplinkReply } from "@lastmeter/model/link/messages";
import type { Exchanged, Failure, LinkClient } from "../link/link-client.ts";
import type { Log } from "../log.ts";
import { Pace } from "../relay/pace.ts";
import { type BatchLimit, fullBatch, type PlannedBatch, planBatch } from "../relay/plan-batch.ts";
import type { RecordingSource } from "./recording-source.ts";

export interface ReplayOptions {
  readonly source: RecordingSource;
  readonly link: Pick<LinkClient, "hasSession" | "hello" | "exchange" | "dropSession">;
  readonly queueEpoch: string;
  /** The least time from one batch to the next. */
  readonly intervalMs: number;
  readonly log: Log;
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Ends at once when `stop` says so. */
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly stop: AbortSignal;
  /** After each answered batch. */
  readonly onProgress: () => void;
}

/** `refused`: the dispatcher will not take this gateway's messages before a person has acted. */
export type ReplayEnd =
  | { readonly kind: "done" }
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly reason: string };

/** Handshakes refused one after the other until the key is taken to be wrong. */
const MAX_REFUSED_HELLOS = 3;

/**
 * Relays a recording as back-fill, one sealed batch in flight. What is stored is known from the dispatcher's cursor alone, which
 * remembers this recording's epoch: the same command goes on where an earlier one ended, and nothing is stored twice.
 */
export class Replay {
  readonly status = { next: 0, stored: 0, duplicates: 0, unsendable: 0, refused: 0, at: null as number | null };
  readonly #options: ReplayOptions;
  readonly #pace: Pace;
  #limit: BatchLimit = fullBatch;
  /** Where the dispatcher stands; what lies between it and `status.next` could not be stored and is reported as a gap. */
  #storedTo = 0;
  #knowsCursor = false;
  #interestVersion = 0;
  #refusedHellos = 0;
  #ended: ReplayEnd | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#pace = new Pace(options.monotonic);
  }

  async run(): Promise<ReplayEnd> {
    const { stop, sleep, monotonic, intervalMs, link } = this.#options;
    while (!this.#ended) {
      if (stop.aborted) return { kind: "stopped" };
      const startedAt = monotonic();
      if (link.hasSession || (await this.#greet())) await this.#sendNext();
      const nextAt = Math.max(this.#pace.blockedUntil, startedAt + intervalMs);
      if (!this.#ended && nextAt > monotonic()) await sleep(nextAt - monotonic());
    }
    return this.#ended;
  }

  async #greet(): Promise<boolean> {
    const { link, queueEpoch } = this.#options;
    const greeted = await link.hello();
    if (greeted.kind === "failure") {
      this.#refusedHellos = greeted.verdict === "new_session" ? this.#refusedHellos + 1 : 0;
      if (this.#refusedHellos >= MAX_REFUSED_HELLOS)
        this.#refuse(`handshake refused (${greeted.reason}): check network and key`);
      this.#fail(greeted, 0);
      return false;
    }
    this.#refusedHellos = 0;
    const { cursor } = greeted.welcome;
    if (cursor.queueEpoch === queueEpoch) this.#moveTo(cursor.next);
    return true;
  }

  #moveTo(storedTo: number): void {
    this.#storedTo = Math.max(this.#storedTo, storedTo);
    this.status.next = Math.max(this.status.next, storedTo);
  }

  /** The first batch is empty: its answer says where this recording stands and what is not wanted of it. */
  async #sendNext(): Promise<void> {
    const { source, queueEpoch, stop } = this.#options;
    const rows = this.#knowsCursor ? await source.peek(this.status.next, this.#limit) : [];
    if (stop.aborted) return;
    const isOver = this.#knowsCursor && rows.length === 0;
    if (isOver) {
      this.#ended = { kind: "done" };
      return;
    }
    const [first] = rows;
    const limit = this.#limit;
    const backfill = { base: 0, from: this.#storedTo, fromAt: this.status.at, newest: [], backfill: true };
    const plan = planBatch({ queueEpoch, rows, limit, ...backfill });
    this.status.unsendable += plan.unsendable.length;
    const last = plan.unsendable.at(-1);
    if (plan.count === 0 && last !== undefined) {
      this.status.next = last + 1;
      return;
    }
    const exchanged = await this.#exchange(plan, rows.length, first?.at ?? null);
    if (exchanged.kind === "failure") this.#fail(exchanged, plan.count);
    else this.#obey(exchanged.reply, plan);
  }

  #exchange(plan: PlannedBatch, length: number, oldestAt: number | null): Promise<Exchanged> {
    const { link, now } = this.#options;
    // A recording speaks for no broker: what the live bridge said of its own stays.
    const head = { now: now(), watched: "no", wantsToken: false, broker: "connected" } as const;
    const interestVersion = this.#interestVersion;
    return link.exchange({ ...head, interestVersion, queue: { length, oldestAt } }, plan.bytes);
  }

  #obey(reply: UplinkReply, plan: PlannedBatch): void {
    const { log, source, queueEpoch, onProgress } = this.#options;
    this.#pace.answered();
    const storedTo = reply.cursor.queueEpoch === queueEpoch ? reply.cursor.next : this.#storedTo;
    if (reply.status === "refused") {
      this.#obeyRefusal(reply, plan);
      return;
    }
    source.notRelayed = reply.notRelayed;
    this.#interestVersion = reply.interest?.version ?? this.#interestVersion;
    this.#knowsCursor = true;
    if (storedTo < plan.next) {
      log.error({ expected: plan.next, storedTo }, "cursor_short");
      this.#pace.backOff();
    }
    this.#moveTo(storedTo);
    this.status.at = plan.lastAt ?? this.status.at;
    if (reply.status === "duplicate") this.status.duplicates += plan.count;
    else this.status.stored += plan.count;
    this.#limit = { ...this.#limit, rows: Math.min(fullBatch.rows, this.#limit.rows * 2) };
    onProgress();
  }

  #obeyRefusal({ code = "bad_schema", detail }: UplinkReply, plan: PlannedBatch): void {
    this.#options.log.error({ code, detail, count: plan.count }, "batch_refused");
    if (code === "revoked") this.#refuse("the gateway was revoked");
    else if (code !== "batch_conflict" && plan.count > 1) this.#halve(plan.count);
    else if (plan.count === 0) this.#refuse(`${code}: ${detail ?? "no reason given"}`);
    else {
      this.status.refused += plan.count;
      this.status.next = plan.next;
    }
  }

  #fail(failure: Failure, count: number): void {
    const { link, log } = this.#options;
    const { verdict, reason } = failure;
    log.warn({ verdict, reason }, "link_failure");
    if (verdict === "revoked" || verdict === "alert") this.#refuse(reason);
    else if (verdict === "halve" && count > 1) this.#halve(count);
    else if (verdict === "halve" && count === 1) {
      this.status.unsendable += 1;
      this.status.next += 1;
    } else {
      if (verdict === "new_session") link.dropSession();
      this.#pace.failed(failure);
    }
  }

  #halve(count: number): void {
    this.#limit = { ...this.#limit, rows: Math.max(1, Math.floor(count / 2)) };
  }

  #refuse(reason: string): void {
    this.#ended = { kind: "refused", reason };
  }
}
