import { ACCESS_LOG_DAYS } from "@lastmeter/model/access-log";
import { toRawMonths } from "@lastmeter/model/account";
import { type NetworkId, networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { networkSchema } from "@lastmeter/model/network";
import { paths } from "@lastmeter/model/paths";
import { toDayBefore } from "@lastmeter/model/time";
import { FieldPath, type Firestore, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { isConflict } from "../platform/commit.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";

const DAY_MS = 86_400_000;
/** As many as one minute handles; the rest is due in the next. */
const NETWORKS_MAX = 20;
const DELETES_MAX = 1500;
/** Readings up to 31 days late are placed by the raw readings around them. */
const DAYS_MIN = 32;

const keptSchema = z.pick(networkSchema, { timeZone: true, rawMonths: true });

/**
 * Deletes raw readings that are older than their owner wants them kept, copies in views included, and the access log and commands
 * of long ago. @returns documents deleted.
 */
export async function sweepRetention(db: Firestore, now: number): Promise<number> {
  const due = await db
    .collectionGroup("state")
    .where("sweepAt", "<=", Timestamp.fromMillis(now))
    .limit(NETWORKS_MAX)
    .get();
  let deleted = 0;
  for (const snapshot of due.docs) {
    const before = deleted;
    if (deleted < DELETES_MAX) deleted += await sweepNetwork(db, snapshot, now, DELETES_MAX - before);
  }
  return deleted;
}

async function sweepNetwork(
  db: Firestore,
  due: QueryDocumentSnapshot,
  now: number,
  deletesMax: number,
): Promise<number> {
  const networkId = networkIdSchema.parse(due.ref.parent.parent?.id);
  const kept = keptSchema.safeParse((await db.doc(paths.network(networkId)).get()).data());
  const raw = kept.success ? await deleteRaw(db, networkId, toFirstDay(kept.data, now), deletesMax) : 0;
  let deleted = raw;
  for (const of of [paths.commands(networkId), paths.accessLogs(networkId)]) {
    const old = db.collection(of).where("at", "<", now - ACCESS_LOG_DAYS * DAY_MS);
    if (deleted < deletesMax) deleted += await deleteAll(old, deletesMax - deleted);
  }
  const sweepAt = Timestamp.fromMillis(deleted < deletesMax ? now + DAY_MS : now);
  try {
    await due.ref.update({ sweepAt }, { lastUpdateTime: due.updateTime });
  } catch (error) {
    // The owner has just chosen otherwise: it stays due.
    if (!isConflict(error)) throw error;
  }
  return deleted;
}

function toFirstDay({ timeZone, rawMonths }: z.infer<typeof keptSchema>, now: number): string {
  return toDayBefore(now, { months: toRawMonths({ rawMonths }), days: DAYS_MIN }, timeZone);
}

/** Buckets are named after their local day; parts `2026-11-22~1` stand behind it. */
async function deleteRaw(db: Firestore, networkId: NetworkId, firstDay: string, deletesMax: number): Promise<number> {
  const nodes = await db.collection("nodes").where("networkId", "==", networkId).select().get();
  let deleted = 0;
  for (const { id } of nodes.docs) {
    const nodeId = nodeIdSchema.parse(id);
    const own = db.collection(paths.buckets(nodeId, "raw")).where(FieldPath.documentId(), "<", firstDay);
    deleted += await deleteAll(own, deletesMax - deleted);
    for (const view of await db.collection(paths.views(nodeId)).listDocuments()) {
      const copies = db
        .collection(paths.viewBuckets(nodeId, view.id, "raw"))
        .where(FieldPath.documentId(), "<", firstDay);
      deleted += await deleteAll(copies, deletesMax - deleted);
    }
    if (deleted >= deletesMax) break;
  }
  return deleted;
}
