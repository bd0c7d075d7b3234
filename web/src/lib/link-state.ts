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
  | "silent";

/** Nothing from any device for so long, although everything is online: said openly. A gateway sends every 15 minutes at the least. */
export const SILENT_MS = 20 * 60_000;

export interface LinkFacts {
  readonly now: number;
  readonly phoneOnline: boolean;
  /** The newest values come from the server, not from this phone's memory. */
  readonly synced: boolean;
  readonly link: LinkHealth | null;
  readonly paused: boolean;
  /** Time of the newest message of any device. */
  readonly newestAt: number | null;
}

export function toLinkState({ now, phoneOnline, synced, link, paused, newestAt }: LinkFacts): LinkState {
  if (!phoneOnline) return "phoneOffline";
  if (!synced) return "connecting";
  if (link?.state === "waiting") return "waiting";
  if (link?.state === "offline") return "gatewayOffline";
  if (link?.protocol === "offline") return "protocolOffline";
  if (newestAt !== null && now - newestAt > SILENT_MS) return "silent";
  return paused ? "paused" : "live";
}

/** Values that may no longer be true are shown greyed, with their age. */
export function isStale(state: LinkState): boolean {
  return state !== "live" && state !== "connecting" && state !== "paused";
}
