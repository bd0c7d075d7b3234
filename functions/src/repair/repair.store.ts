import { type NetworkId, type NodeId, networkIdSchema, uidSchema } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { RawDocuments, ShardBytes } from "../ingest/ingest.ts";
import { readRawDocuments } from "../ingest/raw.store.ts";
import { createLinkStore } from "../link/link.store.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";

const ownedSchema = z.object({ ownerId: uidSchema });
const nodeSchema = z.object({ networkId: networkIdSchema, ownerId: uidSchema });

/** What a repair is planned from, and what its commit is guarded by. */
export interface RepairGround {
  readonly networkId: NetworkId;
  readonly directory: Directory;
  readonly queueEpoch: string;
  readonly shards: ShardBytes;
  readonly shard: number;
  readonly guard: GuardedWrite["updatedAt"];
  /** Of the link's record, which changes with the directory: the node's views are written as the directory names them. */
  readonly linkGuard: GuardedWrite["updatedAt"];
  readonly ownerGuard: GuardedWrite;
}

export interface RepairStore {
  /** Null: no such node, or not the caller's. */
  readGround(nodeId: NodeId, uid: string): Promise<RepairGround | null>;
  readRaw(paths: readonly string[]): Promise<RawDocuments>;
  /** All or nothing; `conflict` where a batch came between, or the network changed hands. */
  commit(ground: RepairGround, shards: ShardBytes, writes: readonly Write[]): Promise<"committed" | "conflict">;
}

export function createRepairStore(db: Firestore): RepairStore {
  const links = createLinkStore(db);
  return {
    async readGround(nodeId, uid) {
      const node = nodeSchema.safeParse((await db.doc(paths.node(nodeId)).get()).data());
      if (!node.success || node.data.ownerId !== uid) return null;
      const { networkId } = node.data;
      const [network, link] = await Promise.all([db.doc(paths.network(networkId)).get(), links.readLink(networkId)]);
      // After the record: one that is newer than it makes the commit a conflict.
      const directory = await links.readDirectory(networkId);
      const owned = ownedSchema.safeParse(network.data());
      if (!owned.success || owned.data.ownerId !== uid || !link || !directory || !network.updateTime) return null;
      const found = Object.values(directory.nodes).find((each) => each.nodeId === nodeId);
      if (!found) return null;
      const stored = found.shard === 0 ? link : (await links.readShards(networkId, [found.shard])).get(found.shard);
      const bytes = stored?.bytes ?? null;
      return {
        networkId,
        directory,
        queueEpoch: link.link.cursor.queueEpoch ?? "",
        shards: bytes === null ? new Map() : new Map([[found.shard, bytes]]),
        shard: found.shard,
        guard: stored?.updatedAt ?? null,
        linkGuard: link.updatedAt,
        ownerGuard: {
          path: paths.network(networkId),
          data: { ownerId: uid },
          updatedAt: network.updateTime,
        },
      };
    },
    readRaw: (documents) => readRawDocuments(db, documents),
    commit({ networkId, directory, shard, guard, linkGuard, ownerGuard }, shards, writes) {
      const d = shards.get(shard);
      const data = { "link.directoryVersion": directory.version, ...(d && shard === 0 ? { d } : {}) };
      const guarded: GuardedWrite[] = [ownerGuard, { path: paths.linkState(networkId), data, updatedAt: linkGuard }];
      if (d && shard !== 0) guarded.push({ path: paths.shard(networkId, shard), data: { d }, updatedAt: guard });
      return commitWrites(db, writes, guarded);
    },
  };
}
