import type { NetworkId, NodeId } from "./ids.ts";
import type { Resolution } from "./time.ts";

/** Every document path of the database; paths are built nowhere else. */
export const paths = {
  network: (networkId: NetworkId) => `networks/${networkId}`,
  config: (networkId: NetworkId) => `networks/${networkId}/config`,
  configRecord: (networkId: NetworkId, recordId: string) => `networks/${networkId}/config/${recordId}`,
  watches: (networkId: NetworkId) => `networks/${networkId}/watch`,
  watch: (networkId: NetworkId, uid: string) => `networks/${networkId}/watch/${uid}`,
  doorbells: (networkId: NetworkId) => `networks/${networkId}/doorbell`,
  deadLetters: (networkId: NetworkId) => `networks/${networkId}/deadLetters`,
  deadLetter: (networkId: NetworkId, id: string) => `networks/${networkId}/deadLetters/${id}`,
  /** Who did or read what; created by the server only. */
  accessLog: (networkId: NetworkId, entryId: string) => `networks/${networkId}/accessLog/${entryId}`,
  /** Cursor, sessions and the first shard of the ingest state. Server only. */
  linkState: (networkId: NetworkId) => `networks/${networkId}/state/link`,
  /** Names → nodes and channels. Server only. */
  directory: (networkId: NetworkId) => `networks/${networkId}/state/directory`,
  /** Further shards of the ingest state: shard 1, 2, … (shard 0 lives in `linkState`). Server only. */
  shard: (networkId: NetworkId, shard: number) => `networks/${networkId}/state/${shard}`,
  networkKey: (networkId: NetworkId) => `networkKeys/${networkId}`,
  node: (nodeId: NodeId) => `nodes/${nodeId}`,
  live: (nodeId: NodeId) => `live/${nodeId}`,
  bucket: (nodeId: NodeId, resolution: Resolution, bucketId: string) =>
    `nodes/${nodeId}/series/${resolution}/buckets/${bucketId}`,
  /** What owners decided of stretches of the node's past. Written by the server only. */
  repairs: (nodeId: NodeId) => `nodes/${nodeId}/repairs`,
  repair: (nodeId: NodeId, repairId: string) => `nodes/${nodeId}/repairs/${repairId}`,
  events: (nodeId: NodeId, localDay: string) => `nodes/${nodeId}/events/${localDay}`,
  user: (uid: string) => `users/${uid}`,
} as const;
