import type { Command } from "@lastmeter/model/command";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Firestore, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { readManagers } from "../alarms/managers.store.ts";
import type { Rights } from "../commands/hand-over.ts";
import { readOpenCommands, readRights } from "../commands/open.store.ts";
import { toDueAt } from "../commands/open-commands.ts";
import type { RawDocuments } from "../ingest/ingest.ts";
import { readRawDocuments } from "../ingest/raw.store.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { parseDirectory } from "./directory-codec.ts";
import { type LinkRecord, linkRecordSchema } from "./link-record.ts";
import { readNodesNow } from "./newest.store.ts";
import type { NodeNow } from "./newest.ts";
import { networkKeysSchema, type WrappedKey } from "./wrapped-key.ts";

const bytesSchema = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => new Uint8Array(bytes)),
);

/** Document `networks/{n}/state/link`; `offlineAt` is its only indexed field, `d` shard 0 of the ingest state. */
const linkStateSchema = z.object({
  link: linkRecordSchema,
  offlineAt: z.nullable(z.instanceof(Timestamp)),
  d: z.optional(bytesSchema),
  rules: z.optional(bytesSchema),
});
const directoryStateSchema = z.object({ version: z.int(), d: bytesSchema });
const shardStateSchema = z.object({ d: bytesSchema });

/** A part of the ingest state as read; `updatedAt` null: not there yet. */
export interface StoredShard {
  readonly bytes: Uint8Array | null;
  readonly updatedAt: Timestamp | null;
}

export interface StoredLink extends StoredShard {
  readonly link: LinkRecord;
  /** What the rules engine remembers; null: nothing yet. */
  readonly rules: Uint8Array | null;
}

export interface LinkCommit {
  readonly read: StoredLink;
  readonly link: LinkRecord;
  /** Null: as it is. */
  readonly offlineAt: number | null;
  /** Changed shards by number, 0 included. */
  readonly shards: ReadonlyMap<number, Uint8Array>;
  /** Shards 1… as read. */
  readonly readShards: ReadonlyMap<number, StoredShard>;
  readonly writes: readonly Write[];
  /** The rules engine's state, and when the clock has something for it. Absent: as it is. */
  readonly rules?: RulesState | undefined;
}

export interface RulesState {
  readonly bytes: Uint8Array;
  readonly dueAt: number | null;
}

/** Of a commit that changes the record alone. */
export const noChange = {
  offlineAt: null,
  shards: new Map(),
  readShards: new Map(),
  writes: [],
} as const satisfies Partial<LinkCommit>;

export interface LinkStore {
  /** Null: no such network. One read. */
  readLink(networkId: NetworkId): Promise<StoredLink | null>;
  readDirectory(networkId: NetworkId): Promise<Directory | null>;
  /** What the network's rules come to, packed. One read. */
  readRuleSet(networkId: NetworkId): Promise<Uint8Array | null>;
  readWrappedKey(networkId: NetworkId, kid: string): Promise<WrappedKey | null>;
  /** One read each. */
  readShards(networkId: NetworkId, shards: readonly number[]): Promise<ReadonlyMap<number, StoredShard>>;
  /** Field `d` of raw documents; null where there is none. One read each. */
  readRaw(paths: readonly string[]): Promise<RawDocuments>;
  /** Which of the nodes have a document. One read each. */
  readExisting(nodeIds: readonly NodeId[]): Promise<ReadonlySet<NodeId>>;
  /** Nodes with their live values. Two reads each. */
  readNodesNow(nodeIds: readonly NodeId[]): Promise<NodeNow[]>;
  /** Owner and administrators: who is told of alarms. */
  readManagers(networkId: NetworkId, now: number): Promise<readonly string[]>;
  /** Documents of open commands, without those that are gone. One read each. */
  readCommands(networkId: NetworkId, ids: readonly string[]): Promise<ReadonlyMap<string, Command>>;
  /** What decides on commands to be handed over: the network, their nodes, and the grants of who gave them. One read each. */
  readRights(networkId: NetworkId, commands: Iterable<Command>): Promise<Rights | null>;
  /** All or nothing, guarded by everything that was read. */
  commit(networkId: NetworkId, commit: LinkCommit): Promise<"committed" | "conflict">;
}

export function createLinkStore(db: Firestore): LinkStore {
  async function read(path: string) {
    const [snapshot] = await db.getAll(db.doc(path));
    return snapshot?.exists ? snapshot : null;
  }
  return {
    async readLink(networkId) {
      const snapshot = await read(paths.linkState(networkId));
      if (snapshot === null) return null;
      const { link, d, rules } = linkStateSchema.parse(snapshot.data());
      return { link, bytes: d ?? null, rules: rules ?? null, updatedAt: snapshot.updateTime ?? null };
    },
    async readDirectory(networkId) {
      const snapshot = await read(paths.directory(networkId));
      return snapshot && parseDirectory(directoryStateSchema.parse(snapshot.data()).d);
    },
    async readRuleSet(networkId) {
      const snapshot = await read(paths.ruleSet(networkId));
      return snapshot && directoryStateSchema.parse(snapshot.data()).d;
    },
    async readWrappedKey(networkId, kid) {
      const snapshot = await read(paths.networkKey(networkId));
      return snapshot === null ? null : (networkKeysSchema.parse(snapshot.data()).keys[kid] ?? null);
    },
    async readShards(networkId, shards) {
      if (shards.length === 0) return new Map();
      const snapshots = await db.getAll(...shards.map((shard) => db.doc(paths.shard(networkId, shard))));
      return new Map(
        snapshots.map((snapshot): [number, StoredShard] => [
          Number(snapshot.id),
          {
            bytes: snapshot.exists ? shardStateSchema.parse(snapshot.data()).d : null,
            updatedAt: snapshot.updateTime ?? null,
          },
        ]),
      );
    },
    readRaw: (paths) => readRawDocuments(db, paths),
    async readExisting(nodeIds) {
      if (nodeIds.length === 0) return new Set();
      const documents = nodeIds.map((nodeId) => db.doc(paths.node(nodeId)));
      const snapshots = await db.getAll(...documents, { fieldMask: ["v"] });
      return new Set(nodeIds.filter((_, index) => snapshots[index]?.exists));
    },
    readNodesNow: (nodeIds) => readNodesNow(db, nodeIds),
    readManagers: (networkId, now) => readManagers(db, networkId, now),
    readCommands: (networkId, ids) => readOpenCommands(db, networkId, ids),
    readRights: (networkId, commands) => readRights(db, networkId, commands),
    commit(networkId, { read: stored, link, offlineAt, shards, readShards, writes, rules }) {
      const state = {
        link,
        ...(offlineAt === null ? {} : { offlineAt: Timestamp.fromMillis(offlineAt) }),
        ...(shards.has(0) ? { d: shards.get(0) } : {}),
        ...toCommandsDue(stored.link, link),
        ...(rules === undefined ? {} : toRulesFields(rules)),
      };
      const guarded: GuardedWrite[] = [{ path: paths.linkState(networkId), data: state, updatedAt: stored.updatedAt }];
      for (const [shard, d] of shards) {
        if (shard === 0) continue;
        const updatedAt = readShards.get(shard)?.updatedAt ?? null;
        guarded.push({ path: paths.shard(networkId, shard), data: { d }, updatedAt });
      }
      return commitWrites(db, writes, guarded);
    },
  };
}

/** Field `commandsDueAt` of the same document, where it changes. */
export function toCommandsDue(
  { commands: before }: LinkRecord,
  { commands }: Pick<LinkRecord, "commands">,
): { commandsDueAt?: Timestamp | null } {
  const dueAt = commands === undefined ? null : toDueAt(commands);
  if (dueAt === (before === undefined ? null : toDueAt(before))) return {};
  return { commandsDueAt: dueAt === null ? null : Timestamp.fromMillis(dueAt) };
}

/** Fields of `networks/{n}/state/link`; `rulesDueAt` is indexed. */
export function toRulesFields({ bytes, dueAt }: RulesState): Readonly<Record<string, unknown>> {
  return { rules: bytes, rulesDueAt: dueAt === null ? null : Timestamp.fromMillis(dueAt) };
}
