import type { NodeId } from "@lastmeter/model/ids";
import { newDocuments } from "./documents.ts";
import { applyEvent } from "./events.ts";
import { flushNode, toNodeDueAt } from "./flush.ts";
import type { IngestInput, IngestPlan, ShardBytes } from "./ingest.ts";
import { isBelievable } from "./late.ts";
import { toLiveData } from "./live.ts";
import { type NodePlan, newNodePlan } from "./node-plan.ts";
import { newNodeState } from "./node-state.ts";
import { applyReading } from "./readings.ts";
import { packShard, parseShard, type Shard, toPackedNode, unpackNode } from "./shard.ts";

/** As the live document takes it. */
const MAX_TEXT = 1024;

/**
 * What one batch does to the series, events and live documents of its network: a fold over its readings in order of arrival,
 * then one write for each document. Pure; the caller commits writes and changed shards together, guarded by what it read.
 * @param input `watched: began` needs every node of the network in `nodes`, and every shard.
 * @throws if a shard is damaged: only this function writes them.
 */
export function planIngest(input: IngestInput, shards: ShardBytes): IngestPlan {
  const documents = newDocuments(input.networkId);
  const parsed = new Map<number, Shard>();
  for (const [number, bytes] of shards) parsed.set(number, parseShard(bytes));
  const nodes = new Map<NodeId, NodePlan>();
  const epoch = toEpochHash(input.queueEpoch);

  const open = (nodeId: NodeId): NodePlan | null => {
    const opened = nodes.get(nodeId);
    if (opened) return opened;
    const node = input.nodes.get(nodeId);
    if (!node) return null;
    const shard = parsed.get(node.shard) ?? parseShard(undefined);
    parsed.set(node.shard, shard);
    const packed = shard.packed.get(nodeId);
    const plan = newNodePlan(nodeId, packed ? unpackNode(packed) : newNodeState(), shard, input, documents);
    adoptEpoch(plan, epoch);
    nodes.set(nodeId, plan);
    return plan;
  };
  const touch = (nodeId: NodeId): NodePlan | null => {
    const plan = open(nodeId);
    if (plan) plan.touched = true;
    return plan;
  };

  for (const reading of input.readings) {
    const plan = touch(reading.nodeId);
    const channel = plan?.node?.channels[reading.channel];
    if (plan && channel) applyReading(plan, reading, channel);
  }
  for (const event of input.events) {
    const plan = touch(event.nodeId);
    const channel = plan?.node?.channels[event.channel];
    if (plan && channel) applyEvent(plan, event, channel);
  }
  applyValues(input, touch);

  for (const shard of parsed.values()) openSilent(shard, nodes, input, documents);
  for (const plan of nodes.values()) flushNode(plan, plan.shard.streamAt);
  if (input.watched === "began" && !input.backfill) {
    for (const { nodeId, shard } of input.nodes.values()) if (shards.has(shard)) open(nodeId);
  }
  for (const plan of nodes.values()) showLive(plan);
  return { shards: packChanged(parsed, shards, nodes), writes: documents.toWrites() };
}

function applyValues({ values, seen, now }: IngestInput, touch: (nodeId: NodeId) => NodePlan | null): void {
  for (const { nodeId, channel, value, at } of values) {
    const plan = touch(nodeId);
    const ix = plan?.node?.channels[channel]?.ix;
    if (!plan || ix === undefined || !isBelievable(at, { now, backfill: true })) continue;
    const known = plan.state.values.get(ix);
    if (at >= (known?.at ?? 0)) {
      plan.state.values.set(ix, { value: typeof value === "string" ? value.slice(0, MAX_TEXT) : value, at });
    }
  }
  for (const [nodeId, at] of seen) {
    const plan = touch(nodeId);
    if (plan && at > plan.state.seenAt && isBelievable(at, { now, backfill: true })) plan.state.seenAt = at;
  }
}

/** Silent nodes with something to hand over: the stream has passed them by. */
function openSilent(
  shard: Shard,
  nodes: Map<NodeId, NodePlan>,
  input: IngestInput,
  documents: NodePlan["documents"],
): void {
  for (const [nodeId, packed] of shard.packed) {
    if (packed.dueAt === 0 || packed.dueAt > shard.streamAt || nodes.has(nodeId)) continue;
    nodes.set(nodeId, newNodePlan(nodeId, unpackNode(packed), shard, input, documents));
  }
}

function showLive(plan: NodePlan): void {
  const { input, state, touched } = plan;
  if (input.backfill) return;
  const isDue = touched && (input.watched === "yes" || plan.quarterClosed || !state.shown);
  if (!isDue && input.watched !== "began") return;
  const data = toLiveData(plan);
  if (!data) return;
  state.shown = true;
  plan.documents.live(plan.nodeId, data);
}

function packChanged(parsed: ReadonlyMap<number, Shard>, before: ShardBytes, nodes: ReadonlyMap<NodeId, NodePlan>) {
  for (const { nodeId, shard, state } of nodes.values()) {
    shard.packed.set(nodeId, toPackedNode(state, toNodeDueAt(state)));
  }
  const changed = new Map<number, Uint8Array>();
  for (const [number, shard] of parsed) {
    const bytes = packShard(shard);
    if (!isSame(bytes, before.get(number))) changed.set(number, bytes);
  }
  return changed;
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  if (a.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A new queue counts its messages from the start: sequences of the old one say nothing about duplicates. */
function adoptEpoch({ state }: NodePlan, epoch: number): void {
  if (state.epoch === epoch) return;
  state.epoch = epoch;
  for (const channel of state.channels.values()) channel.sequence = -1;
}

/** FNV-1a, 32 bits. */
function toEpochHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
