import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { parseSlots, type Slot } from "@lastmeter/model/series";
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

/** Read while one is evaluated. */
const DAYS_AHEAD = 4;

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

/** By local day. */
export type QuarterDays = ReadonlyMap<string, readonly Slot[]>;

/**
 * The days of some nodes, each parsed when it is its turn: a month of a home's readings is more than memory. A read for each node and day,
 * of readings and events each.
 */
export async function* readDays(
  db: Firestore,
  quarters: ReadonlyMap<NodeId, QuarterDays>,
  { timeZone, firstDay, lastDay }: HistoryRange,
): AsyncGenerator<HistoryDay> {
  const read = (day: string) => {
    const range = { timeZone, firstDay: day, lastDay: day };
    const reading = Promise.all(
      [...quarters.keys()].map((nodeId) =>
        Promise.all([
          nodeId,
          readRange(db, paths.buckets(nodeId, "raw"), range),
          readRange(db, paths.eventDays(nodeId), range),
        ]),
      ),
    );
    // Whoever waits for it hears of it; nobody does where a day before it failed.
    reading.catch(() => {});
    return { day, reading };
  };
  const ahead: ReturnType<typeof read>[] = [];
  let next = firstDay;
  for (;;) {
    for (; ahead.length < DAYS_AHEAD && next <= lastDay; next = addDays(next, 1)) ahead.push(read(next));
    const first = ahead.shift();
    if (first === undefined) return;
    const { day, reading } = first;
    const nodes = new Map<NodeId, NodeDay>();
    for (const [nodeId, raw, events] of await reading) {
      nodes.set(nodeId, {
        chunks: raw.flatMap((each) => Object.values(bucketSchema.parse(each.data()).d)),
        quarters: quarters.get(nodeId)?.get(day) ?? [],
        events: events.flatMap((each) => toEvents(each.data())),
      });
    }
    yield { ...toDayInterval(day, timeZone), nodes };
  }
}

export async function readQuarters(db: Firestore, nodeId: NodeId, range: HistoryRange): Promise<QuarterDays> {
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
