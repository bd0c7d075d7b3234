import type { CommandOrder } from "@lastmeter/model/command";
import { type Grant, grantSchema } from "@lastmeter/model/grant";
import type { NetworkId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Firestore, Timestamp } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { toCommandsDue } from "../link/link.store.ts";
import { type LinkRecord, linkRecordSchema } from "../link/link-record.ts";
import { commitWrites } from "../platform/commit.store.ts";
import { toCreation } from "./command-writes.ts";
import { orderedNodeSchema, ownedSchema } from "./open.store.ts";
import { type OrderedNode, toNodeId } from "./order-rules.ts";
import type { CommandPlan } from "./plan-command.ts";

const stateSchema = z.object({ link: linkRecordSchema });

/** What a command is planned from. */
export interface CommandGround {
  readonly ownerId: string;
  readonly node: OrderedNode | null;
  readonly networkGrant: Grant | null;
  readonly nodeGrant: Grant | null;
  readonly link: LinkRecord;
  readonly linkAt: Timestamp;
}

export interface CommandStore {
  /** Null: no such network. Three to five reads. */
  readGround(networkId: NetworkId, order: CommandOrder, who: string): Promise<CommandGround | null>;
  /** All or nothing; `conflict`: a batch or another command came between. */
  commit(
    networkId: NetworkId,
    commandId: string,
    ground: CommandGround,
    plan: Extract<CommandPlan, { kind: "planned" }>,
  ): Promise<"committed" | "conflict">;
}

export function createCommandStore(db: Firestore): CommandStore {
  return {
    async readGround(networkId, order, who) {
      const nodeId = toNodeId(order);
      const ofNode = nodeId === null ? [] : [db.doc(paths.node(nodeId)), db.doc(paths.nodeGrant(nodeId, who))];
      const [[network, networkGrant, node, nodeGrant], [state]] = await Promise.all([
        db.getAll(db.doc(paths.network(networkId)), db.doc(paths.networkGrant(networkId, who)), ...ofNode),
        // Without the ingest state that lies beside it.
        db.getAll(db.doc(paths.linkState(networkId)), { fieldMask: ["link"] }),
      ]);
      const owned = ownedSchema.safeParse(network?.data());
      const linked = stateSchema.safeParse(state?.data());
      if (!owned.success || !linked.success || !state?.updateTime) return null;
      const ordered = orderedNodeSchema.safeParse(node?.data());
      return {
        ownerId: owned.data.ownerId,
        node: ordered.success && ordered.data.networkId === networkId ? ordered.data : null,
        networkGrant: grantSchema.safeParse(networkGrant?.data()).data ?? null,
        nodeGrant: grantSchema.safeParse(nodeGrant?.data()).data ?? null,
        link: linked.data.link,
        linkAt: state.updateTime,
      };
    },
    commit(networkId, commandId, { link, linkAt }, { command, commands, writes, ring }) {
      const creation = toCreation(networkId, commandId, command);
      const data = { "link.commands": commands, ...toCommandsDue(link, { commands }) };
      return commitWrites(
        db,
        [creation, ring, ...writes],
        [{ path: paths.linkState(networkId), data, updatedAt: linkAt }],
      );
    },
  };
}
