import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Location } from "@lastmeter/model/location";
import type { Total } from "@lastmeter/model/node";
import type { NodeEvent, Reading } from "@lastmeter/model/reading";
import type { Write } from "../platform/writes.ts";
import type { PresenceFact } from "../protocols/protocol.ts";
import type { Views } from "../views/view-content.ts";

/** What the planner needs to know of a node; taken from the directory. */
export interface IngestNode {
  readonly nodeId: NodeId;
  readonly shard: number;
  readonly location: Location | null;
  readonly total: Total;
  readonly channels: Readonly<Record<string, Channel>>;
  /** Of its connection, per phase: what a register rises beyond it is suspect. Absent: only 100 kW is. */
  readonly ratedCurrentA?: number | undefined;
  /** Copies of some of its channels, written in the same commit. */
  readonly views?: Views | undefined;
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
  /** Who was away or came back, and changed calibrations. Those of the whole network need every shard. */
  readonly presence?: readonly PresenceFact[];
  /** `began`: live documents of all nodes are brought up to date; `yes`: of those touched; `no`: only when an hour closes. */
  readonly watched: "no" | "yes" | "began";
  /** Any past time allowed; no live values. */
  readonly backfill: boolean;
}

/** State by shard number, as stored: packed bytes. Shards not present yet are absent. */
export type ShardBytes = ReadonlyMap<number, Uint8Array>;

/** Field `d` of raw documents by path; null: there is none. */
export type RawDocuments = ReadonlyMap<string, Readonly<Record<string, Uint8Array>> | null>;

export interface IngestPlan {
  /** Raw documents to read: plan again with these too. Not empty: nothing else is planned. */
  readonly needs: readonly string[];
  /** Shards that changed. */
  readonly shards: ShardBytes;
  /** Nodes whose registers reported: whether the newest report can be. */
  readonly verdicts: readonly { readonly nodeId: NodeId; readonly at: number; readonly isSuspect: boolean }[];
  /** Raw chunks, slots, events and live documents. */
  readonly writes: readonly Write[];
}
