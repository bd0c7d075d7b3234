import type { NodeId } from "@lastmeter/model/ids";
import { toSlotInterval } from "@lastmeter/model/time";
import { toFnv32 } from "../platform/hash.ts";
import { type Documents, newDocuments } from "./documents.ts";
import { applyEvent } from "./events.ts";
import { flushNode, toNodeDueAt } from "./flush.ts";
import type { IngestInput, IngestPlan, RawDocuments, ShardBytes } from "./ingest.ts";
import { isBelievable, keepAside, MAX_AGE_MS } from "./late.ts";
import { toLiveData } from "./live.ts";
import { type NodePlan, newNodePlan } from "./node-plan.ts";
import { newNodeState, type StretchRule } from "./node-state.ts";
import { toFactReading } from "./presence.ts";
import type { RawReading } from "./raw.ts";
import { applyReadings, compareReadings, isInOrder } from "./readings.ts";
import { replayNode } from "./replay.ts";
import { packShard, parseShard, type Shard, toPackedNode, unpackNode } from "./shard.ts";

/** As the live document takes it. */
const MAX_TEXT = 1024;

/**
 * What one batch does to the series, events and live documents of its network: a fold over its readings in order of time,
 * then one write for each document. Pure; the caller commits writes and changed shards together, guarded by what it read.
 * @param input `watched: began` and facts of the whole network need every node of the network in `nodes`, and every shard.
 * @param raw documents that an earlier plan named in `needs`. Null: late readings are kept, but not placed.
 * @throws if a shard is damaged: only this function writes them.
 */
export function planIngest(input: IngestInput, shards: ShardBytes, raw: RawDocuments | null = null): IngestPlan {
  const work = openWork(input, shards);
  const { nodes, parsed, documents, open, touch } = work;
  const needs: string[] = [];
  for (const [plan, readings] of toNodeReadings(input, work)) needs.push(...applyNode(plan, readings, raw));
  if (needs.length > 0) return { needs, shards: new Map(), verdicts: [], writes: [] };
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
  const verdicts = [...nodes.values()].flatMap(({ nodeId, verdict }) => (verdict ? [{ nodeId, ...verdict }] : []));
  return { needs, shards: packChanged(parsed, shards, nodes), verdicts, writes: documents.toWrites() };
}

/**
 * An owner's new rules for stretches of a node's past: what they change is computed again from raw.
 * @param raw as `planIngest`'s.
 * @returns `unknown` where nothing tells how the day of `from` began, so that it cannot be computed again.
 */
export function planRules(
  input: IngestInput,
  shards: ShardBytes,
  raw: RawDocuments,
  change: {
    readonly nodeId: NodeId;
    readonly rules: readonly StretchRule[];
    readonly from: number;
    readonly to: number;
  },
): IngestPlan | "unknown" {
  const { nodes, parsed, documents, open } = openWork(input, shards);
  const plan = open(change.nodeId);
  if (!plan) return "unknown";
  if (change.from > plan.state.lastAt) plan.state.rules = change.rules;
  else {
    const replayed = replayNode(plan, raw, { ...change, late: [] });
    if (replayed.kind === "needs") return { needs: replayed.paths, shards: new Map(), verdicts: [], writes: [] };
    if (replayed.kind === "unknown") return "unknown";
  }
  flushNode(plan, plan.shard.streamAt);
  // Today's running count is in no slot.
  const isOfToday = change.to > toSlotInterval("day", input.now, input.timeZone).startAt;
  const live = isOfToday ? toLiveData(plan) : null;
  if (live) documents.live(change.nodeId, live);
  return { needs: [], shards: packChanged(parsed, shards, nodes), verdicts: [], writes: documents.toWrites() };
}

interface Work {
  readonly parsed: ReadonlyMap<number, Shard>;
  readonly nodes: Map<NodeId, NodePlan>;
  readonly documents: Documents;
  /** Null for a node the caller did not describe. */
  open(nodeId: NodeId): NodePlan | null;
  touch(nodeId: NodeId): NodePlan | null;
}

function openWork(input: IngestInput, shards: ShardBytes): Work {
  const documents = newDocuments(input.networkId, input.nodes);
  const parsed = new Map<number, Shard>();
  for (const [number, bytes] of shards) parsed.set(number, parseShard(bytes));
  const nodes = new Map<NodeId, NodePlan>();
  const epoch = toFnv32(input.queueEpoch);
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
  return { parsed, nodes, documents, open, touch };
}

/** Readings and facts by node; times that cannot be true are put aside. */
function toNodeReadings(input: IngestInput, { parsed, open, touch }: Work): Map<NodePlan, RawReading[]> {
  const byNode = new Map<NodePlan, RawReading[]>();
  const aside = new Map<NodePlan, RawReading[]>();
  const add = (plan: NodePlan, reading: RawReading, to = byNode) => {
    const readings = to.get(plan);
    if (readings) readings.push(reading);
    else to.set(plan, [reading]);
  };
  for (const reading of input.readings) {
    const plan = touch(reading.nodeId);
    const channel = plan?.node?.channels[reading.channel];
    if (!plan || !channel || Number.isNaN(reading.value)) continue;
    const { at, sequence, quality } = reading;
    const value = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Math.round(reading.value), Number.MAX_SAFE_INTEGER));
    const raw = { ix: channel.ix, at, sequence, value, quality };
    if (isBelievable(at, input)) add(plan, raw);
    else add(plan, { ...raw, quality: "suspect" }, aside);
  }
  for (const [plan, readings] of aside) keepAside(plan, readings);
  for (const fact of input.presence ?? []) {
    if (!isBelievable(fact.at, input)) continue;
    const known = [...parsed.values()].flatMap(({ packed }) => [...packed.keys()]);
    for (const nodeId of fact.nodeId === null ? known : [fact.nodeId]) {
      const plan = open(nodeId);
      if (plan) add(plan, toFactReading(fact));
    }
  }
  return byNode;
}

/** A node's readings through the state machine; what is late first, by computing the past again. Returns raw documents it needs. */
function applyNode(plan: NodePlan, readings: RawReading[], raw: RawDocuments | null): readonly string[] {
  const { state } = plan;
  if (!isSorted(readings)) readings.sort(compareReadings);
  let late = 0;
  for (let next = readings[late]; next && !isInOrder(state, next); next = readings[late]) late++;
  if (late > 0) {
    const needs = applyLate(plan, readings.slice(0, late), raw);
    if (needs.length > 0) return needs;
  }
  applyReadings(plan, late === 0 ? readings : readings.slice(late));
  return [];
}

function applyLate(plan: NodePlan, late: readonly RawReading[], raw: RawDocuments | null): readonly string[] {
  const oldestAt = plan.state.lastAt - MAX_AGE_MS;
  keepAside(
    plan,
    late.filter(({ at }) => at < oldestAt),
  );
  const young = late.filter(({ at }) => at >= oldestAt);
  const [first] = young;
  if (!first) return [];
  const to = young.at(-1)?.at ?? first.at;
  const { rules } = plan.state;
  const replayed = raw && replayNode(plan, raw, { late: young, rules, from: first.at, to });
  if (replayed?.kind === "needs") return replayed.paths;
  if (replayed?.kind !== "done") keepAside(plan, young);
  return [];
}

function isSorted(readings: readonly RawReading[]): boolean {
  for (let i = 1; i < readings.length; i++) {
    const [a, b] = [readings[i - 1], readings[i]];
    if (a && b && compareReadings(a, b) > 0) return false;
  }
  return true;
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
  const isDue = touched && (input.watched === "yes" || plan.hourClosed || !state.shown);
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
  state.lastSequence = -1;
  for (const channel of state.channels.values()) channel.sequence = -1;
}
