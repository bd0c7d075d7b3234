import { paths } from "@lastmeter/model/paths";
import type { Quality } from "@lastmeter/model/reading";
import { packChunk } from "@lastmeter/model/series";
import { toLocalDay } from "@lastmeter/model/time";
import type { NodePlan } from "./node-plan.ts";
import type { NodeState, OpenChunk, RegisterState } from "./node-state.ts";

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
  if (state.chunk && (reading.at >= state.chunk.endAt || state.chunk.n >= CHUNK_MAX)) closeChunk(plan);
  state.chunk ??= openChunk(reading);
  let column = state.chunk.columns.get(reading.ix);
  if (!column) {
    column = { at: [], value: [], quality: [], sequence: [] };
    state.chunk.columns.set(reading.ix, column);
  }
  column.at.push(reading.at);
  column.value.push(reading.value);
  column.quality.push(quality);
  column.sequence.push(reading.sequence);
  state.chunk.n++;
}

/** Whether the open chunk ends with this reading of its channel. */
export function isInChunk({ chunk }: NodeState, { ix, at, sequence }: RawReading): boolean {
  const column = chunk?.columns.get(ix);
  return column !== undefined && column.at.at(-1) === at && column.sequence.at(-1) === sequence;
}

function openChunk({ at, sequence }: RawReading): OpenChunk {
  const startAt = Math.floor(at / CHUNK_MS) * CHUNK_MS;
  return { key: toChunkKey("c", at, sequence), startAt, endAt: startAt + CHUNK_MS, n: 0, columns: new Map() };
}

/** Hands the open chunk over to its bucket: parts `2026-11-22`, `2026-11-22~1`, … of at most 768 KiB. */
export function closeChunk({ state, input, documents, nodeId, node }: NodePlan): void {
  const { chunk } = state;
  if (!chunk) return;
  state.chunk = null;
  const day = toLocalDay(chunk.startAt, input.timeZone);
  const bytes = packChunk(chunk.columns);
  const size = chunk.key.length + KEY_OVERHEAD + bytes.length;
  if (day !== state.rawDay) {
    state.rawDay = day;
    state.rawPart = 0;
    state.rawBytes = 0;
  } else if (state.rawBytes + size > PART_MAX_BYTES) {
    state.rawPart++;
    state.rawBytes = 0;
  }
  state.rawBytes += size;
  if (state.checkpoint && chunk.endAt <= state.dayEndAt) {
    documents.put(paths.bucket(nodeId, "raw", day), CHECKPOINT_KEY, state.checkpoint, node?.location);
    state.checkpoint = null;
  }
  documents.put(paths.bucket(nodeId, "raw", toPart(day, state.rawPart)), chunk.key, bytes, node?.location);
}

export const toPart = (day: string, part: number) => (part === 0 ? day : `${day}~${part}`);
