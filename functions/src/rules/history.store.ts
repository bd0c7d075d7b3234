import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseChunk, parseSlots, type Slot } from "@lastmeter/model/series";
import { type FeedPrice, feedDaySchema } from "@lastmeter/model/tariff";
import { addDays, toDayInterval } from "@lastmeter/model/time";
import { FieldPath, type Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { HistoryDay, NodeDay } from "./history.ts";

const bytesSchema = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => new Uint8Array(bytes)),
);
const bucketSchema = z.object({ d: z.record(z.string(), bytesSchema) });
const eventsSchema = z.object({
  d: z.record(z.string(), z.object({ c: z.string(), v: z.union([z.string(), z.number(), z.boolean()]) })),
});

export interface HistoryRange {
  readonly timeZone: string;
  /** Local days, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What documents a range of local days has; parts of a day (`2026-11-22~1`) stand behind it. */
async function readRange(db: Firestore, collection: string, { firstDay, lastDay }: HistoryRange) {
  const found = await db
    .collection(collection)
    .where(FieldPath.documentId(), ">=", firstDay)
    .where(FieldPath.documentId(), "<", addDays(lastDay, 1))
    .get();
  return found.docs;
}

/** The days of some nodes. A read for each node and day, of readings, quarter-hours and events each. */
export async function readHistory(
  db: Firestore,
  nodeIds: readonly NodeId[],
  range: HistoryRange,
): Promise<HistoryDay[]> {
  const byNode = await Promise.all(
    nodeIds.map(async (nodeId) => ({
      nodeId,
      raw: await readRange(db, paths.buckets(nodeId, "raw"), range),
      events: await readRange(db, paths.eventDays(nodeId), range),
      quarters: await readQuarters(db, nodeId, range),
    })),
  );
  const days: HistoryDay[] = [];
  for (let day = range.firstDay; day <= range.lastDay; day = addDays(day, 1)) {
    const nodes = new Map<NodeId, NodeDay>();
    for (const { nodeId, raw, events, quarters } of byNode) {
      nodes.set(nodeId, {
        chunks: raw
          .filter(({ id }) => id.slice(0, 10) === day)
          .flatMap((each) =>
            Object.values(bucketSchema.parse(each.data()).d).flatMap((bytes) => parseChunk(bytes) ?? []),
          ),
        quarters: quarters.get(day) ?? [],
        events: events.filter(({ id }) => id === day).flatMap((each) => toEvents(each.data())),
      });
    }
    days.push({ ...toDayInterval(day, range.timeZone), nodes });
  }
  return days;
}

/** By local day. */
export async function readQuarters(
  db: Firestore,
  nodeId: NodeId,
  range: HistoryRange,
): Promise<ReadonlyMap<string, readonly Slot[]>> {
  const documents = await readRange(db, paths.buckets(nodeId, "quarter"), range);
  return new Map(documents.map((each) => [each.id, parseSlots(bucketSchema.parse(each.data()).d)]));
}

function toEvents(data: unknown): NodeDay["events"] {
  return Object.entries(eventsSchema.parse(data).d).map(([key, { c, v }]) => {
    const [at = 0, sequence = 0] = key.split("_").map(Number);
    return { at, sequence, channel: c, value: v };
  });
}

/** Prices of a feed that begin in a range of days of UTC. A read for each day. */
export async function readFeed(
  db: Firestore,
  providerId: string,
  feedId: string,
  from: number,
  to: number,
): Promise<FeedPrice[]> {
  const documents = await readRange(db, paths.feedDays(providerId, feedId), {
    timeZone: "UTC",
    firstDay: toUtcDay(from),
    lastDay: toUtcDay(to),
  });
  return documents.flatMap((each) => feedDaySchema.parse(each.data()).prices);
}

export const toUtcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
