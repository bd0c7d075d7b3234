import { channels, toInput, toNode, toReading, total } from "./plan.fixture.ts";
import { planIngest } from "./plan.ts";
import { parseShard } from "./shard.ts";

const N = 20;
const nodes = new Map(
  Array.from({ length: N }, (_, i) => {
    const id = ("node" + i).padEnd(22, "x") as any;
    return [
      id,
      toNode(id, { channels: { ...channels, current: { ...channels.voltage, key: "current", ix: 6 } } as any }),
    ] as const;
  }),
);
const ids = [...nodes.keys()];
let start = Date.parse("2026-11-22T00:00:00Z");
let seq = 0;
const reg = new Map(ids.map((i) => [i, 1_000_000.0]));
function size(v: any): number {
  if (v instanceof Uint8Array) return v.length;
  return 8;
}
let shards = new Map<number, Uint8Array>();
let bytes = 0,
  docs = new Map<string, number>(),
  writesN = 0,
  liveN = 0,
  readings = 0;
const times: number[] = []; const cpuT: number[] = [];
for (let b = 0; b < 288; b++) {
  const rs: any[] = [];
  for (let k = 0; k < 30; k++)
    for (const id of ids) {
      const at = start + b * 300000 + k * 10000 + ((seq * 7919) % 90);
      seq++;
      const p = Math.round(2000 + 1500 * Math.sin(at / 3e6) + ((seq * 104729) % 400));
      reg.set(id, reg.get(id)! + ((p / 10) * 10) / 3600);
      const m = { nodeId: id, sequence: seq };
      rs.push(
        toReading("power", at, p, m),
        { ...toReading("voltage", at, 23000 + ((seq * 31) % 150), m), channel: "voltage" },
        { ...toReading("voltage", at, Math.round((p * 1000) / 2300) + ((seq * 17) % 20), m), channel: "current" },
        toReading("energyImport", at, Math.round(reg.get(id)! / 10) * 10, m),
      );
    }
  const input = toInput({
    now: start + b * 300000 + 301000,
    backfill: false,
    nodes,
    readings: rs,
    seen: new Map(ids.map((i) => [i, start + b * 300000 + 290000])),
  });
  const t = process.cpuUsage();
  const r0 = performance.now(); const cc = process.cpuUsage();
  const { shards: s, writes } = planIngest(input, shards);
  times.push(performance.now() - r0); { const d = process.cpuUsage(cc); cpuT.push((d.user + d.system) / 1000); }
  shards = new Map([...shards, ...s]);
  readings += 600;
  writesN += writes.length + s.size;
  for (const w of writes) {
    if (w.path.startsWith("live/")) {
      liveN++;
      continue;
    }
    const d = (w.data as any).d;
    for (const [k, v] of Object.entries(d)) {
      docs.set(w.path + "#" + k, k.length + 1 + size(v));
    }
  }
}
const by: Record<string, number> = {};
for (const [k, v] of docs) {
  const r = k.split("/")[3]!;
  by[r] = (by[r] ?? 0) + v;
}
cpuT.sort((a,b)=>a-b); console.log("cpu ms per batch p50", cpuT[144], "mean", cpuT.reduce((a,b)=>a+b)/288); times.sort((a, b) => a - b);
console.log(
  "live: plan ms per batch p50",
  times[144]!.toFixed(2),
  "p95",
  times[274]!.toFixed(2),
  "us/reading(4 values)",
  ((times[144]! / 600) * 1000).toFixed(2),
  "state bytes",
  shards.get(0)!.length,
);
console.log(
  "writes/1000",
  ((writesN / readings) * 1000).toFixed(1),
  "+reads 1.7; live",
  ((liveN / readings) * 1000).toFixed(1),
);
console.log("bytes/reading", Object.fromEntries(Object.entries(by).map(([k, v]) => [k, (v / readings).toFixed(2)])));
// seeding: 8 nodes, 13 months, 15 min, 4 channels, one day per batch
shards = new Map();
const ids8 = ids.slice(0, 8);
let n = 0;
const c0 = process.cpuUsage();
start = Date.parse("2025-10-20T22:00:00Z");
let gen = 0,
  w = 0;
for (let day = 0; day < 396; day++) {
  const rs: any[] = [];
  const g0 = performance.now();
  for (let q = 0; q < 96; q++)
    for (const id of ids8) {
      const at = start + (day * 96 + q) * 900000;
      seq++;
      const p = Math.round(2000 + ((seq * 104729) % 4000));
      reg.set(id, reg.get(id)! + p / 40);
      const m = { nodeId: id, sequence: seq };
      rs.push(
        toReading("power", at, p, m),
        { ...toReading("voltage", at, 23000 + ((seq * 31) % 150), m) },
        { ...toReading("voltage", at, p, m), channel: "current" },
        toReading("energyImport", at, Math.round(reg.get(id)!), m),
      );
    }
  gen += performance.now() - g0;
  const plan = planIngest(toInput({ nodes, readings: rs }), shards);
  shards = new Map([...shards, ...plan.shards]);
  n += rs.length;
  w += plan.writes.length;
}
const cpu = process.cpuUsage(c0);
console.log(
  "seed",
  n,
  "values, cpu ms",
  ((cpu.user + cpu.system) / 1000 - gen).toFixed(0),
  "us/value",
  ((((cpu.user + cpu.system) / 1000 - gen) / n) * 1000).toFixed(2),
  "writes",
  w,
);
