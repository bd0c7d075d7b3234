import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { paths } from "@lastmeter/model/paths";
import type { RuleDraft } from "@lastmeter/model/rule";
import { replayResultSchema } from "@lastmeter/model/rule-request";
import type { z } from "zod/mini";
import { type LinkBench, openLinkBench, START } from "../flows/link-bench.ts";
import { askRules, toRule } from "../flows/rules-bench.ts";
import { readNodes } from "../support/stored.ts";
import { type Figure, toRounds } from "./figure.ts";
import { seedPlug } from "./history-seed.ts";
import { type Lane, openLane, startFunctions } from "./ingest-cpu.ts";
import { replayReportSchema } from "./replay-process.ts";
import { BENCH_PROJECT } from "./surroundings.ts";

const ROUNDS = 31;
const WARM_UP_ROUNDS = 8;
const SHAPE = { plugs: 20, batchMs: 300_000, batchesPerRound: 6 };
const REPLAYS = 5;
const DAYS = 30;
/** Ten rules per network; a replay of 30 days. */
const ADDED_MAX_PERCENT = 10;
const REPLAY_MAX_MS = 3000;
const HOME_NODES = 20;
/** Half of the function's that answers, as two may ask at a time; and what Node takes of so much for its heap. */
const MEMORY_MIB = 512;
const HEAP_MIB = 256;
const HOME_REPLAYS = 3;
const run = promisify(execFile);

export async function measureRules(): Promise<Figure[]> {
  return [...(await measureAdded()), ...(await measureReplay()), ...(await measureHomeReplay())];
}

/** Two homes alike but for ten rules, round by round in turn: the ratio of all their CPU, since garbage is collected now and then. */
async function measureAdded(): Promise<Figure[]> {
  const functions = await startFunctions();
  try {
    const plain = await openLane(functions, SHAPE);
    const ruled = await openLane(functions, SHAPE);
    await functions.call("/rules", new TextEncoder().encode(ruled.networkId));
    const cost: Record<"plain" | "ruled", number[]> = { plain: [], ruled: [] };
    const run = async (name: "plain" | "ruled", lane: Lane) => cost[name].push((await lane.run()).cpuMs);
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      // The first of two pays for what the one before left behind: they take turns.
      const isPlainFirst = round % 2 === 0;
      if (isPlainFirst) await run("plain", plain);
      await run("ruled", ruled);
      if (!isPlainFirst) await run("plain", plain);
    }
    const toMean = (all: readonly number[]) => all.slice(WARM_UP_ROUNDS).reduce((sum, each) => sum + each, 0) / ROUNDS;
    const [without, withRules] = [toMean(cost.plain), toMean(cost.ruled)];
    const value = (withRules / without - 1) * 100;
    const note = `${SHAPE.plugs} nodes; without ${without.toFixed(1)}, with ${withRules.toFixed(1)} ms per 1,000 readings`;
    return [{ name: "ingest CPU that ten rules add", unit: "%", value, atMost: ADDED_MAX_PERCENT, note }];
  } finally {
    await functions.stop();
  }
}

/** A plug that reported every ten seconds of 30 days. */
async function measureReplay(): Promise<Figure[]> {
  const bench = openLinkBench(BENCH_PROJECT);
  try {
    const now = START;
    const { id, node } = await seedPlug(bench, DAYS, now, DAYS);
    const when: RuleDraft["when"] = {
      kind: "value",
      subject: { of: "node", nodeId: id },
      is: "above",
      limit: 1000,
      hysteresis: 50,
      forMs: 60_000,
    };
    const rule = toRule({ when, actions: [{ do: "alarm", severity: "info", title: null }] });
    const times: number[] = [];
    let firings = 0;
    for (let round = 0; round < REPLAYS; round++) {
      const startedAt = performance.now();
      const request = { act: "replay", networkId: node.networkId, rule, days: DAYS };
      const result = replayResultSchema.parse(await askRules(bench.db, node.ownerId, request, now));
      times.push(performance.now() - startedAt);
      firings = result.count;
    }
    const note = `a plug of four values each ten seconds, ${firings} firings`;
    return [{ name: `replay of ${DAYS} days from raw`, unit: "ms", ...toRounds(times), atMost: REPLAY_MAX_MS, note }];
  } finally {
    await bench.close();
  }
}

/** A rule over all plugs of a home, each of which reported every ten seconds of 30 days: once each in a process of its own. */
async function measureHomeReplay(): Promise<Figure[]> {
  const bench = openLinkBench(BENCH_PROJECT);
  try {
    const { id, node } = await seedPlug(bench, DAYS, START, DAYS, HOME_NODES - 1);
    const { networkId, ownerId } = node;
    const others = (await readNodes(bench.db, networkId)).flatMap((each) => (each.id === id ? [] : [each.id]));
    for (const resolution of ["raw", "quarter"] as const) {
      await copyAll(
        bench,
        paths.buckets(id, resolution),
        others.map((other) => paths.buckets(other, resolution)),
      );
    }
    await Promise.all([id, ...others].map((each) => bench.db.doc(paths.node(each)).update({ status: "active" })));
    const when: RuleDraft["when"] = {
      kind: "value",
      subject: { of: "home" },
      is: "above",
      limit: 20_000,
      hysteresis: 500,
      forMs: 60_000,
    };
    const rule = toRule({ when, actions: [{ do: "alarm", severity: "info", title: null }] });
    const order = JSON.stringify({ projectId: BENCH_PROJECT, networkId, ownerId, rule, days: DAYS, now: START });
    const reports: z.infer<typeof replayReportSchema>[] = [];
    for (let round = 0; round < HOME_REPLAYS; round++) {
      const script = join(import.meta.dirname, "replay-process.ts");
      const { stdout } = await run(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, script, order]);
      reports.push(replayReportSchema.parse(JSON.parse(stdout)));
    }
    const note = `${HOME_NODES} plugs of four values each ten seconds, ${reports[0]?.count} firings, a process just started`;
    const toFigure = (of: "ms" | "cpuMs" | "peakMiB") => toRounds(reports.map((report) => report[of]));
    return [
      { name: `replay of ${DAYS} days of a home`, unit: "ms", ...toFigure("ms"), note },
      { name: "its CPU, with starting the process", unit: "ms", ...toFigure("cpuMs") },
      { name: "its memory", unit: "MiB", ...toFigure("peakMiB"), atMost: MEMORY_MIB },
    ];
  } finally {
    await bench.close();
  }
}

async function copyAll({ db }: LinkBench, from: string, to: readonly string[]): Promise<void> {
  for (const snapshot of (await db.collection(from).get()).docs) {
    await Promise.all(to.map((path) => db.doc(`${path}/${snapshot.id}`).set(snapshot.data())));
  }
}
