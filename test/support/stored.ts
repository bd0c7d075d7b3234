import { toChunkBytes } from "@lastmeter/functions/src/ingest/open-chunk.ts";
import { parseShard, unpackNode } from "@lastmeter/functions/src/ingest/shard.ts";
import type { Channel } from "@lastmeter/model/channel";
import { type NetworkId, type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import { type LiveData, liveSchema, type Node, nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { type Chunk, parseChunk, parseSlots, type Slot } from "@lastmeter/model/series";
import type { SlotResolution } from "@lastmeter/model/time";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";

/** Looks at what is stored, as a test's oracle does: with the administrator's eyes, through the model's own parsers. */
export interface StoredNode {
  readonly id: NodeId;
  readonly node: Node;
}

export interface StoredReading {
  readonly at: number;
  readonly value: number;
  readonly quality: string;
}

export async function readNodes(db: Firestore, networkId: NetworkId): Promise<StoredNode[]> {
  const { docs } = await db.collection("nodes").where("networkId", "==", networkId).get();
  return docs.map((doc) => ({ id: nodeIdSchema.parse(doc.id), node: nodeSchema.parse(doc.data()) }));
}

export async function readLive(db: Firestore, nodeId: NodeId): Promise<LiveData | null> {
  return liveSchema.parse((await db.doc(paths.live(nodeId)).get()).data()).d;
}

const bytesMapSchema = z.object({ d: z.record(z.string(), z.instanceof(Uint8Array)) });

/** Every stored reading of one channel: closed chunks in the raw buckets, then the open one in the ingest state. */
export async function readRaw(
  db: Firestore,
  networkId: NetworkId,
  { id, node }: StoredNode,
  channel: string,
): Promise<StoredReading[]> {
  const { ix } = requireChannel(node, channel);
  const { docs } = await db.collection(`nodes/${id}/series/raw/buckets`).get();
  const chunks = docs.flatMap((doc) =>
    Object.values(bytesMapSchema.parse(doc.data()).d).map((bytes) => parseChunk(bytes)),
  );
  const readings = chunks.flatMap((chunk) => (chunk ? toReadings(chunk, ix) : []));
  const open = await readOpenChunk(db, networkId, id);
  if (open) readings.push(...toReadings(open, ix));
  return readings.sort((a, b) => a.at - b.at);
}

/** Every closed slot of a node, by time. */
export async function readSlots(db: Firestore, nodeId: NodeId, resolution: SlotResolution): Promise<Slot[]> {
  const { docs } = await db.collection(`nodes/${nodeId}/series/${resolution}/buckets`).get();
  return docs.flatMap((doc) => parseSlots(bytesMapSchema.parse(doc.data()).d)).sort((a, b) => a.startAt - b.startAt);
}

async function readOpenChunk(db: Firestore, networkId: NetworkId, nodeId: NodeId): Promise<Chunk | undefined> {
  const { docs } = await db.collection(`networks/${networkId}/state`).get();
  for (const doc of docs) {
    const bytes: unknown = doc.get("d");
    if (doc.id === "directory" || !(bytes instanceof Uint8Array)) continue;
    const packed = parseShard(bytes).packed.get(nodeId);
    const open = packed && unpackNode(packed).chunk;
    if (open) return parseChunk(toChunkBytes(open)) ?? undefined;
  }
  return undefined;
}

function toReadings(chunk: Chunk, ix: number): StoredReading[] {
  const column = chunk.get(ix);
  return (column?.at ?? []).map((at, i) => ({
    at,
    value: column?.value[i] ?? Number.NaN,
    quality: column?.quality[i] ?? "",
  }));
}

export function requireChannel(node: Node, key: string): Channel {
  const channel = node.channels[key];
  if (!channel)
    throw new Error(`${node.nativeName} has no channel ${key}, only ${Object.keys(node.channels).join(", ")}`);
  return channel;
}

export function requireNode(nodes: readonly StoredNode[], address: string): StoredNode {
  const found = nodes.find(({ node }) => node.address === address);
  if (!found) throw new Error(`no node ${address} among ${nodes.map(({ node }) => node.address).join(", ")}`);
  return found;
}

/** Looks, as the app does while its page is visible: for 110 seconds from now. */
/** Until the network has this many nodes. Somebody looks meanwhile: what comes after a bridge's first batch is relayed at once only then. */
export async function waitForNodes(db: Firestore, networkId: NetworkId, count: number): Promise<StoredNode[]> {
  return waitFor(
    `${count} nodes`,
    async () => {
      await watchNetwork(db, networkId);
      const nodes = await readNodes(db, networkId);
      return nodes.length === count && nodes;
    },
    60_000,
  );
}

export async function watchNetwork(db: Firestore, networkId: NetworkId, uid = "test"): Promise<void> {
  await db.doc(paths.watch(networkId, uid)).set({ until: Date.now() + 110_000 });
}
