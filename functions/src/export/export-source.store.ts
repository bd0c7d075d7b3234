import type { Channel } from "@lastmeter/model/channel";
import { type NetworkId, type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { networkSchema } from "@lastmeter/model/network";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { NodeState } from "../ingest/node-state.ts";
import { type PackedNode, parseShard, unpackNode } from "../ingest/shard.ts";
import { createIsoTime } from "./iso-time.ts";
import type { RowNode } from "./series-rows.ts";

export interface ExportNode extends RowNode {
  readonly nodeId: NodeId;
  readonly document: DocumentSnapshot;
}

/** What every table needs to know; small, whatever the history's length. */
export interface ExportSource {
  readonly db: Firestore;
  readonly networkId: NetworkId;
  readonly network: DocumentSnapshot;
  /** By name. */
  readonly nodes: readonly ExportNode[];
  readonly timeZone: string;
  readonly toIso: (at: number) => string;
  /** What ingest holds of a node that no document has yet. */
  readonly findState: (nodeId: NodeId) => NodeState | null;
  readonly now: number;
}

const networkFields = z.pick(networkSchema, { timeZone: true });
const nodeFields = z.pick(nodeSchema, { name: true, status: true, channels: true });

/** The state is read first: what it hands over to documents meanwhile is in both, and known by its key. */
export async function openExport(
  db: Firestore,
  networkId: NetworkId,
  network: DocumentSnapshot,
  now: number,
): Promise<ExportSource> {
  const packed = await readPacked(db, networkId);
  const { timeZone } = networkFields.parse(network.data());
  const toIso = createIsoTime(timeZone);
  const { docs } = await db.collection("nodes").where("networkId", "==", networkId).get();
  const nodes = docs.map((document): ExportNode => {
    const { name, status, channels } = nodeFields.parse(document.data());
    const nodeId = nodeIdSchema.parse(document.id);
    return { nodeId, document, name, removed: status === "removed", channels: byIx(channels), timeZone, toIso };
  });
  nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    db,
    networkId,
    network,
    nodes,
    timeZone,
    toIso,
    now,
    findState(nodeId) {
      const found = packed.get(nodeId);
      return found ? unpackNode(found) : null;
    },
  };
}

function byIx(channels: Readonly<Record<string, Channel>>): ReadonlyMap<number, Channel> {
  return new Map(Object.values(channels).map((channel) => [channel.ix, channel]));
}

async function readPacked(db: Firestore, networkId: NetworkId): Promise<ReadonlyMap<NodeId, PackedNode>> {
  const packed = new Map<NodeId, PackedNode>();
  const { docs } = await db.collection(paths.states(networkId)).get();
  for (const snapshot of docs) {
    const bytes: unknown = snapshot.get("d");
    if (snapshot.ref.path === paths.directory(networkId) || !(bytes instanceof Uint8Array)) continue;
    for (const [nodeId, node] of parseShard(new Uint8Array(bytes)).packed) packed.set(nodeId, node);
  }
  return packed;
}
