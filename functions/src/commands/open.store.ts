import { type Command, commandSchema } from "@lastmeter/model/command";
import { grantSchema } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, uidSchema } from "@lastmeter/model/ids";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import type { Firestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { type Rights, toGrantId } from "./hand-over.ts";

export const ownedSchema = z.object({ ownerId: uidSchema });
export const orderedNodeSchema = z.pick(nodeSchema, { networkId: true, status: true, channels: true });

/** Documents of open commands by id, without those that are gone. */
export async function readOpenCommands(
  db: Firestore,
  networkId: NetworkId,
  ids: readonly string[],
): Promise<Map<string, Command>> {
  if (ids.length === 0) return new Map();
  const snapshots = await db.getAll(...ids.map((id) => db.doc(paths.command(networkId, id))));
  return new Map(
    snapshots.flatMap((snapshot): [string, Command][] =>
      snapshot.exists ? [[snapshot.id, commandSchema.parse(snapshot.data())]] : [],
    ),
  );
}

/** As of now; null: the network is gone. */
export async function readRights(
  db: Firestore,
  networkId: NetworkId,
  commands: Iterable<Command>,
): Promise<Rights | null> {
  const nodeIds = new Set<NodeId>();
  const grantPaths = new Map<string, string>();
  for (const { who, nodeId } of commands) {
    grantPaths.set(toGrantId(null, who), paths.networkGrant(networkId, who));
    if (nodeId === null) continue;
    nodeIds.add(nodeId);
    grantPaths.set(toGrantId(nodeId, who), paths.nodeGrant(nodeId, who));
  }
  const read = [paths.network(networkId), ...[...nodeIds].map(paths.node), ...grantPaths.values()];
  const snapshots = await db.getAll(...read.map((path) => db.doc(path)));
  const found = new Map(snapshots.map((snapshot): [string, unknown] => [snapshot.ref.path, snapshot.data()]));
  const owned = ownedSchema.safeParse(found.get(paths.network(networkId)));
  if (!owned.success) return null;
  return {
    ownerId: owned.data.ownerId,
    nodes: new Map(
      [...nodeIds].flatMap((nodeId) => {
        const node = orderedNodeSchema.safeParse(found.get(paths.node(nodeId)));
        return node.success && node.data.networkId === networkId ? [[nodeId, node.data]] : [];
      }),
    ),
    grants: new Map(
      [...grantPaths].flatMap(([id, path]) => {
        const grant = grantSchema.safeParse(found.get(path));
        return grant.success ? [[id, grant.data]] : [];
      }),
    ),
  };
}
