import type { LinkCommand } from "@lastmeter/model/link/messages";

/** As long as the dispatcher waits for an answer after the deadline. */
const GRACE_MS = 10_000;

/** Where devices answer to commands that were just handed over: somebody waits for what they say, whether it is a change or not. */
export class ExpectedAnswers {
  readonly #until = new Map<string, number>();

  /** @param now of a clock that is never set, in milliseconds. */
  put(commands: readonly Pick<LinkCommand, "answers" | "deliverFor">[], now: number): void {
    for (const { answers = [], deliverFor } of commands) {
      for (const topic of answers)
        this.#until.set(topic, Math.max(this.#until.get(topic) ?? 0, now + deliverFor + GRACE_MS));
    }
  }

  /** A device may speak on topics below its own. */
  has(topic: string, now: number): boolean {
    if (this.#until.size === 0) return false;
    for (const [expected, until] of this.#until) {
      if (until <= now) this.#until.delete(expected);
      else if (topic === expected || topic.startsWith(`${expected}/`)) return true;
    }
    return false;
  }
}
