import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Write } from "../platform/writes.ts";

const NODES_MAX = 100;

type Act<T> = T extends AccessLogEntry ? Omit<T, "v" | "nodeIds"> : never;

/** What is about single nodes, in as many entries as it takes; null: about the network. */
export function toEntryWrites(
  networkId: NetworkId,
  nodeIds: readonly NodeId[] | null,
  act: Act<AccessLogEntry>,
): Write[] {
  const parts: (readonly NodeId[] | null)[] = nodeIds === null ? [null] : [];
  for (let at = 0; nodeIds !== null && at < nodeIds.length; at += NODES_MAX)
    parts.push(nodeIds.slice(at, at + NODES_MAX));
  return parts.map((part) => ({
    kind: "create",
    path: paths.accessLog(networkId, randomId()),
    data: { v: 1, ...act, ...(part === null ? {} : { nodeIds: part }) },
  }));
}
