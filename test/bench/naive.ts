import { randomUUID } from "node:crypto";
import type { Firestore } from "firebase-admin/firestore";
import { type BilledOperations, type OperationCount, toDifference, toSnapshot } from "./billed-operations.ts";

/** The design that comes to mind first, for comparison: nothing of it is used elsewhere. */
interface NaiveReading {
  readonly node: string;
  readonly at: number;
  readonly powerW: number;
  readonly voltageV: number;
  readonly currentA: number;
  readonly energyWh: number;
}

const spansMs = { quarter: 900_000, hour: 3_600_000, day: 86_400_000, month: 2_592_000_000 };
const LANES = 10;

export interface NaiveRun {
  readonly readings: number;
  readonly billed: OperationCount;
}

/**
 * A document per reading, a live document per node, and a quarter, hour, day and month per node brought up to date by a
 * transaction: for each reading as it arrives (`perTransaction` 1), or for a batch of a node's readings.
 */
export async function storeNaively(
  db: Firestore,
  billed: BilledOperations,
  { nodes, readingsPerNode, perTransaction }: { nodes: number; readingsPerNode: number; perTransaction: number },
): Promise<NaiveRun> {
  const before = toSnapshot(billed);
  const network = randomUUID();
  const storeNode = async (node: string) => {
    for (let first = 0; first < readingsPerNode; first += perTransaction) {
      const batch = Array.from({ length: perTransaction }, (_, i) => toReading(node, first + i));
      await storeReadings(db, node, batch);
    }
  };
  const waiting = Array.from({ length: nodes }, (_, node) => `${network}-${node}`);
  const lane = async () => {
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) await storeNode(node);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { readings: nodes * readingsPerNode, billed: toDifference(billed, before) };
}

function toReading(node: string, index: number): NaiveReading {
  const powerW = 100 + (index % 17) * 3.1;
  const at = Date.UTC(2026, 10, 22, 10) + index * 10_000;
  return { node, at, powerW, voltageV: 230, currentA: powerW / 230, energyWh: Math.floor(index * 0.4) };
}

async function storeReadings(db: Firestore, node: string, readings: readonly NaiveReading[]): Promise<void> {
  const own = db.collection("naiveNodes").doc(node);
  const batch = db.batch();
  for (const reading of readings) batch.create(own.collection("readings").doc(), reading);
  batch.set(db.collection("naiveLive").doc(node), { ...readings.at(-1) });
  await batch.commit();
  const first = readings[0];
  if (!first) return;
  const slots = Object.entries(spansMs).map(([name, ms]) =>
    own.collection(name).doc(String(Math.floor(first.at / ms))),
  );
  await db.runTransaction(async (transaction) => {
    const snapshots = await transaction.getAll(...slots);
    for (const snapshot of snapshots) {
      const count = Number(snapshot.get("count") ?? 0) + readings.length;
      const sumW = readings.reduce((sum, { powerW }) => sum + powerW, Number(snapshot.get("sumW") ?? 0));
      const maxW = readings.reduce((max, { powerW }) => Math.max(max, powerW), Number(snapshot.get("maxW") ?? 0));
      transaction.set(snapshot.ref, { count, sumW, maxW, energyWh: readings.at(-1)?.energyWh });
    }
  });
}
