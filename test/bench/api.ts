import type { NewClient } from "@lastmeter/model/apps";
import type { NodeId } from "@lastmeter/model/ids";
import { toDayInterval } from "@lastmeter/model/time";
import { type ApiBench, openApiBench, plenty, type SeededHome } from "../flows/api-bench.ts";
import { countBilled } from "./billed-operations.ts";
import { type Figure, toPercentile, toRounds } from "./figure.ts";

const READS_MAX = 6;
const ONE_P95_MAX_MS = 150;
const MANY_MAX_MS = 1000;
const ROUNDS = 60;
const MANY_ROUNDS = 10;
const HOMES = 20;
const measured = ["grid", "solar", "fridge", "washingMachine", "waterHeater"] as const;
const day = toDayInterval("2026-11-20", "UTC");
const range = { from: new Date(day.startAt).toISOString(), to: new Date(day.endAt).toISOString() };

/** What a question costs: one node, one day at 15 min (of UTC, so it lies in two local days); and 100 nodes, one day. */
export async function measureApi(): Promise<Figure[]> {
  const bench = await openApiBench("demo-bench-api", { policies: plenty });
  try {
    const billed = countBilled(bench.sharing.link.db);
    const client = await bench.createClient();
    const homes: SeededHome[] = [];
    for (let seed = 1; seed <= HOMES; seed++) homes.push(await bench.seedHome(seed, { days: 3, rawDays: 0 }));
    const nodeIds = homes.flatMap(({ nodes }) => measured.map((key) => nodes[key]));
    for (const home of homes) await bench.grant(home, client.clientId, { resolution: "quarter" }, null);
    const one = await measureOne(bench, client, nodeIds[0] as NodeId, billed);
    return [...one, ...(await measureMany(bench, client, nodeIds, billed))];
  } finally {
    await bench.close();
  }
}

type Billed = ReturnType<typeof countBilled>;

async function measureOne(bench: ApiBench, client: NewClient, nodeId: NodeId, billed: Billed): Promise<Figure[]> {
  const token = await bench.getToken(client);
  const headers = { authorization: `Bearer ${token}` };
  const path = `/v1/nodes/${nodeId}/measurements?${new URLSearchParams({ ...range, resolution: "quarter" })}`;
  const rounds: { ms: number; reads: number; writes: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = { ...billed };
    const startedAt = performance.now();
    const reply = await bench.app.request(path, { headers });
    await reply.text();
    const ms = performance.now() - startedAt;
    if (reply.status !== 200) throw new Error(`${reply.status}`);
    // The first calls of an instance also tell what was used.
    if (round > 2) rounds.push({ ms, reads: billed.reads - before.reads, writes: billed.writes - before.writes });
  }
  const times = rounds.map(({ ms }) => ms);
  const reads = Math.max(...rounds.map((each) => each.reads));
  const writes = Math.max(...rounds.map((each) => each.writes));
  return [
    { name: "one node, one day at 15 min", value: reads, unit: "documents read", atMost: READS_MAX },
    { name: "", value: writes, unit: "documents written", atMost: 1, note: "the entry in the owner's log" },
    { name: "", value: toPercentile(times, 0.95), unit: "ms", atMost: ONE_P95_MAX_MS, note: "p95, in this process" },
  ];
}

async function measureMany(
  bench: ApiBench,
  client: NewClient,
  nodeIds: readonly NodeId[],
  billed: Billed,
): Promise<Figure[]> {
  const token = await bench.getToken(client);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const figures: Figure[] = [];
  for (const aggregate of ["none", "sum"]) {
    const body = JSON.stringify({ nodeIds, ...range, resolution: "quarter", channels: ["total.power"], aggregate });
    const times: number[] = [];
    let reads = 0;
    for (let round = 0; round < MANY_ROUNDS; round++) {
      const before = billed.reads;
      const startedAt = performance.now();
      const reply = await bench.app.request("/v1/measurements:query", { method: "POST", headers, body });
      await reply.text();
      times.push(performance.now() - startedAt);
      if (reply.status !== 200) throw new Error(`${reply.status}`);
      reads = billed.reads - before;
    }
    const note = `${reads} documents read, one entry in each of ${HOMES} logs; worst of ${MANY_ROUNDS}`;
    figures.push({
      name: `100 nodes, one day, ${aggregate}`,
      ...toRounds(times),
      unit: "ms",
      atMost: MANY_MAX_MS,
      note,
    });
  }
  return figures;
}
