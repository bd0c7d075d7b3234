import type { LinkHealth } from "@lastmeter/model/network";
import type { LiveData, NodeHealth } from "@lastmeter/model/node";

export interface HeldFacts {
  readonly now: number;
  /** Null: the home is not known. */
  readonly link: LinkHealth | null;
  /** The newest values come from the server. */
  readonly current: boolean;
}

/** Until when the newest value holds: until node, coordinator or gateway is known to be away; without a network, as far as this phone heard. */
export function toHeldUntil({ now, link, current }: HeldFacts, health: NodeHealth, live: LiveData | null): number {
  if (!current) return live?.at ?? 0;
  if (link && (link.state !== "online" || link.protocol === "offline")) return link.since;
  return health.availability === "offline" ? (health.availabilityAt ?? live?.at ?? 0) : now;
}
