import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { Total } from "@lastmeter/model/node";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import type { Write } from "../platform/writes.ts";

/** What the planner needs to know of a node; taken from the directory. */
export interface IngestNode {
  readonly nodeId: NodeId;
  readonly shard: number;
  readonly location: Location | null;
  readonly total: Total;
  readonly channels: Readonly<Record<string, Channel>>;
}

export interface IngestInput {
  readonly now: number;
  readonly timeZone: string;
  readonly networkId: string;
  readonly queueEpoch: string;
  /** Nodes by id: every node that a reading, event or value names. */
  readonly nodes: ReadonlyMap<NodeId, IngestNode>;
  /** In order of arrival. */
  readonly readings: readonly Reading[];
  readonly events: readonly NodeEvent[];
  readonly values: readonly {
    readonly nodeId: NodeId;
    readonly channel: string;
    readonly value: string | number | boolean;
    readonly at: number;
  }[];
  readonly seen: ReadonlyMap<NodeId, number>;
  /** `began`: live documents of all nodes are brought up to date; `yes`: of those touched; `no`: only when a quarter closes. */
  readonly watched: "no" | "yes" | "began";
  /** Any past time allowed; no live values. */
  readonly backfill: boolean;
}

/** State by shard number, as stored: packed bytes. Shards not present yet are absent. */
export type ShardBytes = ReadonlyMap<number, Uint8Array>;

export interface IngestPlan {
  /** Shards that changed. */
  readonly shards: ShardBytes;
  /** Raw chunks, slots, events and live documents. */
  readonly writes: readonly Write[];
}
