import { grantSchema, isCurrent } from "@lastmeter/model/grant";
import { type NetworkId, nodeIdSchema } from "@lastmeter/model/ids";
import { networkSchema } from "@lastmeter/model/network";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { type Rule, ruleSchema } from "@lastmeter/model/rule";
import { homeTariffSchema } from "@lastmeter/model/tariff";
import type { Firestore, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import type { ShardBytes } from "../ingest/ingest.ts";
import { createLinkStore, type StoredLink, toCommandsDue, toRulesFields } from "../link/link.store.ts";
import type { LinkRecord } from "../link/link-record.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { parseRuleSet } from "../rules-engine/rule-set.ts";
import type { RuleGround } from "./ground.ts";

const networkFields = z.pick(networkSchema, { kind: true, ownerId: true, timeZone: true, location: true });
const nodeFields = z.pick(nodeSchema, {
  status: true,
  role: true,
  inside: true,
  channels: true,
  total: true,
  name: true,
});

/** The ground, and what its commit is guarded by. */
export interface StoredGround {
  readonly ground: RuleGround;
  readonly read: StoredLink;
  readonly directory: Directory;
  /** The documents that say who may decide: what somebody decides does not outlive their right. */
  readonly rights: readonly GuardedWrite[];
}

export interface RulesCommit {
  readonly link: LinkRecord;
  readonly rules: { readonly bytes: Uint8Array; readonly dueAt: number | null };
  readonly writes: readonly Write[];
}

export interface RulesStore {
  /** Whether there has ever been one, or a tariff. One read. */
  hasRules(networkId: NetworkId): Promise<boolean>;
  /** Null: no such network. A read for each rule, node and grant of it, and six. */
  readGround(networkId: NetworkId, uid: string | null, now: number): Promise<StoredGround | null>;
  readShards(ground: StoredGround): Promise<ShardBytes>;
  /** All or nothing; `conflict` where a batch or another change came between. */
  commit(ground: StoredGround, commit: RulesCommit): Promise<"committed" | "conflict">;
  removeRule(networkId: NetworkId, ruleId: string): Promise<void>;
}

export function createRulesStore(db: Firestore): RulesStore {
  const links = createLinkStore(db);
  return {
    async hasRules(networkId) {
      const [snapshot] = await db.getAll(db.doc(paths.linkState(networkId)), { fieldMask: ["link.rules"] });
      return snapshot?.get("link.rules") !== undefined;
    },
    async readGround(networkId, uid, now) {
      const read = await links.readLink(networkId);
      // After the record: what is newer than it makes the commit a conflict.
      const [directory, packed] = await Promise.all([links.readDirectory(networkId), links.readRuleSet(networkId)]);
      const [network, grants, nodes, rules, tariffs] = await Promise.all([
        db.doc(paths.network(networkId)).get(),
        db.collection(paths.networkGrants(networkId)).get(),
        db.collection("nodes").where("networkId", "==", networkId).get(),
        db.collection(paths.rules(networkId)).get(),
        db.collection(paths.tariffs(networkId)).get(),
      ]);
      const fields = networkFields.safeParse(network.data());
      if (!fields.success || read === null || directory === null || !network.updateTime) return null;
      const own = uid === null ? undefined : grants.docs.find(({ id }) => id === uid);
      return {
        read,
        directory,
        rights: toRights(networkId, uid, fields.data.ownerId, network.updateTime, own?.updateTime),
        ground: {
          networkId,
          ...fields.data,
          set: packed && parseRuleSet(packed),
          grants: grants.docs.map((each) => grantSchema.parse(each.data())).filter((grant) => isCurrent(grant, now)),
          nodes: new Map(nodes.docs.map((each) => [nodeIdSchema.parse(each.id), nodeFields.parse(each.data())])),
          rules: new Map(rules.docs.map((each): [string, Rule] => [each.id, ruleSchema.parse(each.data())])),
          tariffs: tariffs.docs.map((each) => homeTariffSchema.parse(each.data())),
        },
      };
    },
    async readShards({ ground, read, directory }) {
      const numbers = new Set(Object.values(directory.nodes).map(({ shard }) => shard));
      numbers.delete(0);
      const shards = await links.readShards(ground.networkId, [...numbers]);
      const all: [number, Uint8Array | null][] = [[0, read.bytes]];
      for (const [number, { bytes }] of shards) all.push([number, bytes]);
      return new Map(all.flatMap(([number, bytes]) => (bytes === null ? [] : [[number, bytes]])));
    },
    commit({ ground, read, rights }, { link, rules, writes }) {
      const data = {
        ...toLinkFields(link),
        ...toRulesFields(rules),
        ...toCommandsDue(read.link, link),
      };
      const state = { path: paths.linkState(ground.networkId), data, updatedAt: read.updatedAt };
      return commitWrites(db, writes, [state, ...rights]);
    },
    async removeRule(networkId, ruleId) {
      const open = (await links.readLink(networkId))?.link.commands?.open ?? [];
      const commands = await links.readCommands(
        networkId,
        open.map(({ id }) => id),
      );
      const own = [...commands].filter(([, { why }]) => why.source === "rule" && why.cause?.startsWith(`${ruleId}/`));
      // What comes of them yet is told to no trace that is gone.
      await Promise.all(own.map(([id]) => db.doc(paths.command(networkId, id)).update({ "why.cause": null })));
      await db.recursiveDelete(db.doc(paths.rule(networkId, ruleId)));
    },
  };
}

/** What rules change of the link's record. */
function toLinkFields({ rules, commands, alarms }: LinkRecord): Record<string, unknown> {
  return {
    ...(rules === undefined ? {} : { "link.rules": rules }),
    ...(commands === undefined ? {} : { "link.commands": commands }),
    ...(alarms === undefined ? {} : { "link.alarms": alarms }),
  };
}

function toRights(
  networkId: NetworkId,
  uid: string | null,
  ownerId: string,
  networkAt: Timestamp,
  grantAt: Timestamp | undefined,
): GuardedWrite[] {
  if (uid === null) return [];
  if (uid === ownerId) return [{ path: paths.network(networkId), data: { ownerId }, updatedAt: networkAt }];
  return grantAt === undefined
    ? []
    : [{ path: paths.networkGrant(networkId, uid), data: { role: "admin" }, updatedAt: grantAt }];
}
