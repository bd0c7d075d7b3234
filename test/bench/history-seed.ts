import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import type { RelayedMessage } from "@lastmeter/model/link/messages";
import { QUARTER_MS } from "@lastmeter/model/time";
import { type LinkBench, QUEUE_A } from "../flows/link-bench.ts";
import { createHistoryPlanner } from "../home/history-planner.ts";
import { createHistoryWriter } from "../home/history-writer.ts";
import { readNodes, type StoredNode } from "../support/stored.ts";
import { createPlugs, READING_MS, toAddress, toDevices } from "./plugs.ts";

const DAY_MS = 86_400_000;
/** At ten seconds; older readings are a quarter of an hour apart, which is all the same to slots and to the number of documents. */
const DENSE_DAYS = 2;

/**
 * One plug with so many days of history up to `now`, through the planners of live batches. Last, its live document is brought up to date.
 * @param others plugs of its network that told nothing
 */
export async function seedPlug(
  bench: LinkBench,
  days: number,
  now: number,
  denseDays = DENSE_DAYS,
  others = 0,
): Promise<StoredNode> {
  bench.time.now = now - days * DAY_MS;
  const { networkId } = await bench.register();
  const directory = await bench.context.store.readDirectory(networkId);
  if (directory === null) throw new Error("the network has no directory");
  const options = { directory, protocol: protocolFor("zigbee2mqtt"), queueEpoch: QUEUE_A, choices: new Map() };
  const planner = createHistoryPlanner(options);
  const writer = createHistoryWriter(bench.db);
  const begin = bench.time.now;
  const devices = { at: begin, topic: "bridge/devices", payload: toDevices(1 + others), retain: true, qos: 1 as const };
  await writer.add(await planner.plan([devices], { now: begin }));
  const plugs = createPlugs(1, 1);
  const denseFrom = now - denseDays * DAY_MS;
  for (let at = begin; at < now; at += DAY_MS) {
    const endAt = Math.min(now, at + DAY_MS);
    const messages = at >= denseFrom ? plugs.take(at, endAt) : toQuarters(plugs.take, at, endAt);
    const publishes = messages.map(({ at: sentAt, topic, p = "" }) => ({
      ...{ at: sentAt, topic, payload: p, retain: false, qos: 0 as const },
    }));
    await writer.add(await planner.plan(publishes, { now: endAt, watched: endAt === now ? "began" : "no" }));
  }
  await writer.end();
  const node = (await readNodes(bench.db, networkId)).find((each) => each.node.address === toAddress(0));
  if (!node) throw new Error("no node was created");
  return node;
}

function toQuarters(take: (from: number, to: number) => RelayedMessage[], from: number, to: number): RelayedMessage[] {
  const count = Math.ceil((to - from) / QUARTER_MS);
  return Array.from({ length: count }, (_, i) => from + i * QUARTER_MS).flatMap((at) => take(at, at + READING_MS));
}
