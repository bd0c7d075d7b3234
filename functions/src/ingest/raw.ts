import { paths } from "@lastmeter/model/paths";
import type { Quality } from "@lastmeter/model/reading";
import { toLocalDay } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import type { NodeState, RawRoom, RegisterState } from "./node-state.ts";
import { newColumn, type OpenChunk, toChunkBytes, toOpenColumns } from "./open-chunk.ts";

const CHUNK_MS = 300_000;
const CHUNK_MAX = 4096;
/** A document may have 1 MiB; what is left is for readings that come late. */
export const PART_MAX_BYTES = 768 * 1024;
/** Firestore counts a map key's length + 1. */
const KEY_OVERHEAD = 1;
/** Key of the state from before a day's first reading, in the day's first document. Starts with a byte no chunk starts with. */
export const CHECKPOINT_KEY = "s";
export const CHECKPOINT_MARK = 255;

/** One reading as raw keeps it. */
export interface RawReading {
  readonly ix: number;
  readonly at: number;
  readonly sequence: number;
  readonly value: number;
  readonly quality: Quality;
}

/** Time and sequence of the first reading: unique even where a new queue counts from 0 again on the same day. */
export function toChunkKey(prefix: "c" | "l" | "x", at: number, sequence: number): string {
  return `${prefix}${at.toString(36)}_${sequence.toString(36)}`;
}

export function toRegisters({ channels }: NodeState): RegisterState[] {
  return [...channels.values()].flatMap(({ register }) => register ?? []);
}

/**
 * Adds to the open chunk of the node. Chunks last 5 minutes of the clock, so each lies in one local day (midnights are on
 * quarter-hours in every zone).
 */
export function addRaw(plan: NodePlan, reading: RawReading, quality: Quality): void {
  if (plan.judge) {
    plan.judge(reading, quality);
    return;
  }
  const { state } = plan;
  if (state.chunk && (reading.at >= state.chunk.endAt || toOpenColumns(state.chunk).n >= CHUNK_MAX)) {
    closeChunk(plan);
  }
  state.chunk ??= openChunk(reading);
  const open = toOpenColumns(state.chunk);
  let column = open.columns.get(reading.ix);
  if (!column) {
    column = newColumn();
    open.columns.set(reading.ix, column);
  }
  column.at.push(reading.at);
  column.value.push(reading.value);
  column.quality.push(quality);
  column.sequence.push(reading.sequence);
  open.n++;
}

/** Whether the open chunk ends with this reading of its channel. */
export function isInChunk({ chunk }: NodeState, { ix, at, sequence }: RawReading): boolean {
  const column = chunk ? toOpenColumns(chunk).columns.get(ix) : undefined;
  return column !== undefined && column.at.at(-1) === at && column.sequence.at(-1) === sequence;
}

function openChunk({ at, sequence }: RawReading): OpenChunk {
  const startAt = Math.floor(at / CHUNK_MS) * CHUNK_MS;
  return { key: toChunkKey("c", at, sequence), startAt, endAt: startAt + CHUNK_MS, held: { n: 0, columns: new Map() } };
}

/** Hands the open chunk over to its bucket: parts `2026-11-22`, `2026-11-22~1`, … of at most 768 KiB. */
export function closeChunk(plan: NodePlan): void {
  const { state, input, documents, nodeId, node } = plan;
  const { chunk } = state;
  if (!chunk) return;
  state.chunk = null;
  const day = toLocalDay(chunk.startAt, input.timeZone);
  if (day !== state.room.day) state.room = { day, part: 0, bytes: 0 };
  if (state.checkpoint && chunk.endAt <= state.dayEndAt) {
    documents.put(paths.bucket(nodeId, "raw", day), CHECKPOINT_KEY, state.checkpoint, node?.location);
    if (state.room.part === 0) state.room.bytes += toSize(CHECKPOINT_KEY, state.checkpoint);
    state.checkpoint = null;
  }
  putChunk(plan, state.room, chunk.key, toChunkBytes(chunk));
}

/** Into the part in use, or the next one, so that no part of the day is larger than it may be. */
export function putChunk({ documents, nodeId, node }: NodePlan, room: RawRoom, key: string, bytes: Uint8Array): void {
  const size = toSize(key, bytes);
  if (room.bytes > 0 && room.bytes + size > PART_MAX_BYTES) {
    room.part++;
    room.bytes = 0;
  }
  room.bytes += size;
  documents.put(paths.bucket(nodeId, "raw", toPart(room.day, room.part)), key, bytes, node?.location);
}

export function toSize(key: string, bytes: Uint8Array): number {
  return key.length + KEY_OVERHEAD + bytes.length;
}

export const toPart = (day: string, part: number) => (part === 0 ? day : `${day}~${part}`);
