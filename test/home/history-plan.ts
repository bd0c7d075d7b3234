import type { IngestInput, IngestNode } from "@lastmeter/functions/src/ingest/ingest.ts";
import { planIngest } from "@lastmeter/functions/src/ingest/plan.ts";
import { planNodeWrites } from "@lastmeter/functions/src/link/node-writes.ts";
import { planRecordWrites } from "@lastmeter/functions/src/link/record-writes.ts";
import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import type { Decoded, Directory, NativeMessage, Protocol } from "@lastmeter/functions/src/protocols/protocol.ts";
import type { NodeId } from "@lastmeter/model/ids";
import { QUARTER_MS } from "@lastmeter/model/time";
import { DAY_MS } from "./calendar.ts";
import { devices } from "./devices.ts";
import { type HistoryNode, toHistoryBatch } from "./history-readings.ts";
import { withOwnerSet, withPeopleChoices } from "./people-choices.ts";
import type { SimulatedZigbee2Mqtt } from "./simulated-zigbee2mqtt.ts";
import type { Publish } from "./zigbee-network.ts";

export interface HistoryOptions {
  /** As registered, without nodes. */
  readonly directory: Directory;
  readonly protocol: Protocol;
  readonly home: SimulatedZigbee2Mqtt;
  readonly queueEpoch: string;
  readonly now: number;
  /** At 15 minutes, before the raw ones. */
  readonly days: number;
  readonly rawDays: number;
}

/** Where the live bridge goes on. */
export interface HistoryEnd {
  readonly directory: Directory;
  readonly shards: ReadonlyMap<number, Uint8Array>;
  readonly readings: number;
}

const RAW_BATCH_MS = 1_800_000;
const STEP_MS = 300_000;
/** What the gateway does not relay. */
const NOT_RELAYED = new Set(["bridge/logging", "bridge/definitions", "bridge/converters", "bridge/extensions"]);

/**
 * The documents of a home's past, batch by batch: directory and raw days decoded from native messages, quarter-hours before
 * them, all through the planner of live readings. @throws if a message of the home cannot be decoded.
 */
export async function* planHistory(options: HistoryOptions): AsyncGenerator<readonly Write[], HistoryEnd> {
  const { protocol, home, queueEpoch, now, days, rawDays } = options;
  const rawAt = Math.floor((now - rawDays * DAY_MS) / QUARTER_MS) * QUARTER_MS;
  const beganAt = rawAt - days * DAY_MS;
  let { directory } = options;
  let shards: ReadonlyMap<number, Uint8Array> = new Map();
  let sequence = 0;
  let readings = 0;

  const toNative = (messages: readonly Publish[]): NativeMessage[] =>
    messages
      .filter(({ topic }) => !NOT_RELAYED.has(topic))
      .map(({ at, topic, payload }) => {
        sequence += 1;
        return { sequence, at, topic, payload: new TextEncoder().encode(payload) };
      });

  const ingest = async (part: Pick<IngestInput, "now" | "readings" | "events"> & Partial<IngestInput>) => {
    const { networkId, timeZone } = directory;
    const unchanged = { values: [], seen: new Map(), watched: "no", backfill: false } as const;
    const nodes = toIngestNodes(directory);
    const plan = await planIngest({ ...unchanged, networkId, timeZone, queueEpoch, nodes, ...part }, shards);
    shards = new Map([...shards, ...plan.shards]);
    readings += part.readings.length;
    return plan.writes;
  };

  const decode = async (messages: readonly NativeMessage[]): Promise<{ decoded: Decoded; writes: Write[] }> => {
    const before = directory;
    const decoded = await protocol.decode(before, messages);
    const [letter] = decoded.deadLetters;
    if (letter !== undefined) throw new Error(`${letter.topic} cannot be decoded: ${letter.reason}`);
    directory = withOwnerSet(before, decoded.directory);
    const changes = { before, after: directory, changes: decoded.nodeChanges, existing: new Set<NodeId>() };
    const writes = planNodeWrites(changes).map((write) => withPeopleChoices(write, directory));
    return { decoded, writes: [...writes, ...(await planRecordWrites(directory.networkId, decoded.records))] };
  };

  const joined = await decode(toNative(home.start(beganAt)));
  yield [...joined.writes, ...withoutRaw(await ingest({ ...toIngestPart(joined.decoded), now: beganAt }))];

  for (let at = beganAt; at < rawAt; at += DAY_MS) {
    const endAt = Math.min(rawAt, at + DAY_MS);
    const batch = toHistoryBatch(home.model, toHistoryNodes(directory), at, endAt, sequence + 1);
    sequence += (endAt - at) / QUARTER_MS + 1;
    yield withoutRaw(await ingest({ ...batch, now: endAt }));
  }
  // As after a restart: what was cached 13 months ago is told no more.
  let spoken = home.start(rawAt);
  for (let at = rawAt; at < now; ) {
    const endAt = Math.min(now, at + RAW_BATCH_MS);
    while (at < endAt) {
      at = Math.min(endAt, at + STEP_MS);
      spoken.push(...home.advance(at));
    }
    const { decoded, writes } = await decode(toNative(spoken));
    spoken = [];
    // At last every live document is brought up to date.
    const watched = at === now ? "began" : "no";
    yield [...writes, ...(await ingest({ ...toIngestPart(decoded), now: at, watched }))];
  }
  return { directory, shards, readings };
}

function withoutRaw(writes: readonly Write[]): Write[] {
  return writes.filter(({ path }) => !path.includes("/series/raw/"));
}

function toIngestPart({ readings, events, values, seen }: Decoded) {
  return { readings, events, values, seen };
}

function toHistoryNodes(directory: Directory): HistoryNode[] {
  return devices.flatMap(({ key, address }) => {
    const node = directory.nodes[address];
    return node === undefined ? [] : [{ key, node }];
  });
}

function toIngestNodes(directory: Directory): ReadonlyMap<NodeId, IngestNode> {
  return new Map(
    Object.values(directory.nodes).map(({ nodeId, shard, location, total, channels }) => [
      nodeId,
      { nodeId, shard, location: location ?? directory.location, total, channels },
    ]),
  );
}
