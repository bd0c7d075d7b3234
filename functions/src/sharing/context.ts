import type { Grant, GrantTerms } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { AppError } from "../platform/app-error.ts";
import type { Log } from "../platform/log.ts";
import type { Write } from "../platform/writes.ts";
import { type Actor, decideActor } from "./decide-actor.ts";
import { toChannelsOf } from "./new-grant.ts";
import { planStanding, type StandingPlan, type ViewOfNode } from "./plan-standing.ts";
import type { SharingStore, SharingTransaction } from "./sharing.store.ts";
import type { SharedNetwork, SharedNode } from "./standing.ts";

export interface SharingContext {
  readonly store: SharingStore;
  readonly log: Log;
  readonly now: number;
}

const VIEW_ROUNDS_MAX = 6;

/** Of the nodes' limited channels, by node; empty where all channels are given. */
export type Views = ReadonlyMap<NodeId, string>;

/** @throws AppError not_found: no such network, or the caller may not know of it. */
export async function requireActor(
  transaction: SharingTransaction,
  networkId: NetworkId,
  uid: string,
  now: number,
): Promise<{ readonly network: SharedNetwork; readonly actor: Actor }> {
  const network = await transaction.readNetwork(networkId);
  if (network === null) throw new AppError("not_found", "no such network");
  const grant = await transaction.readNetworkGrant(networkId, uid);
  return { network, actor: decideActor(network.ownerId, grant, uid, now) };
}

/** @throws AppError not_found: a node that is not there, or of another network. */
export function requireAll(nodes: readonly SharedNode[], nodeIds: readonly NodeId[] | null): void {
  if (nodeIds !== null && nodes.length < new Set(nodeIds).size)
    throw new AppError("not_found", "no such node in the network");
}

interface Decided<T> {
  readonly plan: StandingPlan;
  /** Beside those of the plan. */
  readonly writes: readonly Write[];
  readonly networkId: NetworkId;
  readonly result: T;
}

/** Copies for limited channels are needed first: made outside of the transaction, which then decides again. */
export interface NeededViews {
  readonly networkId: NetworkId;
  readonly terms: GrantTerms;
  readonly nodes: readonly SharedNode[];
}

/** Decides in one transaction and commits it. `work` plans nothing before it has checked everything. */
export async function settle<T>(
  context: SharingContext,
  work: (transaction: SharingTransaction, views: Views | null) => Promise<Decided<T> | NeededViews>,
): Promise<T> {
  let views: Views | null = null;
  for (let round = 0; round < VIEW_ROUNDS_MAX; round++) {
    const made: Views | null = views;
    const outcome = await context.store.transact(async (transaction) => {
      const decided = await work(transaction, made);
      if (!("plan" in decided)) return decided;
      if (made !== null && !(await transaction.areReady(made))) return "dropped";
      transaction.write([...decided.plan.writes, ...decided.writes]);
      return decided;
    });
    if (outcome === "dropped") views = null;
    else if ("plan" in outcome) {
      await dropViews(context, outcome.networkId, outcome.plan.leftViews);
      return outcome.result;
    } else views = await openViews(context, outcome);
  }
  throw new AppError("unavailable", "views are made and dropped", 2);
}

async function openViews({ store, now }: SharingContext, { networkId, terms, nodes }: NeededViews): Promise<Views> {
  const views = new Map<NodeId, string>();
  for (const node of nodes) {
    const channels = toChannelsOf(node, terms);
    if (channels !== null)
      views.set(node.nodeId, await store.openView({ networkId, nodeId: node.nodeId, channels, now }));
  }
  return views;
}

/** What was decided stands already: copies that stay too long are nobody's to read, so a failure is only logged. */
export async function dropViews(
  context: SharingContext,
  networkId: NetworkId,
  views: readonly ViewOfNode[],
): Promise<void> {
  const { store, log } = context;
  try {
    for (const view of views) {
      if ((await store.readViewGrants(view)).length > 0) continue;
      await store.dropView(networkId, view);
      for (const grant of await store.readViewGrants(view)) await openAgain(context, networkId, grant);
    }
  } catch (cause) {
    log.error("sharing.views_left", { networkId, views: views.length }, cause);
  }
}

/** Somebody was granted the view while it was dropped. */
async function openAgain({ store, now }: SharingContext, networkId: NetworkId, grant: Grant): Promise<void> {
  const { nodeId, channels, principalId } = grant;
  if (nodeId === null || channels === null) return;
  await store.openView({ networkId, nodeId, channels, now });
  await store.transact(async (transaction) => {
    const network = await transaction.readNetwork(networkId);
    if (network === null) return;
    const standing = await transaction.readStanding(network, principalId, [nodeId]);
    transaction.write(planStanding(standing, {}, now).writes);
  });
}
