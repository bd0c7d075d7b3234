import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Repair, type RepairRequest, repairResultSchema, repairSchema } from "@lastmeter/model/repair";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { call } from "./call.ts";
import { store } from "./home-data.ts";
import { parseBy, type Query } from "./query.ts";

/** What was decided of a node's past. Each decision says its network, which is all there is to ask by. */
const toRepairsQuery = (networkId: NetworkId, nodeId: NodeId): Query<Repair> => ({
  path: paths.repairs(nodeId),
  where: { field: "networkId", op: "==", value: networkId },
  parse: parseBy(repairSchema),
});

/** By id; null while nothing is known, and where nobody asks (`nodeId` is null). */
export function useRepairs(networkId: NetworkId, nodeId: NodeId | null): ReadonlyMap<string, Repair> | null {
  const query = useMemo(() => (nodeId === null ? null : toRepairsQuery(networkId, nodeId)), [networkId, nodeId]);
  const subscribe = useCallback((changed: () => void) => (query ? store.subscribe(query, changed) : () => {}), [query]);
  return useSyncExternalStore(subscribe, () => (query ? store.peek(query).value : null));
}

/** Decides of a stretch of a node's past; resolved, its totals are computed again. @throws CallError */
export async function repairPast(request: RepairRequest): Promise<void> {
  await call("repair", request, repairResultSchema);
}
