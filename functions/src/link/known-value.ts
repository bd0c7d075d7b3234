import type { Heard } from "../commands/heard.ts";
import { parseShard, unpackNode } from "../ingest/shard.ts";
import { type Directory, findNode } from "../protocols/protocol.ts";

/** The last value that ingest knows of an event channel. @param shards by number */
export function toKnownValue(directory: Directory, shards: ReadonlyMap<number, Uint8Array>): Heard["toKnown"] {
  return (nodeId, channel) => {
    const node = findNode(directory, nodeId);
    const bytes = node && shards.get(node.shard);
    const packed = bytes && parseShard(bytes).packed.get(nodeId);
    return packed && unpackNode(packed).events.get(node.channels[channel]?.ix ?? -1)?.value;
  };
}
