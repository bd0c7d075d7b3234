import { type NodeId, networkIdSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Firestore, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import { decideNodeAlarms } from "../alarms/decide-node-alarms.ts";
import { readManagers } from "../alarms/managers.store.ts";
import { planAlarms, toEffective } from "../alarms/plan-alarms.ts";
import { parseShard, unpackNode } from "../ingest/shard.ts";
import { decideQuiet } from "../link/decide-quiet.ts";
import { planDirectory } from "../link/directory.ts";
import { createLinkStore, type LinkStore, type StoredLink } from "../link/link.store.ts";
import { planNodeWrites } from "../link/node-writes.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { Directory } from "../protocols/protocol.ts";

/** As many networks as one minute looks at; the rest is due in the next. */
const SWEEP_MAX = 100;

/** Devices that have been silent for too long, of networks that do not tell themselves. @returns networks with news. */
export async function sweepQuiet(db: Firestore, now: number): Promise<number> {
  const due = await db
    .collectionGroup("state")
    .where("quietAt", "<=", Timestamp.fromMillis(now))
    .limit(SWEEP_MAX)
    .get();
  const links = createLinkStore(db);
  const results = await Promise.all(due.docs.map((snapshot) => lookAt(db, links, snapshot, now)));
  return results.filter(Boolean).length;
}

/** One that meets a batch is due again in a minute. @returns whether something was found. */
async function lookAt(db: Firestore, links: LinkStore, due: QueryDocumentSnapshot, now: number): Promise<boolean> {
  const networkId = networkIdSchema.parse(due.ref.parent.parent?.id);
  const read = await links.readLink(networkId);
  const before = read && (await links.readDirectory(networkId));
  // Without them the network is being erased; a directory that is newer than the record is looked at in a minute.
  if (!before || before.version !== read.link.directoryVersion) return false;
  const isHeard = read.link.health.state === "online";
  const plan = decideQuiet(before, await readSeenAt(links, read, before), { isHeard, now });
  const { directory, writes } = planDirectory(before, plan.directory);
  const next = { path: due.ref.path, data: { quietAt: Timestamp.fromMillis(plan.nextAt) }, updatedAt: due.updateTime };
  if (directory === before) {
    await commitWrites(db, [], [next]);
    return false;
  }
  const open = read.link.alarms ?? {};
  const changes = toEffective(open, decideNodeAlarms(before, directory, now));
  const managers = changes.length > 0 ? await readManagers(db, networkId, now) : [];
  const alarms = await planAlarms({ networkId, open, managers, now }, changes);
  const nodes = planNodeWrites({ before, after: directory, changes: plan.changes, existing: new Set() });
  const link: GuardedWrite = {
    path: paths.linkState(networkId),
    data: { "link.directoryVersion": directory.version, "link.alarms": alarms.open },
    updatedAt: read.updatedAt,
  };
  return (await commitWrites(db, [...writes, ...nodes, ...alarms.writes], [link, next])) === "committed";
}

/** When each node was last heard from, as ingest remembers it. */
async function readSeenAt(
  links: LinkStore,
  { bytes }: StoredLink,
  { networkId, nodes }: Directory,
): Promise<ReadonlyMap<NodeId, number>> {
  const others = [...new Set(Object.values(nodes).map(({ shard }) => shard))].filter((shard) => shard !== 0);
  const shards = [{ bytes }, ...(await links.readShards(networkId, others)).values()];
  return new Map(
    shards.flatMap(({ bytes: packed }) =>
      [...parseShard(packed ?? undefined).packed].map(([nodeId, node]) => [nodeId, unpackNode(node).seenAt] as const),
    ),
  );
}
