import type { LinkRecord } from "./link-record.ts";

/** A copy that has not called for so long is gone. */
const QUIET_MS = 600_000;
const NOTE_EVERY_MS = 60_000;
const EARLIER_MAX = 8;

type Starts = NonNullable<LinkRecord["starts"]>;

export type StartDecision =
  | { readonly kind: "heard"; readonly starts: Starts }
  /** `starts`: the same object where nothing is to be noted. */
  | { readonly kind: "refused"; readonly starts: Starts };

/**
 * Each start of a gateway names itself at random, so one that comes back after another has taken over shows that two copies of the gateway
 * live. From then on one of them is heard, the one that was there first; what others say waits on their disks until it falls silent, so
 * that two homes are never told as one. Frames of a recording do not count: its reader runs beside the gateway.
 */
export function decideStart({ starts, health }: LinkRecord, boot: string, now: number): StartDecision {
  if (starts === undefined) return { kind: "heard", starts: { boot, earlier: [] } };
  const { rival, ...heard } = starts;
  if (boot === starts.boot) {
    const isOver = rival !== undefined && now >= rival.refusedAt + QUIET_MS;
    return { kind: "heard", starts: isOver ? heard : starts };
  }
  const isThere = health.state === "online";
  if (rival !== undefined && isThere) {
    const isDue = now >= rival.refusedAt + NOTE_EVERY_MS;
    return { kind: "refused", starts: isDue ? { ...starts, rival: { ...rival, refusedAt: now } } : starts };
  }
  const isBack = starts.earlier.includes(boot);
  const earlier = [starts.boot, ...starts.earlier.filter((one) => one !== boot)].slice(0, EARLIER_MAX);
  const next = isBack ? { since: rival?.since ?? now, refusedAt: now } : rival;
  return { kind: "heard", starts: { boot, earlier, ...(next === undefined ? {} : { rival: next }) } };
}

/** Whether a start took over from one that may still be alive. */
export function isTakeover({ starts: before, health }: LinkRecord, after: LinkRecord["starts"]): boolean {
  if (before === undefined || after === undefined || health.state !== "online") return false;
  return after.boot !== before.boot && !before.earlier.includes(after.boot);
}
