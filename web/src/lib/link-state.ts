import type { LinkHealth } from "@lastmeter/model/network";

/** Why the figures move or stand still. Phone, gateway and ZigBee away are three different things. */
export type LinkState =
  | "live"
  | "connecting"
  | "phoneOffline"
  | "gatewayOffline"
  | "protocolOffline"
  | "waiting"
  | "paused"
  | "unheard"
  | "silent";

/** Nothing from any device for so long, although everything is online: said openly. A gateway sends every 15 minutes at the least. */
export const SILENT_MS = 20 * 60_000;

/** Who watches gets the first message at once; then devices speak as they do, meters at least each minute. */
const FIRST_MS = 5000;
const NEXT_MS = 60_000;

export interface LinkFacts {
  readonly now: number;
  readonly phoneOnline: boolean;
  /** The newest values come from the server, not from this phone's memory. */
  readonly synced: boolean;
  readonly link: LinkHealth | null;
  readonly paused: boolean;
  /** Since when the gateway is told that this app looks; null: it is not told. */
  readonly watchedSince: number | null;
  /** When this app last got a fresh value. */
  readonly heardAt: number;
  /** Time of the newest message of any device. */
  readonly newestAt: number | null;
}

export function toLinkState(facts: LinkFacts): LinkState {
  const { now, phoneOnline, synced, link, paused, watchedSince, heardAt, newestAt } = facts;
  if (!phoneOnline) return "phoneOffline";
  if (!synced) return "connecting";
  if (link?.state === "waiting") return "waiting";
  if (link?.state === "offline") return "gatewayOffline";
  if (link?.protocol === "offline") return "protocolOffline";
  if (newestAt !== null && now - newestAt > SILENT_MS) return "silent";
  if (paused) return "paused";
  if (watchedSince === null) return "live";
  const until = heardAt >= watchedSince ? heardAt + NEXT_MS : watchedSince + FIRST_MS;
  return now > until ? "unheard" : "live";
}

/** When a newer value than before came, by this phone's own clock: a gateway's may differ. */
export function createHearing(): (newestAt: number | null, now: number) => number {
  let [newest, heardAt] = [Number.POSITIVE_INFINITY, 0];
  return (newestAt, now) => {
    if (newestAt === null) return heardAt;
    if (newestAt > newest) heardAt = now;
    newest = newest === Number.POSITIVE_INFINITY ? newestAt : Math.max(newest, newestAt);
    return heardAt;
  };
}

/** Values that may no longer be true are shown greyed, with their age. */
export function isStale(state: LinkState): boolean {
  return state !== "live" && state !== "connecting" && state !== "paused" && state !== "unheard";
}
