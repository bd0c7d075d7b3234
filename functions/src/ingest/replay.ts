import { paths } from "@lastmeter/model/paths";
import type { Quality } from "@lastmeter/model/reading";
import { packSlot, parseSlot, toSlotKey } from "@lastmeter/model/series";
import { slotResolutions, toBucketId } from "@lastmeter/model/time";
import { packCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Documents } from "./documents.ts";
import { flushNode } from "./flush.ts";
import type { RawDocuments } from "./ingest.ts";
import { keepLate } from "./late.ts";
import { type NodePlan, newNodePlan } from "./node-plan.ts";
import type { NodeState, StretchRule, WaitingSlot } from "./node-state.ts";
import { CHECKPOINT_KEY, type RawReading } from "./raw.ts";
import { compareStored, type LocalDay, putJudged, type RawDay, readDay, toLocalDays } from "./raw-days.ts";
import { applyReadings } from "./readings.ts";

/** What changes in a node's past: readings that came late, or an owner's rules for the stretch `[from, to)`. */
export interface PastChange {
  readonly late: readonly RawReading[];
  readonly rules: readonly StretchRule[];
  readonly from: number;
  readonly to: number;
}

/** Whether the past could be computed again; `needs`: raw documents to read first; `unknown`: nothing tells how that day began. */
export type Replayed =
  | { readonly kind: "done" | "unknown" }
  | { readonly kind: "needs"; readonly paths: readonly string[] };

interface Day extends RawDay {
  readonly local: LocalDay;
  readonly late: readonly RawReading[];
}

/**
 * Computes a node's past again: from the checkpoint of the day in which the change begins, once as it was and once as it is now,
 * day by day until both come to the same. What differs between the two is written, so a late reading costs the slots between its
 * neighbours; what was written rightly before stays as it is.
 */
export function replayNode(plan: NodePlan, raw: RawDocuments, change: PastChange): Replayed {
  const { state, nodeId, input } = plan;
  const days = toLocalDays(change.from, state.lastAt, input.timeZone);
  const before: Day[] = [];
  let pasts: Pasts | null = null;
  for (const [i, local] of days.entries()) {
    const read = readDay(nodeId, local, state, raw);
    if (typeof read === "string") return { kind: "needs", paths: [read, ...toNext(plan, days.slice(i + 1), raw, i)] };
    const day: Day = { ...read, local, late: toNew(change.late, local, read) };
    before.push(day);
    if (!pasts) {
      const began = parseCheckpoint(read.checkpoint);
      if (!began && read.readings.length > 0) return { kind: "unknown" };
      if (!began || !read.checkpoint) continue;
      pasts = newPasts(plan, read.checkpoint, change.rules);
    }
    for (const each of before.splice(0)) replayDay(plan, pasts, each, raw);
    if (local.endAt > change.to && isSame(packCheckpoint(pasts.was.state), packCheckpoint(pasts.is.state))) {
      putChanges(plan, pasts, new Set());
      correctWaiting(plan, pasts);
      state.rules = change.rules;
      return { kind: "done" };
    }
  }
  if (!pasts) return { kind: "unknown" };
  const open = toUnwritten(plan);
  for (const each of [pasts.was, pasts.is]) flushNode(each, plan.shard.streamAt);
  putChanges(plan, pasts, open);
  adopt(plan, pasts.is, change.rules);
  return { kind: "done" };
}

/** As it was, and as it is with the change. */
interface Pasts {
  readonly was: NodePlan;
  readonly is: NodePlan;
  readonly wasSlots: Slots;
  readonly isSlots: Slots;
  readonly judged: Map<RawReading, Quality>;
}

function newPasts(plan: NodePlan, checkpoint: Uint8Array, rules: readonly StretchRule[]): Pasts {
  const judged = new Map<RawReading, Quality>();
  const begin = (slots: Slots, judge: NodePlan["judge"], of: readonly StretchRule[]) => {
    const state = parseCheckpoint(checkpoint);
    if (!state) throw new Error("a checkpoint is damaged");
    state.rules = of;
    return newNodePlan(plan.nodeId, state, { streamAt: 0, packed: new Map() }, plan.input, slots, judge);
  };
  const wasSlots = newSlots();
  const isSlots = newSlots();
  return {
    was: begin(wasSlots, () => {}, plan.state.rules),
    is: begin(isSlots, (reading, quality) => judged.set(reading, quality), rules),
    wasSlots,
    isSlots,
    judged,
  };
}

function toNew(late: readonly RawReading[], { startAt, endAt }: LocalDay, { readings }: RawDay): RawReading[] {
  const within = late.filter(({ at }) => at >= startAt && at < endAt);
  if (within.length === 0) return [];
  const toId = ({ ix, at, sequence }: RawReading) => `${ix} ${at} ${sequence}`;
  const known = new Set(readings.map(toId));
  return within.filter((reading) => {
    const id = toId(reading);
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
}

function replayDay(
  plan: NodePlan,
  { was, is, judged }: Pasts,
  { local, checkpoint, readings, late }: Day,
  raw: RawDocuments,
): void {
  const all = late.length === 0 ? readings : [...readings, ...late].sort(compareStored);
  if (all.length > 0) putCheckpoint(plan, local, checkpoint, packCheckpoint(is.state));
  judged.clear();
  applyReadings(was, readings);
  applyReadings(is, all);
  flushNode(was, was.state.clock);
  flushNode(is, is.state.clock);
  putJudged(readings, judged, plan.state, plan.documents);
  keepLate(
    plan,
    late.map((reading) => ({ ...reading, quality: judged.get(reading) ?? reading.quality })),
    raw,
  );
}

function putCheckpoint(
  plan: NodePlan,
  { day, endAt }: LocalDay,
  before: Uint8Array | undefined,
  now: Uint8Array,
): void {
  const { state, documents, nodeId, node } = plan;
  if (before && isSame(before, now)) return;
  if (state.checkpoint && state.dayEndAt === endAt) state.checkpoint = now;
  else documents.put(paths.bucket(nodeId, "raw", day), CHECKPOINT_KEY, now, node?.location);
}

/** Slots that the state has and the database has not, or has otherwise. */
function toUnwritten(plan: NodePlan): ReadonlySet<string> {
  const unwritten = plan.state.waiting.filter(({ written, dirtyAt }) => !written || dirtyAt > 0);
  return new Set(unwritten.map((each) => toId(plan, each)));
}

/** Slots that are still to be written, where the change reached them: what did not, may know more by now than its day did. */
function correctWaiting(plan: NodePlan, { wasSlots, isSlots }: Pasts): void {
  for (const each of plan.state.waiting) {
    const id = toId(plan, each);
    const was = wasSlots.byId.get(id);
    const is = isSlots.byId.get(id);
    if (!was || (is && isSame(was.bytes, is.bytes))) continue;
    each.slot = (is && parseSlot(is.key, is.bytes)) ?? { ...each.slot, channels: new Map() };
  }
}

function toId({ nodeId, input }: NodePlan, { level, slot: { startAt } }: WaitingSlot): string {
  const resolution = slotResolutions[level] ?? "month";
  return `${paths.bucket(nodeId, resolution, toBucketId(resolution, startAt, input.timeZone))} ${toSlotKey(startAt)}`;
}

function putChanges({ documents, node }: NodePlan, { wasSlots, isSlots }: Pasts, unwritten: ReadonlySet<string>): void {
  for (const [id, { path, key, bytes }] of isSlots.byId) {
    const before = wasSlots.byId.get(id)?.bytes;
    if (!before || !isSame(before, bytes) || unwritten.has(id)) documents.put(path, key, bytes);
  }
  for (const [id, { path, key, bytes }] of wasSlots.byId) {
    const gone = isSlots.byId.has(id) ? null : parseSlot(key, bytes);
    if (gone) documents.put(path, key, packSlot({ ...gone, channels: new Map() }), node?.location);
  }
}

function adopt(plan: NodePlan, is: NodePlan, rules: readonly StretchRule[]): void {
  const { clock, away, backAt, passedAt, channels, waiting, inSteps, outSteps } = is.state;
  Object.assign(plan.state, {
    clock,
    away,
    backAt,
    passedAt,
    channels,
    waiting,
    inSteps,
    outSteps,
    rules,
  } satisfies Partial<NodeState>);
  plan.powerSteps = is.powerSteps;
}

interface Slots extends Documents {
  readonly byId: ReadonlyMap<string, { readonly path: string; readonly key: string; readonly bytes: Uint8Array }>;
}

/** The slots of one past. */
function newSlots(): Slots {
  const byId = new Map<string, { path: string; key: string; bytes: Uint8Array }>();
  return {
    byId,
    put(path, key, bytes) {
      if (bytes instanceof Uint8Array) byId.set(`${path} ${key}`, { path, key, bytes });
    },
    live() {},
    toWrites: () => [],
  };
}

/** The further the change reaches, the more days are read at once. */
function toNext({ nodeId }: NodePlan, days: readonly LocalDay[], raw: RawDocuments, known: number): string[] {
  const next = days.slice(0, Math.max(1, known)).map(({ day }) => paths.bucket(nodeId, "raw", day));
  return next.filter((path) => !raw.has(path));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
