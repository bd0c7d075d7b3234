/** The doorbell does not wait for the next second, but a stuck one does not flood the dispatcher either. */
const RING_INTERVAL_MS = 150;

/** What the relay knows when it asks whether to send now. Times are of a clock that is never set, in milliseconds. */
export interface SendState {
  /** A request is on its way: never two. */
  readonly busy: boolean;
  /** Not before: back-off, Retry-After, revocation. */
  readonly blockedUntil: number;
  /** When the last answered batch was sent; null before the first of this run. */
  readonly lastSentAt: number | null;
  /** A sealed batch waits for its answer. */
  readonly retrying: boolean;
  /** Durable messages not yet stored. */
  readonly unsent: number;
  /** More of them than one batch takes. */
  readonly backlog: boolean;
  /** Someone who may see raw is looking. */
  readonly watched: boolean;
  /** Someone began to look, a message matters, a command was executed, or the listener needs a token. */
  readonly urgent: boolean;
  /** The dispatcher has something for us: a tap waits for it. */
  readonly rung: boolean;
  readonly intervalMs: number;
  readonly minIntervalMs: number;
  readonly drainIntervalMs: number;
}

export type SendDecision =
  | { readonly kind: "send"; readonly reason: Due["reason"] }
  /** `until` null: until something happens. */
  | { readonly kind: "wait"; readonly until: number | null };

/**
 * Traffic follows demand: at once when someone begins to look, rings or a message matters, then at most one batch per `minIntervalMs`;
 * a backlog one per `drainIntervalMs`; else one per `intervalMs`, also when empty, since the cloud takes silence for an outage.
 */
export function decideSend(state: SendState, now: number): SendDecision {
  if (state.busy) return { kind: "wait", until: null };
  const { reason, at } = decideNext(state);
  const due = Math.max(at, state.blockedUntil);
  return due <= now ? { kind: "send", reason } : { kind: "wait", until: due };
}

interface Due {
  readonly reason: "first" | "retry" | "rung" | "urgent" | "watched" | "backlog" | "interval";
  readonly at: number;
}

function decideNext(state: SendState): Due {
  const since = state.lastSentAt;
  if (state.retrying) return { reason: "retry", at: 0 };
  if (since === null) return { reason: "first", at: 0 };
  const dues: Due[] = [];
  if (state.rung) dues.push({ reason: "rung", at: since + RING_INTERVAL_MS });
  if (state.backlog) dues.push({ reason: "backlog", at: since + state.drainIntervalMs });
  if (state.urgent) dues.push({ reason: "urgent", at: since + state.minIntervalMs });
  if (state.watched && state.unsent > 0) dues.push({ reason: "watched", at: since + state.minIntervalMs });
  const interval: Due = { reason: "interval", at: since + state.intervalMs };
  return dues.reduce((best, due) => (due.at < best.at ? due : best), interval);
}
