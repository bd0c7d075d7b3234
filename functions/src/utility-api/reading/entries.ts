import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { type Grant, toClientPrincipal } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Resolution } from "@lastmeter/model/time";

/** Who reads. */
export interface Reader {
  readonly clientId: string;
  readonly name: string;
}

export interface Looked {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
  readonly grant: Grant;
}

export type Entry = readonly [NetworkId, AccessLogEntry];

const ENTRY_NODES_MAX = 100;

/** One entry for each network and hundred of its nodes. @param what null: which nodes there are, and where. */
export function toReadEntries(
  { clientId, name }: Reader,
  looked: readonly Looked[],
  what: { readonly resolution: Resolution; readonly from: number; readonly to: number } | null,
  now: number,
): Entry[] {
  const byNetwork = Map.groupBy(looked, ({ networkId }) => networkId);
  return [...byNetwork].flatMap(([networkId, nodes]) => {
    const who = { v: 1 as const, at: now, who: toClientPrincipal(clientId), whoLabel: name };
    const all = [...new Set(nodes.map(({ nodeId }) => nodeId))];
    const purposes = [...new Set(nodes.map(({ grant }) => grant.purpose).filter((purpose) => purpose !== ""))];
    const purpose = purposes.join("; ").slice(0, 200);
    const parts = Array.from({ length: Math.ceil(all.length / ENTRY_NODES_MAX) }, (_, part) =>
      all.slice(part * ENTRY_NODES_MAX, (part + 1) * ENTRY_NODES_MAX),
    );
    return parts.map((nodeIds): Entry => {
      if (what === null) return [networkId, { ...who, nodeIds, act: "open" }];
      return [networkId, { ...who, nodeIds, act: "read", ...what, purpose }];
    });
  });
}
