import { isCurrent, toClientPrincipal } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { SharingList } from "@lastmeter/model/sharing";
import { AppError } from "../platform/app-error.ts";
import type { Caller } from "../platform/call.ts";
import type { Write } from "../platform/writes.ts";
import { requireActor, requireAll, type SharingContext, settle } from "./context.ts";
import { requireMayDecide } from "./decide-actor.ts";
import { toEntryWrites } from "./entry.ts";
import { give } from "./give.ts";
import { planStanding } from "./plan-standing.ts";
import type { RequestOf } from "./request.ts";
import type { Standing } from "./standing.ts";

const HOUR_MS = 3_600_000;

export function grantClient(context: SharingContext, caller: Caller, request: RequestOf<"grantClient">) {
  const { networkId, nodeIds, clientId, terms } = request;
  return settle(context, async (transaction, views) => {
    const { network, actor } = await requireActor(transaction, networkId, caller.uid, context.now);
    const label = await transaction.readClientName(clientId);
    if (label === null) throw new AppError("not_found", "no such client");
    const standing = await transaction.readStanding(network, toClientPrincipal(clientId), nodeIds);
    requireAll(standing.nodes, nodeIds);
    const who = { uid: caller.uid, label: caller.verifiedEmail ?? "" };
    const by = { uid: caller.uid, actor };
    return give(transaction, standing, { act: "grant", by, who, label, terms, nodeIds }, views, context.now);
  });
}

/** What a member has by the network can be changed for single nodes: these get a grant of their own. */
export function change(context: SharingContext, caller: Caller, request: RequestOf<"change">) {
  const { networkId, nodeIds, principalId, terms } = request;
  return settle(context, async (transaction, views) => {
    const { network, actor } = await requireActor(transaction, networkId, caller.uid, context.now);
    const standing = await transaction.readStanding(network, principalId, nodeIds);
    requireAll(standing.nodes, nodeIds);
    const held =
      nodeIds === null ? [standing.networkGrant] : standing.nodes.map(({ nodeId }) => standing.nodeGrants.get(nodeId));
    const label = held[0]?.label;
    if (label === undefined || !held.every(Boolean)) throw new AppError("not_found", "no such grant");
    const who = { uid: caller.uid, label: caller.verifiedEmail ?? "" };
    const by = { uid: caller.uid, actor };
    return give(transaction, standing, { act: "change", by, who, label, terms, nodeIds }, views, context.now);
  });
}

/** One principal after the other, each at once with all they have. Who has nothing is left as they are. */
export async function revoke(context: SharingContext, caller: Caller, request: RequestOf<"revoke">) {
  const { networkId, nodeIds } = request;
  for (const principalId of new Set(request.principalIds)) {
    await end(context, { act: "revoke", caller, networkId, nodeIds, principalId });
  }
  return null;
}

export async function leave(context: SharingContext, caller: Caller, { networkId, nodeIds }: RequestOf<"leave">) {
  await end(context, { act: "leave", caller, networkId, nodeIds, principalId: caller.uid });
  return null;
}

interface Ending {
  readonly act: "revoke" | "leave";
  readonly caller: Caller;
  readonly networkId: NetworkId;
  readonly nodeIds: readonly NodeId[] | null;
  readonly principalId: string;
}

function end(context: SharingContext, { act, caller, networkId, nodeIds, principalId }: Ending): Promise<null> {
  const { now } = context;
  return settle(context, async (transaction) => {
    const known = act === "revoke" ? await requireActor(transaction, networkId, caller.uid, now) : null;
    const network = known?.network ?? (await transaction.readNetwork(networkId));
    if (network === null) throw new AppError("not_found", "no such network");
    const standing = await transaction.readStanding(network, principalId, nodeIds);
    const { networkGrant, nodeGrants } = standing;
    if (known !== null) requireAll(standing.nodes, nodeIds);
    if (known !== null) requireMayDecide(known.actor, caller.uid, standing, null);
    const held = [...nodeGrants.values()];
    const label = (nodeIds === null ? networkGrant : null)?.label ?? held[0]?.label;
    if (act === "leave" && label === undefined) throw new AppError("not_found", "nothing was lent to them");
    if (nodeIds !== null && held.some(({ source }) => source === "network")) throw ofTheNetwork();
    const ended = new Map(held.filter(({ source }) => source === "node").map(({ nodeId }) => [nodeId as NodeId, null]));
    const decision = { nodeGrants: ended, ...(nodeIds === null ? { networkGrant: null } : {}) };
    const about = nodeIds === null && networkGrant !== null ? null : [...ended.keys()];
    const who = { who: caller.uid, whoLabel: caller.verifiedEmail ?? "", principalId, label: label ?? "" };
    return {
      networkId,
      plan: planStanding(standing, decision, now),
      writes: label === undefined ? [] : toEntryWrites(networkId, about, { act, at: now, ...who }),
      result: null,
    };
  });
}

const ofTheNetwork = () =>
  new AppError("bad_request", "nodeIds", null, [
    { path: "nodeIds", expected: "null: it is a grant of the whole network" },
  ]);

export async function list(
  { store, now }: SharingContext,
  caller: Caller,
  { networkId }: RequestOf<"list">,
): Promise<SharingList> {
  await store.transact((transaction) => requireActor(transaction, networkId, caller.uid, now));
  return store.readSharing(networkId);
}

/** Noted once in an hour and grant; a copy counts as its network's grant. */
export async function opened(
  { store, now }: SharingContext,
  caller: Caller,
  { networkId, nodeIds }: RequestOf<"opened">,
) {
  await store.transact(async (transaction) => {
    const network = await transaction.readNetwork(networkId);
    if (network === null) throw new AppError("not_found", "no such network");
    const standing = await transaction.readStanding(network, caller.uid, nodeIds ?? []);
    const fresh = toOpened(standing, nodeIds, now);
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
    const stale = [...fresh].filter(([, { lastOpenedAt }]) => (lastOpenedAt ?? 0) < hour);
    if (stale.length === 0) return;
    const about = nodeIds && [...new Set(stale.flatMap(([, { nodes }]) => nodes))];
    const writes = stale.map(
      ([path]): Write => ({ kind: "replaceFields", path, data: { lastOpenedAt: hour }, fields: ["lastOpenedAt"] }),
    );
    const who = { who: caller.uid, whoLabel: caller.verifiedEmail ?? "" };
    transaction.write([...writes, ...toEntryWrites(networkId, about, { act: "open", at: now, ...who })]);
  });
  return null;
}

/** The grants that opened something, by path. @throws AppError not_found: none that is current. */
function toOpened(
  { network, principalId, networkGrant, nodes, nodeGrants }: Standing,
  nodeIds: readonly NodeId[] | null,
  now: number,
) {
  const found = new Map<string, { lastOpenedAt: number | null; nodes: NodeId[] }>();
  const add = (path: string, lastOpenedAt: number | null, node: readonly NodeId[]) =>
    found.set(path, { lastOpenedAt, nodes: [...(found.get(path)?.nodes ?? []), ...node] });
  const ofNetwork = paths.networkGrant(network.networkId, principalId);
  const isMember = networkGrant !== null && isCurrent(networkGrant, now);
  if (nodeIds === null && isMember) add(ofNetwork, networkGrant.lastOpenedAt, []);
  for (const { nodeId } of nodes) {
    const grant = nodeGrants.get(nodeId);
    if (grant === undefined || !isCurrent(grant, now)) continue;
    if (grant.source === "node") add(paths.nodeGrant(nodeId, principalId), grant.lastOpenedAt, [nodeId]);
    else if (isMember) add(ofNetwork, networkGrant.lastOpenedAt, [nodeId]);
  }
  if (found.size === 0) throw new AppError("not_found", "nothing is lent to them");
  return found;
}
