import type { OperationCount } from "./billed-operations.ts";
import type { Figure } from "./figure.ts";
import { storeNaively } from "./naive.ts";
import { openTrafficBench, simulateIdleDay, simulateWatched } from "./traffic.ts";

/** The targets, billed operations per 1,000 readings. */
const IDLE_MAX = new Map([
  [20, 70],
  [1, 140],
]);
const NAIVE_RATIO_MIN = 50;

/** Billed operations per 1,000 readings at one reading of every node each ten seconds, beside the naive design in the same run. */
export async function measureOperations(): Promise<Figure[]> {
  const { bench, billed } = openTrafficBench();
  const figures: Figure[] = [];
  const idle = new Map<number, number>();
  for (const nodes of [20, 1]) {
    const day = await simulateIdleDay(nodes);
    const name = `idle, ${nodes} ${nodes === 1 ? "node" : "nodes"}`;
    figures.push(...toFigures(name, day.billed, day.readings, IDLE_MAX.get(nodes)));
    idle.set(nodes, toTotal(day.billed, day.readings));
  }
  for (const nodes of [20, 1]) {
    const { billed: counted, readings } = await simulateWatched(nodes);
    figures.push(...toFigures(`watched, ${nodes} ${nodes === 1 ? "node" : "nodes"}`, counted, readings));
  }
  const naive = await storeNaively(bench.db, billed, { nodes: 20, readingsPerNode: 30, perTransaction: 1 });
  const batched = await storeNaively(bench.db, billed, { nodes: 20, readingsPerNode: 60, perTransaction: 30 });
  figures.push(...toFigures("naive, each reading as it arrives", naive.billed, naive.readings));
  figures.push(...toFigures("naive, 30 readings of a node at once", batched.billed, batched.readings));
  const ours = idle.get(20) ?? Number.NaN;
  const ratio = { unit: "×", note: "idle, 20 nodes" };
  const perReading = toTotal(naive.billed, naive.readings) / ours;
  const perBatch = toTotal(batched.billed, batched.readings) / ours;
  figures.push({ name: "naive ÷ ours", value: perReading, atLeast: NAIVE_RATIO_MIN, ...ratio });
  figures.push({ name: "naive in batches ÷ ours", value: perBatch, ...ratio });
  return figures;
}

function toTotal({ reads, writes, deletes }: OperationCount, readings: number): number {
  return ((reads + writes + deletes) * 1000) / readings;
}

function toFigures(name: string, billed: OperationCount, readings: number, atMost?: number): Figure[] {
  const { reads, writes, deletes } = billed;
  const per = (count: number) => Math.round((count * 10_000) / readings) / 10;
  const greatest = [...billed.byKind]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([kind, count]) => `${kind} ${per(count)}`);
  return [
    {
      name,
      value: toTotal(billed, readings),
      unit: "operations per 1,000 readings",
      ...(atMost === undefined ? {} : { atMost }),
      note: `writes ${per(writes)}, reads ${per(reads)}, deletes ${per(deletes)} (${greatest.join(", ")})`,
    },
  ];
}
