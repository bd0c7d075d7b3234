import { ByteReader, ByteWriter } from "@lastmeter/model/bytes";
import type { NodeId } from "@lastmeter/model/ids";
import { packNode, parseNode } from "./node-codec.ts";
import type { NodeState, StretchRule } from "./node-state.ts";

const VERSION = 2;
/** Nodes of a shard; the directory puts about 50 in each. */
const MAX_NODES = 4096;

/** One shard of the ingest state. Nodes stay packed until they are touched, so a batch costs what it touches. */
export interface Shard {
  /** Newest reading of any node: how far the gateway's stream has come. */
  streamAt: number;
  readonly packed: Map<NodeId, PackedNode>;
}

export interface PackedNode {
  /** When the stream has come this far, something of the node is to be written though it is silent; 0: nothing. */
  readonly dueAt: number;
  readonly bytes: Uint8Array;
}

/** @throws if the bytes are not a shard: only the planner writes them, so this is a bug or a broken database. */
export function parseShard(bytes: Uint8Array | undefined): Shard {
  const shard: Shard = { streamAt: 0, packed: new Map() };
  if (!bytes || bytes.length === 0) return shard;
  const reader = new ByteReader(bytes);
  if (reader.byte() !== VERSION) throw new Error("ingest state of an unknown version");
  shard.streamAt = reader.unsigned();
  for (let left = reader.count(MAX_NODES); left > 0 && reader.ok; left--) {
    const nodeId = reader.text() as NodeId;
    shard.packed.set(nodeId, { dueAt: reader.unsigned(), bytes: reader.block() });
  }
  if (!reader.done) throw new Error("ingest state is damaged");
  return shard;
}

export function packShard(shard: Shard): Uint8Array {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.unsigned(shard.streamAt);
  writer.unsigned(shard.packed.size);
  for (const [nodeId, { dueAt, bytes }] of shard.packed) {
    writer.text(nodeId);
    writer.unsigned(dueAt);
    writer.block(bytes);
  }
  return writer.toBytes();
}

/** @throws as `parseShard`. */
export function unpackNode(packed: PackedNode): NodeState {
  const state = parseNode(packed.bytes);
  if (!state) throw new Error("ingest state of a node is damaged");
  return state;
}

/** What was decided of a node's past. @throws as `parseShard`. */
export function findRules(shards: ReadonlyMap<number, Uint8Array>, nodeId: NodeId): readonly StretchRule[] {
  for (const bytes of shards.values()) {
    const packed = parseShard(bytes).packed.get(nodeId);
    if (packed) return unpackNode(packed).rules;
  }
  return [];
}

export function toPackedNode(state: NodeState, dueAt: number): PackedNode {
  return { dueAt, bytes: packNode(state) };
}
