import { clientSchema } from "@lastmeter/model/client";
import { type Grant, grantSchema } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { networkSchema } from "@lastmeter/model/network";
import { nodeSchema } from "@lastmeter/model/node";
import { paths } from "@lastmeter/model/paths";
import { type Invitation, invitationSchema, type SharingList } from "@lastmeter/model/sharing";
import type { Auth } from "firebase-admin/auth";
import type { DocumentSnapshot, Firestore, Transaction } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { parseDirectory } from "../link/directory-codec.ts";
import { addWrite } from "../platform/commit.store.ts";
import { transact } from "../platform/transact.store.ts";
import type { Write } from "../platform/writes.ts";
import type { Directory } from "../protocols/protocol.ts";
import { viewDocumentSchema } from "../views/view-document.ts";
import { dropView, openView, type ViewRequest } from "../views/views.store.ts";
import type { ViewOfNode } from "./plan-standing.ts";
import type { SharedNetwork, SharedNode, Standing } from "./standing.ts";

const ATTEMPTS_MAX = 8;

const networkFields = z.pick(networkSchema, { ownerId: true, name: true, timeZone: true });
const nodeFields = z.extend(z.pick(nodeSchema, { networkId: true, memberIds: true, name: true, room: true }), {
  channels: z.record(z.string(), z.unknown()),
});
const nodeMask = ["networkId", "memberIds", "name", "room", "channels"];
const clientFields = z.pick(clientSchema, { name: true, state: true, approved: true });
const directoryFields = z.object({ d: z.instanceof(Uint8Array) });

export interface Account {
  /** E-mail, else name, else "". */
  readonly label: string;
  readonly isVerified: boolean;
}

/** Null: no such account, or a closed one. */
export type ReadAccount = (uid: string) => Promise<Account | null>;

export function createAccounts(auth: Auth): ReadAccount {
  return async (uid) => {
    const { users } = await auth.getUsers([{ uid }]);
    const user = users[0];
    if (user === undefined || user.disabled) return null;
    return { label: user.email?.toLowerCase() ?? user.displayName ?? "", isVerified: user.emailVerified };
  };
}

/** Reads first, then writes; all of it again where somebody else was faster. */
export interface SharingTransaction {
  readNetwork(networkId: NetworkId): Promise<SharedNetwork | null>;
  readNetworkGrant(networkId: NetworkId, principalId: string): Promise<Grant | null>;
  readNetworkGrants(networkId: NetworkId): Promise<Grant[]>;
  /** Of the network and there. Null: all. */
  readNodes(networkId: NetworkId, nodeIds: readonly NodeId[] | null): Promise<SharedNode[]>;
  readStanding(network: SharedNetwork, principalId: string, nodeIds: readonly NodeId[] | null): Promise<Standing>;
  readInvitation(networkId: NetworkId, invitationId: string): Promise<Invitation | null>;
  count(collection: string): Promise<number>;
  /** Null: no such program, a disabled one, or of a provider that is not approved. */
  readClientName(clientId: string): Promise<string | null>;
  readDirectory(networkId: NetworkId): Promise<Directory | null>;
  /** Whether all of them are there, complete, and not being dropped. */
  areReady(views: ReadonlyMap<NodeId, string>): Promise<boolean>;
  /** Paths of all grants in the network, of the network and of nodes, with whose they are. */
  readGrantPaths(networkId: NetworkId): Promise<{ readonly path: string; readonly principalId: string }[]>;
  write(writes: readonly Write[]): void;
}

export interface SharingStore {
  readonly readAccount: ReadAccount;
  /** @throws AppError unavailable where others were always faster. */
  transact<T>(work: (transaction: SharingTransaction) => Promise<T>): Promise<T>;
  openView(request: ViewRequest): Promise<string>;
  dropView(networkId: NetworkId, view: ViewOfNode): Promise<void>;
  /** The grants that read this view. */
  readViewGrants(view: ViewOfNode): Promise<Grant[]>;
  /** Copies are left out: they say what the network's grant says. */
  readSharing(networkId: NetworkId): Promise<SharingList>;
  /** Null: no such node. */
  findNetworkOf(nodeId: NodeId): Promise<NetworkId | null>;
}

export function createSharingStore(db: Firestore, readAccount: ReadAccount): SharingStore {
  return {
    readAccount,
    transact: (work) =>
      transact(db, (transaction) => work(toSharingTransaction(db, transaction, readAccount)), ATTEMPTS_MAX),
    openView: (request) => openView(db, request),
    dropView: (networkId, view) => dropView(db, { networkId, ...view }),
    async readViewGrants({ nodeId, viewId }) {
      const found = await db.collection(paths.nodeGrants(nodeId)).where("view", "==", viewId).get();
      return found.docs.map((snapshot) => grantSchema.parse(snapshot.data()));
    },
    async readSharing(networkId) {
      const [members, ofNodes, invitations] = await Promise.all([
        db.collection(paths.networkGrants(networkId)).get(),
        db.collectionGroup("grants").where("networkId", "==", networkId).where("source", "==", "node").get(),
        db.collection(paths.invitations(networkId)).get(),
      ]);
      return {
        grants: [...members.docs, ...ofNodes.docs].map((snapshot) => grantSchema.parse(snapshot.data())),
        invitations: invitations.docs.map((snapshot) => ({
          ...invitationSchema.parse(snapshot.data()),
          id: snapshot.id,
        })),
      };
    },
    async findNetworkOf(nodeId) {
      const snapshot = await db.doc(paths.node(nodeId)).get();
      return snapshot.exists ? networkIdSchema.parse(snapshot.get("networkId")) : null;
    },
  };
}

function toSharingTransaction(db: Firestore, transaction: Transaction, readAccount: ReadAccount): SharingTransaction {
  const readOne = async (path: string) => {
    const snapshot = await transaction.get(db.doc(path));
    return snapshot.exists ? snapshot : null;
  };
  const readEach = async (documents: readonly string[], fieldMask?: string[]) => {
    if (documents.length === 0) return [];
    const references = documents.map((path) => db.doc(path));
    return transaction.getAll(...references, ...(fieldMask ? [{ fieldMask }] : []));
  };
  const reads: Omit<SharingTransaction, "write" | "readStanding"> = {
    async readNetwork(networkId) {
      const snapshot = await readOne(paths.network(networkId));
      if (snapshot === null) return null;
      const fields = networkFields.parse(snapshot.data());
      return { networkId, ...fields, ownerLabel: (await readAccount(fields.ownerId))?.label ?? "" };
    },
    async readNetworkGrant(networkId, principalId) {
      return toGrant(await readOne(paths.networkGrant(networkId, principalId)));
    },
    async readNetworkGrants(networkId) {
      const { docs } = await transaction.get(db.collection(paths.networkGrants(networkId)));
      return docs.map((snapshot) => grantSchema.parse(snapshot.data()));
    },
    async readNodes(networkId, nodeIds) {
      const all = db
        .collection("nodes")
        .where("networkId", "==", networkId)
        .select(...nodeMask);
      const snapshots =
        nodeIds === null
          ? (await transaction.get(all)).docs
          : await readEach([...new Set(nodeIds)].map(paths.node), nodeMask);
      return snapshots.flatMap((snapshot) => toSharedNode(networkId, snapshot) ?? []);
    },
    async readInvitation(networkId, invitationId) {
      const snapshot = await readOne(paths.invitation(networkId, invitationId));
      return snapshot && invitationSchema.parse(snapshot.data());
    },
    async count(collection) {
      return (await transaction.get(db.collection(collection).count())).data().count;
    },
    async readClientName(clientId) {
      const snapshot = await readOne(paths.client(clientId));
      if (snapshot === null) return null;
      const { name, state, approved } = clientFields.parse(snapshot.data());
      return state === "active" && approved ? name : null;
    },
    async readDirectory(networkId) {
      const snapshot = await readOne(paths.directory(networkId));
      return snapshot && parseDirectory(new Uint8Array(directoryFields.parse(snapshot.data()).d));
    },
    async areReady(views) {
      const snapshots = await readEach([...views].map(([nodeId, viewId]) => paths.view(nodeId, viewId)));
      return snapshots.every((snapshot) => viewDocumentSchema.safeParse(snapshot.data()).data?.state === "ready");
    },
    async readGrantPaths(networkId) {
      const all = db.collectionGroup("grants").where("networkId", "==", networkId).select("principalId");
      return (await transaction.get(all)).docs.map(({ id, ref }) => ({ path: ref.path, principalId: id }));
    },
  };
  return {
    ...reads,
    async readStanding(network, principalId, nodeIds) {
      const { networkId } = network;
      const networkGrant = await reads.readNetworkGrant(networkId, principalId);
      const nodes = await reads.readNodes(networkId, nodeIds);
      const snapshots = await readEach(nodes.map(({ nodeId }) => paths.nodeGrant(nodeId, principalId)));
      const grants = snapshots.flatMap((snapshot) => toGrant(snapshot.exists ? snapshot : null) ?? []);
      const nodeGrants = new Map(
        grants.flatMap((grant) => (grant.nodeId === null ? [] : [[grant.nodeId, grant] as const])),
      );
      return { network, principalId, networkGrant, nodes, nodeGrants, isWhole: nodeIds === null };
    },
    write(writes) {
      for (const write of writes) addWrite(db, transaction, write);
    },
  };
}

function toGrant(snapshot: DocumentSnapshot | null): Grant | null {
  return snapshot && grantSchema.parse(snapshot.data());
}

/** Null: not there, or of another network. */
function toSharedNode(networkId: NetworkId, snapshot: DocumentSnapshot): SharedNode | null {
  if (!snapshot.exists) return null;
  const node = nodeFields.parse(snapshot.data());
  if (node.networkId !== networkId) return null;
  const { memberIds, name, room, channels } = node;
  return { nodeId: nodeIdSchema.parse(snapshot.id), memberIds, name, room, channels: Object.keys(channels) };
}
