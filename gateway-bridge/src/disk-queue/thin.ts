import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { QUARTER_MS } from "@lastmeter/model/time";
import { syncDirectory } from "./durable-file.ts";
import { type Row, recordBytes, writeRecord } from "./record.ts";
import { readTail, type Segment, thinnedSegmentName } from "./segment.ts";

/** The last row of each topic and quarter-hour, in order. */
function planThinning(rows: readonly Row[]): Row[] {
  const last = new Map<string, Row>();
  for (const row of rows) last.set(`${Math.floor(row.at / QUARTER_MS)} ${row.topic}`, row);
  return [...last.values()].sort((a, b) => a.sequence - b.sequence);
}

/**
 * Writes the thinned twin of a segment beside it, durable before this returns. The caller then removes the original; a crash in
 * between leaves both, and the thinned one counts. The holes it leaves show in the sequence numbers and are reported as gaps.
 * @returns undefined if nothing is left to keep.
 */
export async function writeThinned(
  directory: string,
  segment: Segment,
  range: { from: number; below: number },
  salt: number,
): Promise<Segment | undefined> {
  const { rows } = await readTail(segment.path, salt);
  const kept = planThinning(rows.filter((row) => row.sequence >= range.from && row.sequence < range.below));
  if (kept.length === 0) return undefined;
  const bytes = Buffer.allocUnsafe(
    kept.reduce((sum, row) => sum + recordBytes(Buffer.byteLength(row.topic), row.payload.length), 0),
  );
  let offset = 0;
  for (const row of kept) offset = writeRecord(bytes, offset, row, salt);
  const path = join(directory, thinnedSegmentName(segment.first, segment.end, kept.length));
  const handle = await open(`${path}.new`, "w", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
  await syncDirectory(directory);
  return { path, first: segment.first, end: segment.end, count: kept.length, bytes: bytes.length, thinned: true };
}
