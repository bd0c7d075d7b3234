import type { GatewayStatus } from "@lastmeter/model/gateway";
import type { NetworkId } from "@lastmeter/model/ids";
import type { LinkHealth } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { toStatusWrite } from "../link/gateway-status.ts";
import { OFFLINE_GRACE_MS, toIntervalMs } from "../link/link-record.ts";
import type { Write } from "../platform/writes.ts";

/** A gateway whose next batch is overdue. */
export interface OverdueLink {
  readonly networkId: NetworkId;
  readonly offlineAt: number;
  readonly health: LinkHealth;
  /** Absent: made before there was one. */
  readonly status?: GatewayStatus | undefined;
  readonly intervalMs?: number | undefined;
  readonly rules?: { readonly isPrompt: boolean } | undefined;
}

export interface OfflinePlan {
  /** For the link's record, guarded: a batch that arrives meanwhile wins. */
  readonly health: LinkHealth;
  readonly status: GatewayStatus | undefined;
  readonly writes: readonly Write[];
}

/** Offline since its batch was due; last seen at its last one. */
export function planOffline({ networkId, offlineAt, health, status, ...pace }: OverdueLink): OfflinePlan {
  if (health.state !== "online") return { health, status, writes: [] };
  const offline: LinkHealth = { ...health, state: "offline", since: offlineAt };
  const lastSeenAt = offlineAt - toIntervalMs(pace) - OFFLINE_GRACE_MS;
  const seen = status && { ...status, lastSeenAt };
  const told = seen ? [toStatusWrite(networkId, seen)] : [];
  const path = paths.network(networkId);
  const write: Write = { kind: "replaceFields", path, data: { link: offline }, fields: ["link"] };
  return { health: offline, status: seen, writes: [write, ...told] };
}
