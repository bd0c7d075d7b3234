import { randomBytes } from "node:crypto";
import { toDirectoryBytes } from "@lastmeter/functions/src/link/directory-codec.ts";
import { createLinkStore } from "@lastmeter/functions/src/link/link.store.ts";
import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { planHistory } from "./history-plan.ts";
import type { HistoryEnd, HistoryPlannerOptions } from "./history-planner.ts";
import { createHistoryWriter } from "./history-writer.ts";
import { createSimulatedZigbee2Mqtt, defaultHome, type HomeConfig } from "./simulated-zigbee2mqtt.ts";

export interface HistoryTarget {
  readonly db: Firestore;
  /** A registered network that no gateway has spoken for yet. */
  readonly networkId: NetworkId;
  /** Whose network it is, as registered. */
  readonly ownerId: string;
}

export interface SeedOptions extends HistoryTarget {
  /** History ends here; live readings go on. */
  readonly now: number;
  readonly home?: HomeConfig;
  /** Days at 15 minutes before the two raw ones; 13 months unless told. */
  readonly days?: number;
  /** As they come, before `now`; two unless told. */
  readonly rawDays?: number;
}

export interface SeedResult {
  readonly readings: number;
  readonly documents: number;
}

export type HistoryPlan = (
  options: Omit<HistoryPlannerOptions, "choices">,
) => AsyncGenerator<readonly Write[], HistoryEnd>;

const RAW_DAYS = 2;
const THIRTEEN_MONTHS_DAYS = 396;

/** Leaves the history a home of 13 months has, see `planHistory`. @throws as `writeHistory` */
export async function seedHistory(options: SeedOptions): Promise<SeedResult> {
  const { now, days = THIRTEEN_MONTHS_DAYS, rawDays = RAW_DAYS } = options;
  const home = await createSimulatedZigbee2Mqtt({ ...(options.home ?? defaultHome), sampleMs: 10_000 });
  return writeHistory(options, (known) => planHistory({ ...known, home, now, days, rawDays }));
}

/**
 * Stores a planned past. Sessions and cursor of the link stay as they are.
 * @throws if the network is not registered by this owner, or a gateway speaks meanwhile.
 */
export async function writeHistory(target: HistoryTarget, plan: HistoryPlan): Promise<SeedResult> {
  const { db, networkId } = target;
  const store = createLinkStore(db);
  const [read, registered] = await Promise.all([store.readLink(networkId), store.readDirectory(networkId)]);
  if (read === null || registered?.ownerId !== target.ownerId) throw new Error("register the network first");

  const history = plan({
    directory: registered,
    protocol: protocolFor(read.link.kind),
    queueEpoch: randomBytes(16).toString("base64url"),
  });
  const writer = createHistoryWriter(db);
  let step = await history.next();
  while (!step.done) {
    await writer.add(step.value);
    step = await history.next();
  }
  const documents = await writer.end();

  const { directory, shards, readings } = step.value;
  const link = { ...read.link, directoryVersion: directory.version };
  const data = { version: directory.version, d: toDirectoryBytes(directory) };
  const writes: Write[] = [{ kind: "replaceFields", path: paths.directory(networkId), data, fields: ["version", "d"] }];
  const done = await store.commit(networkId, { read, link, offlineAt: null, shards, readShards: new Map(), writes });
  if (done === "conflict") throw new Error("a gateway spoke while its history was written");
  return { readings, documents };
}
