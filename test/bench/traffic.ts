import { type LinkBench, openLinkBench } from "../flows/link-bench.ts";
import {
  type BilledOperations,
  countBilled,
  type OperationCount,
  toDifference,
  toSnapshot,
} from "./billed-operations.ts";
import { type Gateway, openGateway, toLocalDispatcher } from "./gateway.ts";

/** What a stretch of a home's life costs, as it was billed. */
export interface Traffic {
  readonly nodes: number;
  readonly networkId: string;
  readonly hours: number;
  readonly readings: number;
  /** Calls of functions. */
  readonly calls: number;
  readonly billed: OperationCount;
}

/** Local midnight of the benches' home, in Athens. */
const MIDNIGHT = Date.UTC(2026, 10, 22, 22);
const HOUR_MS = 3_600_000;
export const IDLE_BATCH_MS = 300_000;
const WATCHED_BATCH_MS = 1000;
const WATCHED_HOURS = 0.25;

export interface TrafficBench {
  readonly bench: LinkBench;
  readonly billed: BilledOperations;
}

let opened: TrafficBench | undefined;

/** One database client for all subjects that count, with a clock of its own. */
export function openTrafficBench(): TrafficBench {
  if (opened === undefined) {
    const bench = openLinkBench("demo-bench-traffic");
    opened = { bench, billed: countBilled(bench.db) };
  }
  return opened;
}

export async function closeTrafficBench(): Promise<void> {
  await opened?.bench.close();
  opened = undefined;
  days.clear();
}

const days = new Map<number, Promise<Traffic>>();

/**
 * A whole local day of a home nobody looks at, one reading of every node each ten seconds, a batch each five minutes, one
 * handshake; and an hour more, in which the day's last slots are handed over. Simulated once for each number of nodes.
 */
export function simulateIdleDay(nodes: number): Promise<Traffic> {
  const known = days.get(nodes);
  if (known) return known;
  const day = (async () => {
    const { gateway, networkId } = await openHome(nodes, MIDNIGHT);
    const half = 12.5 * HOUR_MS;
    const first = await run(gateway, MIDNIGHT, half, IDLE_BATCH_MS, "no");
    const { bench, billed: counted } = openTrafficBench();
    const before = toSnapshot(counted);
    // A session that sends nothing within a minute is forgotten.
    bench.time.now = MIDNIGHT + half + IDLE_BATCH_MS - 1000;
    await gateway.connect();
    const handshake = toDifference(counted, before);
    const second = await run(gateway, MIDNIGHT + half, half, IDLE_BATCH_MS, "no");
    const billed = add(add(first.billed, second.billed), handshake);
    const [readings, calls] = [first.readings + second.readings, first.calls + second.calls + 1];
    return { nodes, networkId, hours: 25, readings, calls, billed };
  })();
  days.set(nodes, day);
  return day;
}

/** A quarter of an hour in which somebody looks: a batch each second in which there was a message. */
export async function simulateWatched(nodes: number): Promise<Traffic> {
  const { gateway, networkId } = await openHome(nodes, MIDNIGHT);
  const watched = await run(gateway, MIDNIGHT, WATCHED_HOURS * HOUR_MS, WATCHED_BATCH_MS, "yes");
  return { nodes, networkId, hours: WATCHED_HOURS, ...watched };
}

async function openHome(nodes: number, at: number) {
  const { bench } = openTrafficBench();
  bench.time.now = at - 1000;
  const network = await bench.register();
  const gateway = await openGateway(toLocalDispatcher(bench), network, nodes, bench.time.now);
  return { gateway, networkId: network.networkId };
}

async function run(gateway: Gateway, from: number, lengthMs: number, batchMs: number, watched: "no" | "yes") {
  const { bench, billed } = openTrafficBench();
  const before = toSnapshot(billed);
  let readings = 0;
  let calls = 0;
  for (let at = from; at < from + lengthMs; at += batchMs) {
    const messages = gateway.plugs.take(at, at + batchMs);
    if (messages.length === 0) continue;
    bench.time.now = at + batchMs;
    await gateway.send(
      { messages },
      { now: bench.time.now, watched: calls === 0 && watched === "yes" ? "began" : watched },
    );
    readings += messages.length;
    calls += 1;
  }
  return { readings, calls, billed: toDifference(billed, before) };
}

function add(a: OperationCount, b: OperationCount): OperationCount {
  const byKind = new Map(a.byKind);
  for (const [kind, count] of b.byKind) byKind.set(kind, (byKind.get(kind) ?? 0) + count);
  return { reads: a.reads + b.reads, writes: a.writes + b.writes, deletes: a.deletes + b.deletes, byKind };
}
