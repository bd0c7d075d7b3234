import type { NetworkId } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

/** A gateway whose next batch is overdue. */
export interface OverdueLink {
  readonly networkId: NetworkId;
  readonly offlineAt: number;
  readonly health: LinkHealth;
}

export interface OfflinePlan {
  /** For the link's record, guarded: a batch that arrives meanwhile wins. */
  readonly health: LinkHealth;
  readonly writes: readonly Write[];
}

/** Offline since its batch was due. */
export function planOffline({ networkId, offlineAt, health }: OverdueLink): OfflinePlan {
  if (health.state !== "online") return { health, writes: [] };
  const offline: LinkHealth = { ...health, state: "offline", since: offlineAt };
  const path = paths.network(networkId);
  return { health: offline, writes: [{ kind: "replaceFields", path, data: { link: offline }, fields: ["link"] }] };
}
