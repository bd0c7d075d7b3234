import type { NetworkId } from "@lastmeter/model/ids";
import type { LinkHealth, Network } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { toNewStatus, toRing, toStatus, withStatus } from "../link/gateway-status.ts";
import type { LinkRecord } from "../link/link-record.ts";
import type { WrappedKey } from "../link/wrapped-key.ts";
import type { Write } from "../platform/writes.ts";

export interface KeyFacts {
  readonly networkId: NetworkId;
  readonly link: LinkRecord;
  readonly now: number;
}

export interface NewKey {
  readonly kid: string;
  readonly wrapped: WrappedKey;
}

export interface KeyPlan {
  readonly link: LinkRecord;
  readonly writes: readonly Write[];
}

/** A second key lives beside the first until a frame comes under it. Null: two live already. */
export function planRotation({ networkId, link, now }: KeyFacts, { kid, wrapped }: NewKey): KeyPlan | null {
  if (link.kids.length > 1) return null;
  const status = { ...toStatus(link), rotation: { since: now, state: "offered" as const } };
  const next = withStatus(networkId, { ...link, kids: [...link.kids, kid] }, status);
  const key: Write = { kind: "merge", path: paths.networkKey(networkId), data: { keys: { [kid]: wrapped } } };
  return { ...next, writes: [...next.writes, key, toRing(networkId, now)] };
}

/**
 * The keys stay, so that the gateway, and nobody else, is told what happened to it. A new epoch ends its listener at the ring. Null: it was revoked
 * before.
 */
export function planRevocation({ networkId, link, now }: KeyFacts): KeyPlan | null {
  if (link.revoked) return null;
  const epoch = link.epoch + 1;
  const health = toGone(link.health, now);
  const status = { ...toStatus(link), rotation: null, revokedAt: now };
  const next = withStatus(networkId, { ...link, revoked: true, epoch, health, pending: [] }, status);
  const network = toNetworkWrite(networkId, { link: health, linkEpoch: epoch });
  return { ...next, writes: [...next.writes, network, toRing(networkId, now)] };
}

/** Every older key and session is dead; the cursors stay, so that a queue that comes back goes on where it stood. */
export function planReplacement(
  { networkId, link, now }: KeyFacts,
  { kid, wrapped }: NewKey,
  dispatcher: Network["dispatcher"],
): KeyPlan {
  const epoch = link.epoch + 1;
  const health = toGone(link.health, now);
  const { starts: _, ...kept } = link;
  const record = { ...withoutLedger(kept), kids: [kid], revoked: false, epoch, health, active: null, pending: [] };
  const { lastSeenAt } = toStatus(link);
  const next = withStatus(networkId, record, { ...toNewStatus(now), lastSeenAt });
  const keys: Write = {
    kind: "replaceFields",
    path: paths.networkKey(networkId),
    data: { keys: { [kid]: wrapped } },
    fields: ["keys"],
  };
  const network = toNetworkWrite(networkId, { link: health, linkEpoch: epoch, dispatcher });
  return { ...next, writes: [...next.writes, keys, network] };
}

/** Which commands were carried out only the gateway before knows: a new one must not do so again. */
function withoutLedger<T extends Pick<LinkRecord, "commands">>(link: T): T {
  const { commands } = link;
  if (commands === undefined) return link;
  return {
    ...link,
    commands: { ...commands, open: commands.open.map((each) => ({ ...each, orphan: true as const })) },
  };
}

/** A network that never had a gateway goes on waiting for it. */
function toGone(health: LinkHealth, now: number): LinkHealth {
  return health.state === "online" ? { ...health, state: "offline", since: now, protocol: "unknown" } : health;
}

function toNetworkWrite(networkId: NetworkId, data: Partial<Network>): Write {
  return { kind: "replaceFields", path: paths.network(networkId), data, fields: Object.keys(data) };
}
