import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import type { Batch, RelayedMessage, UplinkHead } from "@lastmeter/model/link/messages";
import type { IngestInput, IngestNode } from "../ingest/ingest.ts";
import type { DeadLetter, Decoded, Directory, PresenceFact, Protocol } from "../protocols/protocol.ts";
import { decodeEach } from "./decode-each.ts";
import { toNativeMessages } from "./native-messages.ts";

type LiveValue = Decoded["values"][number];

export interface DecodedBatch {
  readonly decoded: Decoded;
  /** The protocol's and those that never reached it. */
  readonly deadLetters: readonly DeadLetter[];
  /** From `latest`: shown, not stored. */
  readonly latest: readonly LiveValue[];
}

/** @param heardAt as of `Protocol.decode` */
export async function decodeBatch(
  protocol: Protocol,
  directory: Directory,
  messages: readonly RelayedMessage[],
  latest: readonly RelayedMessage[],
  heardAt: number,
): Promise<DecodedBatch> {
  const native = toNativeMessages(messages);
  const decoded = await decodeEach(protocol, directory, native.messages, heardAt);
  const { messages: newest } = toNativeMessages(latest);
  const glimpse = newest.length === 0 ? null : await decodeEach(protocol, decoded.directory, newest, 0);
  return {
    decoded,
    deadLetters: [...native.deadLetters, ...decoded.deadLetters],
    latest: glimpse === null ? [] : toLatestValues(decoded.directory, glimpse),
  };
}

/** A momentary action is no state to show, so it is left out. */
function toLatestValues(directory: Directory, { readings, events, values }: Decoded): LiveValue[] {
  const actions = new Set(
    Object.values(directory.nodes).flatMap((node) =>
      Object.values(node.channels).flatMap(({ kind, key }) => (kind === "action" ? [`${node.nodeId} ${key}`] : [])),
    ),
  );
  return [...readings, ...events, ...values]
    .filter(({ nodeId, channel }) => !actions.has(`${nodeId} ${channel}`))
    .map(({ nodeId, channel, value, at }) => ({ nodeId, channel, value, at }));
}

export interface BatchFacts {
  readonly networkId: NetworkId;
  readonly now: number;
  readonly watched: UplinkHead["watched"];
  readonly batch: Batch;
  /** What the link knows of the gateway's own absence. */
  readonly presence?: readonly PresenceFact[];
}

export function toIngestInput(
  { decoded }: DecodedBatch,
  { networkId, now, watched, batch, presence = [] }: BatchFacts,
): IngestInput {
  const { directory, readings, events, values, seen } = decoded;
  return {
    now,
    timeZone: directory.timeZone,
    networkId,
    queueEpoch: batch.queueEpoch,
    nodes: toIngestNodes(directory),
    readings,
    events,
    values,
    seen,
    presence: [...(decoded.presence ?? []), ...presence],
    watched,
    backfill: batch.backfill,
  };
}

/** The newest values alone: nothing of them is stored in a series, and they are live even where the batch is back-fill. */
export function toLatestInput({ latest }: DecodedBatch, stored: IngestInput): IngestInput {
  const seen = new Map<NodeId, number>();
  for (const { nodeId, at } of latest) seen.set(nodeId, Math.max(at, seen.get(nodeId) ?? 0));
  return { ...stored, readings: [], events: [], presence: [], values: latest, seen, backfill: false };
}

export function toIngestNodes(directory: Directory): ReadonlyMap<NodeId, IngestNode> {
  return new Map(
    Object.values(directory.nodes).map(({ nodeId, shard, location, total, channels, ratedCurrentA, views }) => [
      nodeId,
      { nodeId, shard, location: location ?? directory.location, total, channels, ratedCurrentA, views },
    ]),
  );
}

/** Shards of the ingest state that the batch can touch, without shard 0, which comes with the link's record. */
export function toTouchedShards(input: IngestInput, latest: readonly LiveValue[]): number[] {
  const named = new Set<NodeId>();
  for (const list of [input.readings, input.events, input.values, latest]) {
    for (const { nodeId } of list) named.add(nodeId);
  }
  const presence = input.presence ?? [];
  const isOfAll = input.watched === "began" || presence.some(({ nodeId }) => nodeId === null);
  const told = presence.flatMap(({ nodeId }) => nodeId ?? []);
  const touched = isOfAll ? input.nodes.keys() : [...named, ...told, ...input.seen.keys()];
  const shards = new Set<number>();
  for (const nodeId of touched) shards.add(input.nodes.get(nodeId)?.shard ?? 0);
  shards.delete(0);
  return [...shards].sort((a, b) => a - b);
}
