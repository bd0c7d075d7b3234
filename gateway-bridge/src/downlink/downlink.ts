import { existsSync } from "node:fs";
import { type CommandOutcome, commandLimits, type LinkCommand } from "@lastmeter/model/link/messages";
import { readJsonFile, writeJsonFile } from "../disk-queue/durable-file.ts";
import type { Log } from "../log.ts";
import { type Executed, executedSchema, nothingExecuted } from "./executed.ts";
import { isExpired, type PlanOptions, planCommands } from "./plan-commands.ts";

export interface DownlinkOptions {
  /** The file of what was executed. */
  readonly path: string;
  readonly log: Log;
  readonly isAllowed: PlanOptions["isAllowed"];
  /** Gives the message to the broker, relative to the base topic; false: the broker is away, nothing was given and nothing will be. */
  readonly publish: (topic: string, payload: string, leftMs: number) => boolean;
  readonly isBrokerConnected: () => boolean;
  /** Number of the queue's next message. */
  readonly nextMessage: () => number;
  /** Milliseconds since 1970, and of a clock that is never set. */
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Outcomes wait for the next frame, or commands for the broker. */
  readonly onNews: () => void;
}

/** When the request was sent that a reply answers, by both clocks. */
export interface SentAt {
  readonly now: number;
  readonly monotonic: number;
}

/**
 * Executes what sealed replies order, each at most once: first noted on disk, then given to the broker. Keeps no command for later:
 * while the broker is away the dispatcher goes on handing them over, each time checked anew.
 */
export class Downlink {
  readonly counters = { published: 0, notExecuted: 0 };
  readonly #options: DownlinkOptions;
  #executed: Executed;
  /** Outcomes that are not on disk: of what was not executed. */
  readonly #outcomes = new Map<string, CommandOutcome>();
  #waitsForBroker = false;
  #work: Promise<void> = Promise.resolve();

  private constructor(options: DownlinkOptions, executed: Executed) {
    this.#options = options;
    this.#executed = executed;
  }

  /** A file that is there and cannot be read makes what waits at the start `unsure`: it may have been executed. */
  static async open(options: DownlinkOptions): Promise<Downlink> {
    const stored = await readJsonFile(options.path, executedSchema);
    if (stored === undefined && existsSync(options.path)) {
      options.log.error({ path: options.path }, "executed_commands_lost");
      return new Downlink(options, { ...nothingExecuted, floor: null });
    }
    return new Downlink(options, stored ?? nothingExecuted);
  }

  /** What the next frame says of commands; the same until `told`. */
  get outcomes(): readonly CommandOutcome[] {
    const untold = this.#executed.commands.filter(({ told }) => !told);
    const executed = untold.map(({ id, outcome, n }) => ({
      commandId: id,
      outcome,
      ...(n === undefined ? {} : { n }),
    }));
    return [...executed, ...this.#outcomes.values()].slice(0, commandLimits.count);
  }

  /** The dispatcher has these. */
  told(outcomes: readonly CommandOutcome[]): void {
    const ids = new Set(outcomes.map(({ commandId }) => commandId));
    for (const { commandId } of outcomes) this.#outcomes.delete(commandId);
    const commands = this.#executed.commands.map((one) => (ids.has(one.id) ? { ...one, told: true } : one));
    this.#executed = { ...this.#executed, commands };
  }

  /** The broker is back: what it missed is asked for anew. */
  brokerConnected(): void {
    if (this.#waitsForBroker) this.#options.onNews();
    this.#waitsForBroker = false;
  }

  /** @param serverTime of the sealed reply that ordered them. Resolves when all is done; one reply after the other. */
  obey(commands: readonly LinkCommand[], serverTime: number, sentAt: SentAt): Promise<void> {
    this.#work = this.#work.then(() => this.#obey(commands, serverTime, sentAt));
    return this.#work;
  }

  async #obey(commands: readonly LinkCommand[], serverTime: number, sentAt: SentAt): Promise<void> {
    const { log, path, isBrokerConnected, isAllowed } = this.#options;
    const elapsedMs = this.#elapsedMs(sentAt);
    const plan = planCommands(this.#executed, commands, { serverTime, elapsedMs, isAllowed });
    if (plan.execute.length > 0 && !isBrokerConnected()) {
      this.#waitsForBroker = true;
      log.warn({ count: plan.execute.length }, "commands_wait_for_broker");
    } else if (plan.execute.length > 0) {
      try {
        await writeJsonFile(path, plan.executed, { sync: true });
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : "unknown" }, "command_not_noted");
        for (const { commandId } of plan.execute) this.#answer({ commandId, outcome: "failed" });
        this.#options.onNews();
        return;
      }
      this.#executed = plan.executed;
      for (const command of plan.execute) this.#execute(command, serverTime, sentAt);
      // Only what happened is added: without it on disk, a crash would make it `unsure`.
      await writeJsonFile(path, this.#executed, { sync: false }).catch(() => undefined);
    } else {
      this.#executed = plan.executed;
    }
    for (const outcome of plan.outcomes) this.#answer(outcome);
    if (this.outcomes.length > 0) this.#options.onNews();
  }

  #execute(command: LinkCommand, serverTime: number, sentAt: SentAt): void {
    const { commandId, topic, payload } = command;
    const isLate = isExpired(command, serverTime, this.#elapsedMs(sentAt));
    const leftMs = command.deliverFor - this.#elapsedMs(sentAt);
    const n = this.#options.nextMessage();
    const isPublished = !isLate && this.#options.publish(topic, payload, leftMs);
    const { commands } = this.#executed;
    if (isPublished) {
      this.counters.published += 1;
      const done = commands.map((one) => (one.id === commandId ? { ...one, outcome: "published" as const, n } : one));
      this.#executed = { ...this.#executed, commands: done };
      return;
    }
    this.#executed = { ...this.#executed, commands: commands.filter(({ id }) => id !== commandId) };
    if (isLate) this.#answer({ commandId, outcome: "expired" });
    else this.#waitsForBroker = true;
  }

  /** The longer of both clocks: one stands still while the machine sleeps, the other may be set. */
  #elapsedMs(sentAt: SentAt): number {
    const { now, monotonic } = this.#options;
    return Math.max(monotonic() - sentAt.monotonic, now() - sentAt.now);
  }

  #answer(outcome: CommandOutcome): void {
    const { commandId } = outcome;
    const done = this.#executed.commands.find(({ id }) => id === commandId);
    if (done) {
      const commands = this.#executed.commands.map((one) => (one === done ? { ...one, told: false } : one));
      this.#executed = { ...this.#executed, commands };
      return;
    }
    this.#outcomes.set(commandId, outcome);
    this.counters.notExecuted += 1;
  }
}
