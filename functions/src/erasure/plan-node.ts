import type { NodeId } from "@lastmeter/model/ids";
import { packShard, parseShard } from "../ingest/shard.ts";
import type { Directory } from "../protocols/protocol.ts";

export interface ForgottenNode {
  readonly directory: Directory;
  /** Null: the node was in none. */
  readonly shard: number | null;
}

/**
 * The directory without the node. Its device may still be in the network: its name is remembered as long as the network lists it, so
 * that nothing it says is kept, neither as readings nor as messages that nobody understands.
 */
export function forgetNode(directory: Directory, nodeId: NodeId): ForgottenNode {
  const entry = Object.values(directory.nodes).find((node) => node.nodeId === nodeId);
  if (!entry) return { directory, shard: null };
  const { [entry.address]: _, ...nodes } = directory.nodes;
  const version = directory.version + 1;
  const erased = { ...directory.erased, [entry.address]: entry.nativeName };
  return { directory: { ...directory, version, interestVersion: version, nodes, erased }, shard: entry.shard };
}

/** A shard of the ingest state without the node. @throws if the bytes are not a shard. */
export function forgetState(bytes: Uint8Array, nodeId: NodeId): Uint8Array {
  const shard = parseShard(bytes);
  shard.packed.delete(nodeId);
  return packShard(shard);
}
