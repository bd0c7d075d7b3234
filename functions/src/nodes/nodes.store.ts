import { type NodeId, networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { toRight } from "../access/right.store.ts";
import { planDirectory } from "../link/directory.ts";
import { createLinkStore } from "../link/link.store.ts";
import { AppError } from "../platform/app-error.ts";
import { commitWrites, type GuardedWrite } from "../platform/commit.store.ts";
import type { NodeEditFacts, NodeEditPlan } from "./plan-node-edit.ts";

const editedSchema = z.pick(nodeSchema, { channels: true, status: true, networkId: true });
const insideSchema = z.object({ inside: z.nullable(nodeIdSchema) });

/** What an edit is planned from, and what its commit is guarded by. */
export interface NodeGround extends Pick<NodeEditFacts, "node" | "directory" | "insideOf"> {
  readonly guards: readonly GuardedWrite[];
  /** Of the link's record, which changes with the directory. */
  readonly linkGuard: GuardedWrite["updatedAt"];
}

export interface NodesStore {
  /** Null: no such node, or the caller neither owns nor administers its network. */
  readGround(nodeId: NodeId, uid: string, now: number): Promise<NodeGround | null>;
  /** All or nothing; `conflict` where a batch came between, or rights or the node changed. */
  commit(ground: NodeGround, plan: Extract<NodeEditPlan, { kind: "planned" }>): Promise<"committed" | "conflict">;
}

export function createNodesStore(db: Firestore): NodesStore {
  const links = createLinkStore(db);
  return {
    async readGround(nodeId, uid, now) {
      const found = await db.doc(paths.node(nodeId)).get();
      const node = editedSchema.safeParse(found.data());
      if (!node.success) return null;
      const networkId = networkIdSchema.parse(node.data.networkId);
      const [network, grant] = await db.getAll(
        db.doc(paths.network(networkId)),
        db.doc(paths.networkGrant(networkId, uid)),
      );
      const right = network && grant && toRight(network, grant, uid, now);
      if (!right) return null;
      const [link, siblings] = await Promise.all([
        links.readLink(networkId),
        db.collection("nodes").where("networkId", "==", networkId).select("inside").get(),
      ]);
      // After the record: one that is newer than it makes the commit a conflict.
      const directory = link && (await links.readDirectory(networkId));
      if (!directory) return null;
      return {
        node: node.data,
        directory,
        insideOf: new Map(siblings.docs.map((each) => [nodeIdSchema.parse(each.id), toInside(each.data())])),
        guards: [right.guard, { path: paths.node(nodeId), data: { v: 1 }, updatedAt: found.updateTime ?? null }],
        linkGuard: link.updatedAt,
      };
    },
    commit({ directory: before, guards, linkGuard }, { directory, writes }) {
      const planned = planDirectory(before, directory);
      if (planned.overflow.length > 0) throw new AppError("unavailable", "no room in the directory", 60);
      const data = { "link.directoryVersion": planned.directory.version };
      const link = { path: paths.linkState(before.networkId), data, updatedAt: linkGuard };
      return commitWrites(db, [...planned.writes, ...writes], [link, ...guards]);
    },
  };
}

function toInside(data: unknown): NodeId | null {
  return insideSchema.safeParse(data).data?.inside ?? null;
}
