import { type Desired, desiredSchema, type Reported, reportedSchema } from "@lastmeter/model/configuration";
import { type Grant, grantSchema } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Described } from "@lastmeter/model/setting";
import type { DocumentSnapshot, Firestore, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { orderedNodeSchema, ownedSchema } from "../commands/open.store.ts";
import type { OpenCommands } from "../commands/open-commands.ts";
import type { OrderedNode } from "../commands/order-rules.ts";
import { toCommandsDue } from "../link/link.store.ts";
import { type LinkRecord, linkRecordSchema } from "../link/link-record.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { Write } from "../platform/writes.ts";
import { protocolFor } from "../protocols/registry.ts";
import { readDescribed } from "./described.store.ts";

export interface Subject {
  readonly networkId: NetworkId;
  /** Null: the network itself. */
  readonly nodeId: NodeId | null;
}

/** What a change of configuration is planned from, and guarded by. */
export interface Ground {
  readonly subject: Subject;
  readonly ownerId: string;
  readonly networkGrant: Grant | null;
  readonly nodeGrant: Grant | null;
  readonly node: OrderedNode | null;
  readonly link: LinkRecord;
  readonly linkAt: Timestamp;
  readonly desired: Desired;
  readonly desiredAt: Timestamp | null;
  readonly reported: Reported | null;
}

export interface Changes {
  readonly desired: Desired;
  readonly commands: OpenCommands | undefined;
  readonly writes: readonly Write[];
}

const stateSchema = z.object({ link: linkRecordSchema });

function toDesiredPath({ networkId, nodeId }: Subject): string {
  return nodeId === null
    ? paths.networkConfiguration(networkId, "desired")
    : paths.nodeConfiguration(nodeId, "desired");
}

function toReportedPath({ networkId, nodeId }: Subject): string {
  return nodeId === null
    ? paths.networkConfiguration(networkId, "reported")
    : paths.nodeConfiguration(nodeId, "reported");
}

async function readGround(db: Firestore, subject: Subject, who: string | null): Promise<Ground | null> {
  const { networkId, nodeId } = subject;
  const ofNode = nodeId === null ? [] : [paths.node(nodeId)];
  const ofWho =
    who === null
      ? []
      : [paths.networkGrant(networkId, who), ...(nodeId === null ? [] : [paths.nodeGrant(nodeId, who)])];
  const read = [paths.network(networkId), toDesiredPath(subject), toReportedPath(subject), ...ofNode, ...ofWho];
  const [snapshots, [state]] = await Promise.all([
    db.getAll(...read.map((path) => db.doc(path))),
    db.getAll(db.doc(paths.linkState(networkId)), { fieldMask: ["link"] }),
  ]);
  const byPath = new Map(snapshots.map((snapshot): [string, DocumentSnapshot] => [snapshot.ref.path, snapshot]));
  const dataOf = (path: string | undefined): unknown => (path === undefined ? undefined : byPath.get(path)?.data());
  const owned = ownedSchema.safeParse(dataOf(paths.network(networkId)));
  const linked = stateSchema.safeParse(state?.data());
  if (!owned.success || !linked.success || !state?.updateTime) return null;
  const node = orderedNodeSchema.safeParse(dataOf(ofNode[0]));
  if (nodeId !== null && node.data?.networkId !== networkId) return null;
  const stored = byPath.get(toDesiredPath(subject));
  const reported = dataOf(toReportedPath(subject));
  return {
    subject,
    ...owned.data,
    networkGrant: grantSchema.safeParse(dataOf(ofWho[0])).data ?? null,
    nodeGrant: grantSchema.safeParse(dataOf(ofWho[1])).data ?? null,
    node: node.data ?? null,
    link: linked.data.link,
    linkAt: state.updateTime,
    desired: stored?.exists
      ? desiredSchema.parse(stored.data())
      : { v: 1, networkId, nodeId, dueAt: null, settings: {} },
    desiredAt: stored?.exists ? (stored.updateTime ?? null) : null,
    reported: reported === undefined ? null : reportedSchema.parse(reported),
  };
}

export interface ConfigurationStore {
  /** Null: no such network, or the node is not in it. @param who whose grants are read; null: nobody's */
  readGround(subject: Subject, who: string | null): Promise<Ground | null>;
  /** Every setting there is of the subject, and whether its firmware can be updated. */
  readDescribed(subject: Subject, kind: LinkRecord["kind"]): Promise<Described>;
  /** All or nothing; `conflict`: somebody else changed what is wanted, or a batch or command came between. */
  commit(ground: Ground, changes: Changes): Promise<"committed" | "conflict">;
}

export function createConfigurationStore(db: Firestore): ConfigurationStore {
  return {
    readGround: (subject, who) => readGround(db, subject, who),
    readDescribed: (subject, kind) => readDescribed(db, subject, protocolFor(kind)),
    commit: (ground, changes) => commitGround(db, ground, changes),
  };
}

function commitGround(db: Firestore, ground: Ground, { desired, commands, writes }: Changes) {
  const { subject, link, linkAt, desiredAt } = ground;
  const guards: GuardedWrite[] = [{ path: toDesiredPath(subject), data: desired, updatedAt: desiredAt }];
  if (commands !== link.commands) {
    const data = { "link.commands": commands, ...toCommandsDue(link, { commands }) };
    guards.push({ path: paths.linkState(subject.networkId), data, updatedAt: linkAt });
  }
  return commitWrites(db, writes, guards);
}
