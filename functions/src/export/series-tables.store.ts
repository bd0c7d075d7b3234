import { paths } from "@lastmeter/model/paths";
import { parseChunk, parseSlots } from "@lastmeter/model/series";
import { type SlotResolution, slotResolutions, toLocalDay } from "@lastmeter/model/time";
import { FieldPath } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { NodeState } from "../ingest/node-state.ts";
import { toChunkBytes } from "../ingest/open-chunk.ts";
import type { ExportNode, ExportSource } from "./export-source.store.ts";
import { readPages } from "./pages.store.ts";
import { createSlotRows, mergeWaiting, readingColumns, slotColumns, toReadingRows } from "./series-rows.ts";
import type { Row, Table } from "./table.ts";

const RAW_PAGE = 8;
const SLOT_PAGE = 50;
const ROWS_AT_ONCE = 2000;
const levels: readonly SlotResolution[] = ["quarter", "hour", "day", "month"];

const bytesSchema = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => new Uint8Array(bytes)),
);
const bucketSchema = z.object({ d: z.record(z.string(), bytesSchema) });
const eventsSchema = z.object({
  d: z.record(z.string(), z.object({ c: z.string(), v: z.union([z.string(), z.number(), z.boolean()]) })),
});

/** Everything measured: the slots, then the readings and events one by one; each by node and time. */
export function toSeriesTables(source: ExportSource): Table[] {
  return [
    ...slotResolutions.toReversed().map((resolution) => ({
      name: `slots-${resolution}`,
      columns: slotColumns,
      rows: ofEach(source, (node) => readSlots(source, node, resolution)),
    })),
    {
      name: "events",
      columns: ["nodeId", "node", "channel", "at", "value", "sequence"],
      rows: ofEach(source, (node) => readEvents(source, node)),
    },
    { name: "readings", columns: readingColumns, rows: ofEach(source, (node) => readReadings(source, node)) },
  ];
}

async function* ofEach(
  { nodes }: ExportSource,
  read: (node: ExportNode) => AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (const node of nodes) {
    for await (const rows of read(node)) {
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
    }
  }
}

async function* readSlots(
  { db, now, findState }: ExportSource,
  node: ExportNode,
  resolution: SlotResolution,
): AsyncGenerator<Row[]> {
  const rows = createSlotRows(node, resolution);
  const waiting = (findState(node.nodeId)?.waiting ?? [])
    .filter(({ level }) => levels[level] === resolution)
    .map(({ slot }) => slot)
    .filter(({ channels }) => channels.size > 0)
    .sort((a, b) => a.startAt - b.startAt);
  const buckets = db.collection(paths.buckets(node.nodeId, resolution)).orderBy(FieldPath.documentId());
  for await (const page of readPages(buckets, SLOT_PAGE)) {
    for (const snapshot of page) {
      const stored = parseSlots(bucketSchema.parse(snapshot.data()).d);
      yield mergeWaiting(stored, waiting).flatMap(rows.add);
    }
  }
  yield waiting.flatMap(rows.add);
  yield rows.end(now);
}

/**
 * A local day may be stored in parts (`2026-11-22~1`), and what came late stands in the last of them, so a day is put in order as a
 * whole. The open chunk may have become part of its document since the state was read: then it has the same key there.
 */
async function* readReadings({ db, findState }: ExportSource, node: ExportNode): AsyncGenerator<Row[]> {
  let open = toOpen(findState(node.nodeId), node.timeZone);
  let [day, held] = ["", new Map<string, Uint8Array>()];
  const finish = (of: string, chunks: Map<string, Uint8Array>) => {
    if (open?.day === of) chunks.set(open.key, open.bytes);
    if (open?.day === of) open = null;
    return toReadingRows(
      node,
      [...chunks.values()].flatMap((bytes) => parseChunk(bytes) ?? []),
    );
  };
  const buckets = db.collection(paths.buckets(node.nodeId, "raw")).orderBy(FieldPath.documentId());
  for await (const page of readPages(buckets, RAW_PAGE)) {
    for (const snapshot of page) {
      const next = snapshot.id.slice(0, 10);
      if (next !== day) {
        yield finish(day, held);
        if (open && open.day < next) yield finish(open.day, new Map());
        [day, held] = [next, new Map()];
      }
      for (const [key, bytes] of Object.entries(bucketSchema.parse(snapshot.data()).d)) held.set(key, bytes);
    }
  }
  yield finish(day, held);
  if (open) yield finish(open.day, new Map());
}

function toOpen(state: NodeState | null, timeZone: string) {
  const chunk = state?.chunk;
  return chunk ? { day: toLocalDay(chunk.startAt, timeZone), key: chunk.key, bytes: toChunkBytes(chunk) } : null;
}

/** Under `d` by `<at>_<sequence>_<ix>`. */
async function* readEvents({ db }: ExportSource, node: ExportNode): AsyncGenerator<Row[]> {
  const days = db.collection(paths.eventDays(node.nodeId)).orderBy(FieldPath.documentId());
  for await (const page of readPages(days, SLOT_PAGE)) {
    const events = page.flatMap((snapshot) =>
      Object.entries(eventsSchema.parse(snapshot.data()).d).map(([key, { c, v }]) => {
        const [at = 0, sequence = 0] = key.split("_").map(Number);
        return { at, sequence, channel: c, value: v };
      }),
    );
    events.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
    yield events.map(({ at, sequence, channel, value }) => [
      node.nodeId,
      node.name,
      channel,
      node.toIso(at),
      value,
      sequence,
    ]);
  }
}
