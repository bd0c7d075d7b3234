import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { Node } from "@lastmeter/model/node";
import type { Chunk, Slot } from "@lastmeter/model/series";
import type { Resolution } from "@lastmeter/model/time";

/** A node and what this client was granted of it. */
export interface StoredNode
  extends Pick<Node, "networkId" | "ownerId" | "name" | "role" | "channels" | "total" | "location" | "status"> {
  readonly nodeId: NodeId;
  readonly grant: Grant | null;
}

export interface BucketName {
  readonly nodeId: NodeId;
  /** Null: the node's own. */
  readonly view: string | null;
  readonly resolution: Resolution;
  readonly id: string;
}

export interface EventOfNode {
  readonly at: number;
  readonly sequence: number;
  readonly channel: string;
  readonly value: string | number | boolean;
}

export interface ReadingStore {
  /** In the order asked for; null: no such node. */
  readNodes(nodeIds: readonly NodeId[], principalId: string): Promise<(StoredNode | null)[]>;
  /** What was lent, by node id, as far as `max`. */
  readLent(
    principalId: string,
    page: { readonly after: string; readonly max: number },
  ): Promise<{ readonly nodeId: NodeId; readonly node: StoredNode | null }[]>;
  readLocations(networkIds: readonly NetworkId[]): Promise<ReadonlyMap<NetworkId, Location | null>>;
  readSlots(buckets: readonly BucketName[]): Promise<Slot[][]>;
  /** Of a local day. */
  readChunks(bucket: Omit<BucketName, "resolution">): Promise<Chunk[]>;
  readEvents(nodeId: NodeId, view: string | null, days: readonly string[]): Promise<EventOfNode[]>;
  addEntries(entries: readonly (readonly [NetworkId, AccessLogEntry])[]): Promise<void>;
}
