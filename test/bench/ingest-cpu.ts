import { join } from "node:path";
import { type NetworkId, networkIdSchema } from "@lastmeter/model/ids";
import { parseKeyText } from "@lastmeter/model/link/key";
import { z } from "zod/mini";
import { START } from "../flows/link-bench.ts";
import { startChild } from "../stack/child.ts";
import { root } from "../stack/stack.ts";
import { measureCalibration } from "./calibration.ts";
import { type Figure, toMedian, toRounds } from "./figure.ts";
import { type Gateway, openGateway, type SealedBatch } from "./gateway.ts";

export interface Shape {
  readonly plugs: number;
  /** Of a batch: five minutes, or as much as 2,000 messages hold. */
  readonly batchMs: number;
  readonly batchesPerRound: number;
}

const shapes: readonly Shape[] = [
  { plugs: 1, batchMs: 300_000, batchesPerRound: 20 },
  { plugs: 20, batchMs: 300_000, batchesPerRound: 12 },
  { plugs: 200, batchMs: 100_000, batchesPerRound: 9 },
];
const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
/** The target for 20 plugs, and for 200 against 20. */
const CPU_MS_MAX = 20;
const GROWTH_MAX = 1.1;

const networkSchema = z.object({ networkId: networkIdSchema, keyText: z.string() });
/** Of the whole process, and of its main thread alone: the rest is garbage collection, compilation and cryptography. */
const cpuSchema = z.object({ cpuMs: z.number(), mainMs: z.number() });
export type Cpu = z.infer<typeof cpuSchema>;

/**
 * CPU time of the whole function process for 1,000 readings of four values: HTTP, open, decode, validate, normalise, plan, commit
 * to the emulator. Sealing and the emulator are other processes. Rounds of the three sizes alternate.
 */
export async function measureIngestCpu(): Promise<Figure[]> {
  const functions = await startFunctions();
  try {
    const lanes = [];
    for (const shape of shapes) lanes.push(await openLane(functions, shape));
    const rounds = new Map(shapes.map(({ plugs }): [number, Cpu[]] => [plugs, []]));
    const growth: number[] = [];
    const calibration: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const cost = new Map<number, Cpu>();
      for (const lane of lanes) cost.set(lane.plugs, await lane.run());
      if (round < WARM_UP_ROUNDS) continue;
      calibration.push(measureCalibration());
      for (const [plugs, cpu] of cost) rounds.get(plugs)?.push(cpu);
      growth.push((cost.get(200)?.cpuMs ?? Number.NaN) / (cost.get(20)?.cpuMs ?? Number.NaN));
    }
    const figures = [...rounds].map(([plugs, cpu]): Figure => {
      const bound = plugs === 20 ? { atMost: CPU_MS_MAX } : {};
      const name = `CPU per 1,000 readings, ${plugs} ${plugs === 1 ? "node" : "nodes"}`;
      const note = `main thread ${toMedian(cpu.map(({ mainMs }) => mainMs)).toFixed(1)}`;
      return { name, unit: "ms", ...toRounds(cpu.map(({ cpuMs }) => cpuMs)), ...bound, note };
    });
    const note = "median of the rounds' own ratios";
    figures.push({ name: "growth from 20 to 200 nodes", value: toMedian(growth), unit: "×", atMost: GROWTH_MAX, note });
    const speed = "how quick the machine was meanwhile; 0.61 where the targets were set";
    figures.push({ name: "SHA-256 of 1 MiB, CPU", unit: "ms", ...toRounds(calibration), note: speed });
    return figures;
  } finally {
    await functions.stop();
  }
}

interface Functions {
  call(path: string, body?: Uint8Array): Promise<Uint8Array>;
  cpu(): Promise<Cpu>;
  readonly time: { now: number };
  stop(): Promise<void>;
}

/** `LASTMETER_BENCH_PROFILE=FOLDER`: the function process leaves a CPU profile there. Profiling itself costs a tenth or more. */
const { LASTMETER_BENCH_PROFILE: profileDir } = process.env;
const profiling = profileDir ? ["--cpu-prof", `--cpu-prof-dir=${profileDir}`] : [];

export async function startFunctions(): Promise<Functions> {
  const child = startChild({
    name: "functions of the bench",
    args: [...profiling, join(root, "test/bench/ingest-process.ts")],
    logFile: join(root, ".lastmeter/bench/ingest.log"),
  });
  const port = (await child.waitForLine("listening ")).split(" ")[1];
  const time = { now: START };
  const call = async (path: string, body?: Uint8Array) => {
    const headers = { "x-now": String(time.now), "content-type": "application/octet-stream" };
    const bytes = new Uint8Array(body ?? []);
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body: bytes });
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
    return reply.bytes();
  };
  return {
    call,
    time,
    cpu: async () => cpuSchema.parse(JSON.parse(Buffer.from(await call("/cpu")).toString("utf8"))),
    stop: () => child.stop(),
  };
}

export interface Lane {
  readonly networkId: NetworkId;
  readonly plugs: number;
  /** One round, per 1,000 readings. */
  run(): Promise<Cpu>;
}

export async function openLane(functions: Functions, { plugs, batchMs, batchesPerRound }: Shape): Promise<Lane> {
  const reply = Buffer.from(await functions.call("/network")).toString("utf8");
  const { networkId, keyText } = networkSchema.parse(JSON.parse(reply));
  const linkKey = parseKeyText(keyText);
  if (typeof linkKey === "string") throw new Error(linkKey);
  const dispatcher = {
    hello: (body: Uint8Array) => functions.call("/hello", body),
    uplink: (body: Uint8Array) => functions.call("/uplink", body),
  };
  let now = START;
  functions.time.now = now;
  const gateway = await openGateway(dispatcher, { networkId, linkKey }, plugs, now);
  return {
    networkId,
    plugs,
    async run() {
      const batches: { sealed: SealedBatch; at: number }[] = [];
      let readings = 0;
      for (let i = 0; i < batchesPerRound; i++) {
        const messages = gateway.plugs.take(now, now + batchMs);
        now += batchMs;
        readings += messages.length;
        batches.push({ sealed: await gateway.seal({ messages }, { now }), at: now });
      }
      return deliver(functions, gateway, batches, readings);
    },
  };
}

async function deliver(
  functions: Functions,
  gateway: Gateway,
  batches: readonly { readonly sealed: SealedBatch; readonly at: number }[],
  readings: number,
): Promise<Cpu> {
  const before = await functions.cpu();
  for (const { sealed, at } of batches) {
    functions.time.now = at;
    await gateway.deliver(sealed);
  }
  const after = await functions.cpu();
  const per = (ms: number) => (ms * 1000) / readings;
  return { cpuMs: per(after.cpuMs - before.cpuMs), mainMs: per(after.mainMs - before.mainMs) };
}
