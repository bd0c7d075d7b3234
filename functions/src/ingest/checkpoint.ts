import { toSlotInterval } from "@lastmeter/model/time";
import { findFirstPending } from "./flush.ts";
import { packNode, parseNode } from "./node-codec.ts";
import type { NodePlan } from "./node-plan.ts";
import { type NodeState, newNodeState } from "./node-state.ts";
import { CHECKPOINT_MARK, closeChunk } from "./raw.ts";

/**
 * What the series of a node depend on, packed: its state without what is open in raw, shown live or counted by bytes. Two pasts
 * that come to the same checkpoint have the same future.
 */
export function packCheckpoint(state: NodeState): Uint8Array {
  const { clock, lastAt, lastSequence, away, backAt, passedAt, channels, inSteps, outSteps } = state;
  const firstPending = findFirstPending(state);
  // What is settled is written; whether the rest was written too early is nothing a past depends on.
  const waiting = state.waiting
    .filter(({ slot }) => slot.endAt >= firstPending)
    .map((each) => ({ ...each, written: false, dirtyAt: 0 }));
  const kept = { clock, lastAt, lastSequence, away, backAt, passedAt, channels, waiting, inSteps, outSteps };
  const bytes = packNode({ ...newNodeState(), ...kept });
  const marked = new Uint8Array(bytes.length + 1);
  marked[0] = CHECKPOINT_MARK;
  marked.set(bytes, 1);
  return marked;
}

/** @returns null if the bytes are not a checkpoint of this version. */
export function parseCheckpoint(bytes: Uint8Array | undefined): NodeState | null {
  return bytes?.[0] === CHECKPOINT_MARK ? parseNode(bytes.subarray(1)) : null;
}

/** Before the first reading of a local day: the state goes along with the day's raw readings, so that it can be computed again. */
export function beginDay(plan: NodePlan, at: number): void {
  const { state, input } = plan;
  if (state.chunk && at >= state.chunk.endAt) closeChunk(plan);
  state.checkpoint = packCheckpoint(state);
  state.dayEndAt = toSlotInterval("day", at, input.timeZone).endAt;
}
