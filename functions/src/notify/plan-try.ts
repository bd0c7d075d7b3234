import type { Notice, PushState } from "@lastmeter/model/notice";
import type { PushOutcome } from "./push-sender.ts";

const TRIES_MAX = 7;
const BACKOFF_MS = 30_000;
const BACKOFF_MAX_MS = 1_800_000;
/** Later than this nobody wants to be told. */
const USEFUL_MS = 24 * 3_600_000;

export interface TriedNotice {
  readonly push: Notice["push"];
  readonly dueAt: number | null;
}

/** What a try leaves of the way to a person's phones: those still to be reached, later and later, until it is of no more use. */
export function planTry(
  { push, at }: Pick<Notice, "push" | "at">,
  outcomes: ReadonlyMap<string, PushOutcome>,
  now: number,
): TriedNotice {
  const sent = push.sent + [...outcomes.values()].filter(({ kind }) => kind === "sent").length;
  const later = [...outcomes].flatMap(([installId, outcome]) =>
    outcome.kind === "later" ? [{ installId, afterS: outcome.afterS }] : [],
  );
  const wait = Math.max(
    Math.min(BACKOFF_MS * 2 ** (push.tries - 1), BACKOFF_MAX_MS),
    ...later.map(({ afterS }) => afterS * 1000),
  );
  const isOver = push.tries >= TRIES_MAX || now + wait > at + USEFUL_MS;
  const left = later.map(({ installId }) => installId);
  if (left.length > 0 && !isOver) return { push: { ...push, state: "due", sent, left }, dueAt: now + wait };
  const state: PushState = sent > 0 ? "sent" : left.length > 0 || outcomes.size > 0 ? "failed" : "silent";
  return { push: { ...push, state, sent, left: null }, dueAt: null };
}
