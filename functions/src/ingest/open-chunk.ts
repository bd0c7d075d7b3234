import { type ChunkColumn, packChunk, parseChunk } from "@lastmeter/model/series";

/** The raw chunk that is being filled: packed as it was stored until something is added, and handed over like that if nothing is. */
export interface OpenChunk {
  readonly key: string;
  readonly startAt: number;
  /** End of the 5 minutes that the first reading fell in. */
  readonly endAt: number;
  held: Uint8Array | OpenColumns;
}

export interface OpenColumns {
  /** Readings of all columns. */
  n: number;
  readonly columns: Map<number, MutableColumn>;
}

export interface MutableColumn {
  at: number[];
  value: number[];
  quality: ChunkColumn["quality"][number][];
  sequence: number[];
}

export function toChunkBytes({ held }: OpenChunk): Uint8Array {
  return held instanceof Uint8Array ? held : packChunk(held.columns);
}

/** To read or change. @throws if the bytes are not a chunk: only the planner writes them. */
export function toOpenColumns(chunk: OpenChunk): OpenColumns {
  if (!(chunk.held instanceof Uint8Array)) return chunk.held;
  const parsed = parseChunk(chunk.held);
  if (!parsed) throw new Error("an open chunk is damaged");
  const open: OpenColumns = { n: 0, columns: new Map() };
  for (const [ix, { at, value, quality, sequence }] of parsed) {
    open.columns.set(ix, {
      at: [...at],
      value: [...value],
      quality: [...quality],
      sequence: [...(sequence ?? at.map(() => 0))],
    });
    open.n += at.length;
  }
  chunk.held = open;
  return open;
}

export function newColumn(): MutableColumn {
  return { at: [], value: [], quality: [], sequence: [] };
}
