import { join } from "node:path";
import type { UplinkReply } from "@lastmeter/model/link/messages";
import { Quarantine } from "../disk-queue/quarantine.ts";
import type { Row } from "../disk-queue/record.ts";
import type { Failure } from "../link/link-client.ts";
import { type Asks, joinAsks, noAsks } from "./asks.ts";
import { BatchSource, type SealedBatch } from "./batch-source.ts";
import { decideSend } from "./decide-send.ts";
import { ExpectedAnswers } from "./expected-answers.ts";
import { toHead } from "./head.ts";
import { InterestFilter } from "./interest.ts";
import { KeyChange } from "./key-change.ts";
import { NewestValues } from "./newest.ts";
import { Pace } from "./pace.ts";
import type { PlannedBatch } from "./plan-batch.ts";
import type { RelayOptions } from "./relay-options.ts";
import { newRelayStatus } from "./relay-status.ts";

/** Sends the queue to the dispatcher, one sealed batch in flight, when `decideSend` says so; removes only what a sealed reply stored. */
export class Relay {
  readonly status = newRelayStatus();
  readonly #options: RelayOptions;
  readonly #interest = new InterestFilter();
  readonly #newest = new NewestValues();
  readonly #expected = new ExpectedAnswers();
  readonly #quarantine: Quarantine;
  readonly #source: BatchSource;
  readonly #pace: Pace;
  /** The batch that waits for its answer: its bytes stay the same until then. */
  #sealed: SealedBatch | undefined;
  readonly #keyChange: KeyChange;
  #asks: Asks = noAsks;
  #wantsToken = true;
  #lastSentAt: number | null = null;
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #woken = false;
  #stopped = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#quarantine = new Quarantine(join(options.stateDir, "refused"));
    this.#source = new BatchSource(options.queue, options.log);
    this.#pace = new Pace(options.monotonic);
    this.#keyChange = new KeyChange(options);
  }

  start(): void {
    this.#wake();
  }

  /** Waits for the answer on its way, at most `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#sending, timeout]);
    clearTimeout(timer);
  }

  /** A message has become durable. */
  queued(row: Row): void {
    const isAnswer = this.#expected.has(row.topic, this.#options.monotonic());
    const urgent = this.#interest.matters(row.topic, row.payload) || isAnswer;
    this.#newest.put(row);
    this.ask({ urgent });
  }

  /** Someone looks, or nobody any more. */
  watch(watched: boolean): void {
    if (watched === this.status.watched) return;
    this.status.watched = watched;
    this.#options.log.info({ watched }, "watch");
    this.ask({ began: watched });
  }

  /** The next frame goes sooner. */
  ask(asks: Partial<Asks>): void {
    this.#asks = joinAsks(this.#asks, asks);
    this.#wake();
  }

  /** The listener was refused. */
  wantToken(): void {
    this.#wantsToken = true;
    this.ask({ urgent: true });
  }

  #wake(): void {
    if (this.#woken || this.#stopped) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      this.#evaluate();
    });
  }

  #evaluate(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    const now = this.#options.monotonic();
    const unsent = this.#options.queue.stats.length;
    const decision = decideSend(
      {
        busy: this.#sending !== undefined,
        blockedUntil: this.#pace.blockedUntil,
        lastSentAt: this.#lastSentAt,
        retrying: this.#sealed !== undefined,
        unsent,
        backlog: this.#source.hasBacklog,
        watched: this.status.watched,
        urgent: this.#asks.urgent || this.#asks.began,
        rung: this.#asks.rung,
        intervalMs: this.status.intervalMs,
        minIntervalMs: this.#options.minIntervalMs,
        drainIntervalMs: this.#options.drainIntervalMs,
      },
      now,
    );
    if (decision.kind === "send") {
      this.#sending = this.#send(decision.reason)
        .catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : "unknown";
          this.#options.log.error({ reason }, "relay_fault");
          this.#pace.backOff();
        })
        .finally(() => {
          this.#sending = undefined;
          this.#wake();
        });
    } else if (decision.until !== null) {
      this.#timer = setTimeout(() => this.#wake(), Math.ceil(decision.until - now));
    }
  }

  async #send(reason: string): Promise<void> {
    const { link, log } = this.#options;
    const startedAt = this.#options.monotonic();
    if (!link.hasSession && !(await this.#greet())) return;
    const sealed = this.#sealed ?? (await this.#source.build(this.status.watched ? this.#newest.values() : []));
    this.#sealed = sealed;
    const { plan } = sealed;
    const asked = this.#asks;
    this.#asks = noAsks;
    const { watched } = this.status;
    const { qos0 } = this.#newest;
    const known = { watched, qos0, wantsToken: this.#wantsToken, interestVersion: this.#interest.version };
    const head = toHead(this.#options, known, asked);
    const sentAt = { now: this.#options.now(), monotonic: this.#options.monotonic() };
    const exchanged = await link.exchange(head, plan.bytes);
    if (exchanged.kind === "failure") {
      this.#asks = joinAsks(this.#asks, asked);
      this.#fail(exchanged, plan.count);
      return;
    }
    this.#lastSentAt = startedAt;
    const { reply } = exchanged;
    if (reply.status !== "refused") this.#options.onTold(head.outcomes ?? []);
    if (reply.commands) {
      this.#expected.put(reply.commands, this.#options.monotonic());
      this.#options.onCommands(reply.commands, reply.serverTime, sentAt);
    }
    await this.#obey(reply, plan);
    if (reply.newest) this.#options.onNewest(reply.newest);
    else if (reply.status === "duplicate") this.#asks = joinAsks(this.#asks, { newest: asked.newest });
    log.debug({ reason, count: plan.count, bytes: plan.bytes.length, status: reply.status }, "batch");
  }

  async #greet(): Promise<boolean> {
    const { link, queue, log } = this.#options;
    const greeted = await link.hello();
    if (greeted.kind === "failure") {
      this.#pace.noQuickRetry();
      this.#fail(greeted, 0);
      return false;
    }
    const { serverTime, cursor } = greeted.welcome;
    this.#options.onClockOffset(serverTime - this.#options.now());
    const reconciliation = await queue.reconcile(cursor);
    log.info({ queue: reconciliation.kind, clockOffsetMs: serverTime - this.#options.now() }, "link_session");
    if (reconciliation.kind === "restored") this.#options.onNewEpoch();
    this.#source.serverCursor = cursor;
    const sealed = this.#sealed;
    if (
      sealed &&
      (sealed.epoch !== queue.identity.epoch || (sealed.plan.count > 0 && sealed.plan.next <= queue.cursor))
    ) {
      this.#sealed = undefined;
    }
    return true;
  }

  async #obey(reply: UplinkReply, plan: PlannedBatch): Promise<void> {
    const { queue, log, now } = this.#options;
    const { identity } = queue;
    this.#options.onClockOffset(reply.serverTime - now());
    const isOurs = reply.cursor.queueEpoch === identity.epoch;
    this.#source.serverCursor = reply.cursor;
    const storedTo = isOurs ? Math.min(identity.base + reply.cursor.next, queue.end) : queue.cursor;
    this.#sealed = undefined;
    this.#recovered();
    if (reply.status === "refused") {
      await this.#obeyRefusal(reply, plan, storedTo);
    } else {
      await queue.advance(storedTo, storedTo >= plan.next ? plan.lastAt : null);
      this.#source.grow();
      this.status.lastStoredAt = now();
      this.status.batches += 1;
      this.status.messages += plan.count;
      this.status.deviceMessages += plan.deviceMessages;
      if (reply.status === "duplicate") this.status.duplicates += 1;
      if (plan.count > 0 && storedTo < plan.next) {
        log.error({ expected: plan.next, storedTo }, "cursor_short");
        this.#pace.backOff();
      }
    }
    this.status.intervalMs = reply.intervalMs;
    this.#options.onNotRelayed(reply.notRelayed);
    if (reply.interest) this.#interest.replace(reply.interest);
    if (reply.nextKey !== undefined && (await this.#keyChange.obey(reply.nextKey))) this.ask({ urgent: true });
    if (reply.listener) {
      this.#wantsToken = false;
      this.#options.onListener(reply.listener);
    }
  }

  /** Sealed, so it may cost messages: a batch is halved down to the one message that cannot be stored, which is set aside. */
  async #obeyRefusal(reply: UplinkReply, plan: PlannedBatch, storedTo: number): Promise<void> {
    const { queue, log } = this.#options;
    const code = reply.code ?? "bad_schema";
    log.error({ code, detail: reply.detail, count: plan.count }, "batch_refused");
    if (code === "revoked") {
      this.#revoke();
      return;
    }
    if (storedTo > queue.cursor) {
      await queue.advance(storedTo, null);
      return;
    }
    if (code !== "batch_conflict" && plan.count > 1) {
      this.#halve(plan.count);
      return;
    }
    if (plan.count > 0) {
      this.#quarantine.put(`${queue.identity.epoch}.batch`, plan.next, plan.bytes);
      this.status.quarantined += plan.count;
      await queue.advance(plan.next, plan.lastAt);
    }
    this.#pace.backOff();
  }

  #fail(failure: Failure, count: number): void {
    const { link, log } = this.#options;
    this.status.lastFailure = failure.reason;
    log.warn({ verdict: failure.verdict, reason: failure.reason }, "link_failure");
    if (failure.verdict === "revoked") {
      this.#revoke();
      return;
    }
    this.status.state = failure.verdict === "alert" ? "refused" : "retrying";
    if (failure.verdict === "new_session") link.dropSession();
    if (failure.verdict === "halve" && count > 1) this.#halve(count);
    else this.#pace.failed(failure);
  }

  #halve(count: number): void {
    this.#sealed = undefined;
    this.#source.halve(count);
  }

  #revoke(): void {
    if (this.status.state !== "revoked")
      this.#options.log.error({ queueLength: this.#options.queue.stats.length }, "gateway_revoked");
    this.status.state = "revoked";
    this.#pace.revoked();
    this.#options.link.dropSession();
    this.#options.onRevoked(true);
  }

  #recovered(): void {
    if (this.status.state === "revoked") this.#options.onRevoked(false);
    if (this.status.state !== "online") this.#options.log.info({}, "link_online");
    this.status.state = "online";
    this.status.lastFailure = null;
    this.#pace.answered();
  }
}
