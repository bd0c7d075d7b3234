import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Write } from "../platform/writes.ts";
import { dropViews, type SharingContext, settle } from "./context.ts";
import { toEntryWrites } from "./entry.ts";
import { planStanding, type ViewOfNode } from "./plan-standing.ts";

/** Brings one principal's grants and lists up to `now`: begins what begins, ends what is over. @param nodeIds null: all. */
export function followTime(
  context: SharingContext,
  networkId: NetworkId,
  principalId: string,
  nodeIds: readonly NodeId[] | null,
): Promise<null> {
  const { now } = context;
  return settle(context, async (transaction) => {
    const network = await transaction.readNetwork(networkId);
    if (network === null) return { networkId, plan: nothing, writes: [], result: null };
    const plan = planStanding(await transaction.readStanding(network, principalId, nodeIds), {}, now);
    const { network: ofNetwork, nodes } = plan.ended;
    const writes = [...toExpiry(ofNetwork, null, now), ...toExpiry(nodes[0] ?? null, nodes, now)];
    return { networkId, plan, writes, result: null };
  });
}

const nothing = { writes: [], ended: { network: null, nodes: [] }, leftViews: [] };

function toExpiry(grant: Grant | null, nodes: readonly Grant[] | null, now: number): Write[] {
  if (grant === null) return [];
  const { networkId, principalId, label } = grant;
  const nodeIds = nodes?.flatMap(({ nodeId }) => nodeId ?? []) ?? null;
  return toEntryWrites(networkId, nodeIds, { act: "expire", at: now, who: "lastmeter", principalId, label });
}

/** A node that came later gets copies of the network's grants. Safe to repeat. */
export async function copyGrants(context: SharingContext, nodeId: NodeId): Promise<void> {
  const { store, now } = context;
  const networkId = await store.findNetworkOf(nodeId);
  if (networkId === null) return;
  const left = await store.transact(async (transaction): Promise<readonly ViewOfNode[]> => {
    const network = await transaction.readNetwork(networkId);
    if (network === null) return [];
    const grants = await transaction.readNetworkGrants(networkId);
    const plans = [];
    for (const { principalId } of grants) {
      plans.push(planStanding(await transaction.readStanding(network, principalId, [nodeId]), {}, now));
    }
    transaction.write(plans.flatMap(({ writes }) => writes));
    return plans.flatMap(({ leftViews }) => leftViews);
  });
  await dropViews(context, networkId, left);
}
