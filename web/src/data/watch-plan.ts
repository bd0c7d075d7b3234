/** How often the watch document is renewed, and how far ahead it promises; the rules allow two minutes by server time. */
export const RENEW_MS = 45_000;
export const AHEAD_MS = 100_000;
/** A page that nobody touches for so long asks for less. */
export const IDLE_MS = 600_000;

export interface WatchFacts {
  readonly now: number;
  readonly visible: boolean;
  readonly lastActivityAt: number;
  /** When the document was last written; null: there is none. */
  readonly renewedAt: number | null;
}

export interface WatchPlan {
  readonly act: "renew" | "release" | "rest";
  /** Somebody could look but has not touched the page for long: it says so. */
  readonly paused: boolean;
}

export function planWatch({ now, visible, lastActivityAt, renewedAt }: WatchFacts): WatchPlan {
  const paused = now - lastActivityAt >= IDLE_MS;
  if (!visible || paused) return { act: renewedAt === null ? "rest" : "release", paused };
  return { act: renewedAt === null || now - renewedAt >= RENEW_MS ? "renew" : "rest", paused };
}
