import type { AccessLogEntry } from "@lastmeter/model/access-log";
import { ERASED_NODE_ID } from "@lastmeter/model/account";
import { type NetworkId, type NodeId, randomId, toNodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { FieldPath, type Firestore, type QueryDocumentSnapshot } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { forgetAlarmsOf } from "../alarms/open-alarms.ts";
import { forgetCommands } from "../commands/open-commands.ts";
import { toDirectoryBytes } from "../link/directory-codec.ts";
import { createLinkStore } from "../link/link.store.ts";
import { AppError } from "../platform/app-error.ts";
import { isConflict } from "../platform/commit.store.ts";
import { deleteAll } from "../platform/delete-all.store.ts";
import type { Write } from "../platform/writes.ts";
import { createRulesContext } from "../rules/context.store.ts";
import { eraseRulesOf } from "../rules/erase.store.ts";
import { followNetwork } from "../rules/follow.ts";
import { forgetNodeInRules, toDueAt, toEngineBytes } from "../rules-engine/engine-state.ts";
import { type Erasure, planErasure } from "./erasure.ts";
import { forgetNode, forgetState } from "./plan-node.ts";

const ATTEMPTS_MAX = 5;

/** The node leaves the gateway's path, its documents are gone, and what is below them is to be: one commit. @throws AppError */
export async function beginNodeErasure(
  db: Firestore,
  { networkId, nodeId, entry, now }: { networkId: NetworkId; nodeId: NodeId; entry: AccessLogEntry; now: number },
): Promise<{ readonly erasureId: string; readonly erasure: Erasure }> {
  const links = createLinkStore(db);
  const { write, ...begun } = await planErasure("node", nodeId, networkId, now);
  const gone = [paths.node(nodeId), paths.live(nodeId), paths.health(nodeId)];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const [read, directory] = await Promise.all([links.readLink(networkId), links.readDirectory(networkId)]);
    if (!read || !directory) throw new AppError("not_found", "a node without a network");
    if (read.link.directoryVersion !== directory.version) continue;
    const forgotten = forgetNode(directory, nodeId);
    const { shard } = forgotten;
    const readShards = shard ? await links.readShards(networkId, [shard]) : new Map();
    const bytes = shard ? (readShards.get(shard)?.bytes ?? null) : read.bytes;
    const { version } = forgotten.directory;
    const commands = forgetCommands(read.link.commands, nodeId);
    const rules = read.rules && forgetNodeInRules(read.rules, nodeId);
    const directoryWrite: Write = {
      kind: "replaceFields",
      path: paths.directory(networkId),
      data: { version, d: toDirectoryBytes(forgotten.directory) },
      fields: ["version", "d"],
    };
    const committed = await links.commit(networkId, {
      read,
      link: {
        ...read.link,
        directoryVersion: version,
        ...(read.link.alarms && { alarms: forgetAlarmsOf(nodeId, read.link.alarms) }),
        ...(commands && { commands }),
      },
      offlineAt: null,
      shards: bytes && shard !== null ? new Map([[shard, forgetState(bytes, nodeId)]]) : new Map(),
      readShards,
      ...(rules && { rules: { bytes: toEngineBytes(rules), dueAt: toDueAt(rules, "clock") } }),
      writes: [
        write,
        directoryWrite,
        ...gone.map((path): Write => ({ kind: "delete", path })),
        { kind: "create", path: paths.accessLog(networkId, randomId()), data: entry },
      ],
    });
    if (committed === "committed") return begun;
  }
  throw new AppError("unavailable", "contended", 2);
}

/**
 * Everything below the node, and every other place of its network that names it. Safe to do again; nothing happens where its device
 * has left, joined again and so become a new node of the same id.
 */
export async function eraseNode(db: Firestore, networkId: NetworkId, nodeId: NodeId): Promise<void> {
  const directory = await createLinkStore(db).readDirectory(networkId);
  if (Object.values(directory?.nodes ?? {}).some((node) => node.nodeId === nodeId)) return;
  await eraseNodeDocuments(db, nodeId);
  const inside = db.collection("nodes").where("networkId", "==", networkId).where("inside", "==", nodeId);
  for (const { ref } of (await inside.select().get()).docs) await ref.update({ inside: null });
  await deleteAll(db.collection(paths.watches(networkId)).where("nodeId", "==", nodeId));
  await deleteAll(db.collection(paths.alarms(networkId)).where("nodeId", "==", nodeId));
  await deleteAll(db.collectionGroup("notices").where("nodeId", "==", nodeId));
  await deleteAll(db.collection(paths.commands(networkId)).where("nodeId", "==", nodeId));
  await eraseRulesOf(db, networkId, nodeId);
  await followNetwork(createRulesContext(db, Date.now()), networkId);
  await eraseFromInvitations(db, networkId, nodeId);
  await eraseFromLog(db, networkId, nodeId);
  for (const [address, topic] of Object.entries(directory?.erased ?? {})) {
    if ((await toNodeId(networkId, address)) === nodeId) await eraseDeadLetters(db, networkId, topic);
  }
}

/** The root goes last, so that what is left can be found again. Live copies are named `{nodeId}~{viewId}`. */
export async function eraseNodeDocuments(db: Firestore, nodeId: NodeId): Promise<void> {
  await deleteAll(
    db
      .collection("live")
      .where(FieldPath.documentId(), ">=", nodeId)
      .where(FieldPath.documentId(), "<=", `${nodeId}~~`),
  );
  await deleteAll(db.collection("idempotency").where("nodeId", "==", nodeId));
  await db.doc(paths.health(nodeId)).delete();
  await db.recursiveDelete(db.doc(paths.node(nodeId)));
}

const namingSchema = z.object({ nodeIds: z.array(z.string()) });

async function eraseFromInvitations(db: Firestore, networkId: NetworkId, nodeId: NodeId): Promise<void> {
  const naming = await db.collection(paths.invitations(networkId)).where("nodeIds", "array-contains", nodeId).get();
  for (const snapshot of naming.docs) {
    const nodeIds = namingSchema.parse(snapshot.data()).nodeIds.filter((id) => id !== nodeId);
    if (nodeIds.length === 0) await snapshot.ref.delete();
    else await updateUnchanged(snapshot, { nodeIds });
  }
}

/** That something happened stays; to which node, nobody can tell any more. */
async function eraseFromLog(db: Firestore, networkId: NetworkId, nodeId: NodeId): Promise<void> {
  const naming = await db.collection(paths.accessLogs(networkId)).where("nodeIds", "array-contains", nodeId).get();
  for (const snapshot of naming.docs) {
    const { nodeIds } = namingSchema.parse(snapshot.data());
    await updateUnchanged(snapshot, { nodeIds: nodeIds.map((id) => (id === nodeId ? ERASED_NODE_ID : id)) });
  }
  const about = await db.collection(paths.accessLogs(networkId)).where("nodeId", "==", nodeId).get();
  for (const snapshot of about.docs) await updateUnchanged(snapshot, { nodeId: ERASED_NODE_ID });
}

/** Where somebody was faster, the second pass looks again. */
async function updateUnchanged(snapshot: QueryDocumentSnapshot, data: Record<string, unknown>): Promise<void> {
  try {
    await snapshot.ref.update(data, { lastUpdateTime: snapshot.updateTime });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Messages of a device that could not be decoded. */
async function eraseDeadLetters(db: Firestore, networkId: NetworkId, topic: string): Promise<void> {
  await deleteAll(db.collection(paths.deadLetters(networkId)).where("topic", "==", topic));
  await deleteAll(
    db
      .collection(paths.deadLetters(networkId))
      .where("topic", ">=", `${topic}/`)
      .where("topic", "<=", `${topic}/\uf8ff`),
  );
}
