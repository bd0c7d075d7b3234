import { paths } from "@lastmeter/model/paths";
import { packSlot, toSlotKey } from "@lastmeter/model/series";
import { slotResolutions, toBucketId } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import type { NodeState, WaitingSlot } from "./node-state.ts";
import { closeChunk } from "./raw.ts";

/** How long an hour, day or month waits for its registers, and a quarter written too early for company, before it costs a write. */
const PATIENCE_MS = 20 * 60_000;

/**
 * Hands over what is ready: quarters at once (energy may follow), coarser slots when their energy is settled or they have waited
 * long enough, slots written too early together with the next quarter. `streamAt`: how far the gateway's stream has come.
 */
export function flushNode(plan: NodePlan, streamAt: number): void {
  const { state } = plan;
  if (state.chunk && streamAt >= state.chunk.endAt) closeChunk(plan);
  if (state.waiting.length === 0) return;
  const firstPending = findFirstPending(state);
  const quarterCloses = state.waiting.some(({ level, written }) => level === 0 && !written);
  const kept: WaitingSlot[] = [];
  for (const each of state.waiting) {
    const isSettled = each.slot.endAt < firstPending;
    const isDue = !each.written
      ? each.level === 0 || isSettled || streamAt >= toDueAt(each)
      : each.dirtyAt > 0 && (quarterCloses || streamAt >= toDueAt(each));
    if (isDue) writeSlot(plan, each);
    if (!isSettled || !each.written || each.dirtyAt > 0) kept.push(each);
  }
  state.waiting = kept;
}

function writeSlot({ nodeId, input, documents }: NodePlan, waiting: WaitingSlot): void {
  const { level, slot } = waiting;
  waiting.written = true;
  waiting.dirtyAt = 0;
  if (slot.channels.size === 0) return;
  const resolution = slotResolutions[level] ?? "month";
  const path = paths.bucket(nodeId, resolution, toBucketId(resolution, slot.startAt, input.timeZone));
  documents.put(path, toSlotKey(slot.startAt), packSlot(slot));
}

/** Slots that end before the first boundary some register has not settled yet are final. */
export function findFirstPending({ channels }: NodeState): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { register } of channels.values()) first = Math.min(first, register?.pending[0]?.at ?? first);
  return first;
}

function toDueAt({ written, dirtyAt, slot }: WaitingSlot): number {
  return (written ? dirtyAt : slot.endAt) + PATIENCE_MS;
}

/** When the stream has come this far, the node has something to hand over even if it stays silent; 0: nothing. */
export function toNodeDueAt({ chunk, waiting }: NodeState): number {
  let dueAt = chunk?.endAt ?? Number.POSITIVE_INFINITY;
  for (const each of waiting) if (!each.written || each.dirtyAt > 0) dueAt = Math.min(dueAt, toDueAt(each));
  return Number.isFinite(dueAt) ? dueAt : 0;
}
