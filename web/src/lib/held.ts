import type { LinkHealth } from "@lastmeter/model/network";
import type { LiveData, NodeHealth } from "@lastmeter/model/node";

export interface HeldFacts {
  readonly now: number;
  /** Null: the home is not known. */
  readonly link: LinkHealth | null;
  /** The newest values come from the server. */
  readonly current: boolean;
}

/** Battery devices report at least this often (Zigbee2MQTT's own bound for them). */
const SILENT_MS = 25 * 3_600_000;

/** Whether a device is known to be away; without its health (it is somebody else's) by the age of its newest message. */
export function isAway(health: NodeHealth | null, live: LiveData | null, now: number): boolean {
  return health ? health.availability === "offline" : live !== null && now - live.at > SILENT_MS;
}

/** Until when the newest value holds: until node, coordinator or gateway is known to be away; without a network, as far as this phone heard. */
export function toHeldUntil(
  { now, link, current }: HeldFacts,
  health: NodeHealth | null,
  live: LiveData | null,
): number {
  if (!current) return live?.at ?? 0;
  if (link && (link.state !== "online" || link.protocol === "offline")) return link.since;
  return isAway(health, live, now) ? (health?.availabilityAt ?? live?.at ?? 0) : now;
}
