import { setTimeout as delay } from "node:timers/promises";
import { linkLimits } from "@lastmeter/model/link/messages";
import { openLinkBench } from "../flows/link-bench.ts";
import { readLive, readNodes } from "../support/stored.ts";
import { type Figure, toPercentile } from "./figure.ts";
import { openGateway, toLocalDispatcher } from "./gateway.ts";

const PLUGS = 20;
const DAY_MS = 86_400_000;
const DRAIN_S_MAX = 60;
const LIVE_AGE_S_MAX = 2;
const LOOK_EACH_MS = 100;

/**
 * A gateway that was away for a day sends what 20 plugs said, oldest first, 2,000 messages a batch, one batch after the other,
 * with the newest values beside. Somebody looks at the live documents all the while.
 */
export async function measureDrain(): Promise<Figure[]> {
  const bench = openLinkBench("demo-bench-drain");
  try {
    const startedAt = Date.now();
    const from = startedAt - DAY_MS;
    bench.time.now = from - 1000;
    const network = await bench.register();
    const gateway = await openGateway(toLocalDispatcher(bench), network, PLUGS, bench.time.now);
    bench.time.now = startedAt;
    await gateway.connect();
    const [node] = await readNodes(bench.db, network.networkId);
    if (!node) throw new Error("no node was created");
    const backlog = gateway.plugs.take(from, startedAt);

    const agesMs: number[] = [];
    let isDraining = true;
    const look = async () => {
      while (isDraining) {
        const live = await readLive(bench.db, node.id);
        const newest = live?.power?.at ?? 0;
        if (newest >= startedAt) agesMs.push(Date.now() - newest);
        await delay(LOOK_EACH_MS);
      }
    };
    const looking = look();
    const begin = performance.now();
    let batches = 0;
    for (let first = 0; first < backlog.length; first += linkLimits.messages) {
      const messages = backlog.slice(first, first + linkLimits.messages);
      const now = Date.now();
      bench.time.now = now;
      const queue = { length: backlog.length - first, oldestAt: messages[0]?.at ?? null };
      const watched = batches === 0 ? "began" : "yes";
      await gateway.send({ backfill: true, messages, latest: gateway.plugs.latest(now) }, { now, watched, queue });
      batches += 1;
    }
    const seconds = (performance.now() - begin) / 1000;
    isDraining = false;
    await looking;
    const looks = `${agesMs.length} looks`;
    return [
      {
        name: `${backlog.length.toLocaleString("en")} readings drained`,
        value: seconds,
        unit: "s",
        atMost: DRAIN_S_MAX,
      },
      { name: "drain rate", value: backlog.length / seconds, unit: "readings/s", note: `${batches} batches` },
      { name: "age of live values meanwhile, p95", value: toPercentile(agesMs, 0.95) / 1000, unit: "s", note: looks },
      {
        name: "age of live values meanwhile, worst",
        value: Math.max(...agesMs) / 1000,
        unit: "s",
        atMost: LIVE_AGE_S_MAX,
      },
    ];
  } finally {
    await bench.close();
  }
}
