import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { findRecord, parseRecord, type Row } from "./record.ts";

/** One append-only file of the queue. Whole ones are `<first>.seg`, thinned ones `<first>-<end>-<count>.thin`. */
export interface Segment {
  readonly path: string;
  readonly first: number;
  /** Behind the last sequence. */
  end: number;
  /** Rows in it; less than `end - first` when thinned. */
  count: number;
  /** Durable bytes: readers never look behind them. */
  bytes: number;
  readonly thinned: boolean;
}

const WHOLE = /^(\d{16})\.seg$/;
const THINNED = /^(\d{16})-(\d{16})-(\d+)\.thin$/;
const digits = (sequence: number) => String(sequence).padStart(16, "0");

export function wholeSegmentName(first: number): string {
  return `${digits(first)}.seg`;
}

export function thinnedSegmentName(first: number, end: number, count: number): string {
  return `${digits(first)}-${digits(end)}-${count}.thin`;
}

/**
 * The segments of a directory in order. A whole segment ends where the next begins. Of a whole and a thinned file with the same
 * first sequence (a crash between rename and removal) the thinned one counts; the other is named in `leftovers`.
 */
export async function listSegments(directory: string): Promise<{ segments: Segment[]; leftovers: string[] }> {
  const found = new Map<number, Segment>();
  const leftovers: string[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const path = join(directory, name);
    const whole = WHOLE.exec(name);
    const thinned = THINNED.exec(name);
    if (name.endsWith(".new")) leftovers.push(path);
    if (!whole && !thinned) continue;
    const bytes = (await stat(path)).size;
    const first = Number(whole?.[1] ?? thinned?.[1]);
    const twin = found.get(first);
    if (whole && twin?.thinned) {
      leftovers.push(path);
      continue;
    }
    if (twin) leftovers.push(twin.path);
    const end = thinned ? Number(thinned[2]) : first;
    found.set(first, { path, first, end, count: Number(thinned?.[3] ?? 0), bytes, thinned: thinned !== null });
  }
  const segments = [...found.values()].sort((a, b) => a.first - b.first);
  segments.forEach((segment, index) => {
    const next = segments[index + 1];
    if (segment.thinned || !next) return;
    segment.end = next.first;
    segment.count = next.first - segment.first;
  });
  return { segments, leftovers };
}

/** What the end of a queue holds after a crash. */
export interface Tail {
  /** Whole rows in order, without those that a later segment repeats. */
  readonly rows: Row[];
  /** Behind the last whole record: what follows was never acknowledged, or is damaged beyond repair. */
  readonly validBytes: number;
}

/** Reads a whole segment (at most a few MiB): the rows that pass their checksum, whatever lies between them. */
export async function readTail(path: string, salt: number): Promise<Tail> {
  const handle = await open(path, "r");
  let source: Buffer;
  try {
    source = await handle.readFile();
  } finally {
    await handle.close();
  }
  const rows: Row[] = [];
  let offset = 0;
  let validBytes = 0;
  while (offset !== -1 && offset < source.length) {
    const parsed = parseRecord(source, offset, salt);
    if (parsed.kind !== "row") {
      offset = findRecord(source, offset + 1, salt);
      continue;
    }
    rows.push(parsed.row);
    offset = parsed.end;
    validBytes = parsed.end;
  }
  return { rows, validBytes };
}
