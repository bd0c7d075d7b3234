import type { LiveData } from "@lastmeter/model/node";
import { parseChunk, parseSlots, type Slot } from "@lastmeter/model/series";
import { FieldPath, type Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { planBuckets } from "../../web/src/features/history/documents.ts";
import { toMoment } from "../../web/src/features/history/record.ts";
import { addDays, toSpan } from "../../web/src/lib/period.ts";
import { openLinkBench } from "../flows/link-bench.ts";
import { readLive, type StoredNode } from "../support/stored.ts";
import { countBilled } from "./billed-operations.ts";
import { type Figure, toPercentile, toRounds } from "./figure.ts";
import { seedPlug } from "./history-seed.ts";

const READS_MAX = 2;
const ROUNDS = 15;
const NOW = Date.UTC(2026, 10, 22, 10);
const TIME_ZONE = "Europe/Athens";
const histories = [
  { name: "one month", days: 30 },
  { name: "three years", days: 3 * 365 },
] as const;

const bucketSchema = z.object({ d: z.record(z.string(), z.instanceof(Uint8Array)) });

interface Home extends StoredNode {
  /** What every page listens to anyway. */
  readonly live: LiveData | null;
}

interface Look {
  readonly reads: number;
  readonly decodeMs: number;
}

/** Documents a view reads and how long the emulator and the decoding take, with a short and a long history behind it. */
export async function measureHistoryReads(): Promise<Figure[]> {
  const bench = openLinkBench("demo-bench-history");
  try {
    const billed = countBilled(bench.db);
    const homes = [];
    for (const { name, days } of histories) {
      const node = await seedPlug(bench, days, NOW);
      homes.push({ name, home: { ...node, live: await readLive(bench.db, node.id) } });
    }
    const figures: Figure[] = [];
    for (const [view, look] of Object.entries(toViews(bench.db))) {
      const rounds = new Map(homes.map(({ name }): [string, (Look & { ms: number })[]] => [name, []]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const { name, home } of homes) {
          const before = billed.reads;
          const startedAt = performance.now();
          const { reads, decodeMs } = await look(home);
          const ms = performance.now() - startedAt;
          rounds.get(name)?.push({ reads: reads + billed.reads - before, decodeMs, ms });
        }
      }
      for (const [name, looks] of rounds) figures.push(...toFigures(`${view}, ${name}`, looks));
    }
    return figures;
  } finally {
    await bench.close();
  }
}

function toFigures(name: string, looks: readonly (Look & { ms: number })[]): Figure[] {
  const reads = Math.max(...looks.map((look) => look.reads));
  const { value } = toRounds(looks.map(({ ms }) => ms));
  const p95 = toPercentile(
    looks.map(({ ms }) => ms),
    0.95,
  );
  const decodeMs = toPercentile(
    looks.map((look) => look.decodeMs),
    0.5,
  );
  return [
    { name, value: reads, unit: "documents", atMost: READS_MAX },
    { name: "", value, worst: p95, unit: "ms", note: `of it decoding ${decodeMs.toFixed(2)} ms; worst: p95` },
  ];
}

function toViews(db: Firestore): Record<string, (home: Home) => Promise<Look>> {
  const today = toMoment(NOW, TIME_ZONE).today;
  const yesterday = addDays(today, -1);
  const lastMonth = addDays(`${today.slice(0, 7)}-01`, -1);
  return {
    "raw day": (home) => readRawDay(db, home, yesterday),
    "day at 15 min": (home) => readView(db, home, "day", yesterday),
    "today at 15 min": (home) => readView(db, home, "day", today),
    "last month": (home) => readView(db, home, "month", lastMonth),
    "this month": (home) => readView(db, home, "month", today),
    "this year": (home) => readView(db, home, "year", today),
  };
}

/** All parts of the day's document; a query costs a read for each that it finds. */
async function readRawDay(db: Firestore, { id }: Home, day: string): Promise<Look> {
  const parts = await db
    .collection(`nodes/${id}/series/raw/buckets`)
    .where(FieldPath.documentId(), ">=", day)
    .where(FieldPath.documentId(), "<=", `${day}~~`)
    .get();
  const startedAt = performance.now();
  let readings = 0;
  for (const doc of parts.docs) {
    for (const bytes of Object.values(bucketSchema.parse(doc.data()).d)) {
      for (const { at } of parseChunk(bytes)?.values() ?? []) readings += at.length;
    }
  }
  if (readings < 4 * 8600) throw new Error(`only ${readings} values in the raw day`);
  return { reads: Math.max(1, parts.size), decodeMs: performance.now() - startedAt };
}

/** As the app does: it reads what its plan names, and what the plan names once that is known. The reads are counted on the way. */
async function readView(
  db: Firestore,
  { id, node, live }: Home,
  period: "day" | "month" | "year",
  day: string,
): Promise<Look> {
  const moment = toMoment(NOW, TIME_ZONE);
  const buckets = new Map<string, ReadonlyMap<number, Slot>>();
  const record = { node, live, heldUntil: NOW, buckets };
  let decodeMs = 0;
  for (;;) {
    const names = planBuckets(record, toSpan(period, day, TIME_ZONE), moment, false).filter(
      (name) => !buckets.has(name),
    );
    if (names.length === 0) return { reads: 0, decodeMs };
    const documents = names.map((name) => db.doc(`nodes/${id}/series/${name.replace("/", "/buckets/")}`));
    const snapshots = await db.getAll(...documents);
    const startedAt = performance.now();
    for (const [i, name] of names.entries()) {
      const snapshot = snapshots[i];
      const slots = snapshot?.exists ? parseSlots(bucketSchema.parse(snapshot.data()).d) : [];
      buckets.set(name, new Map(slots.map((slot) => [slot.startAt, slot])));
    }
    decodeMs += performance.now() - startedAt;
  }
}
