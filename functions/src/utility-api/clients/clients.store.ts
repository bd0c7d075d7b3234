import type { ClientFault, UsageDay } from "@lastmeter/model/apps";
import { type Client, clientSchema } from "@lastmeter/model/client";
import { type Grant, grantSchema, toClientPrincipal } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type Provider, providerSchema } from "@lastmeter/model/provider";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { addWrite } from "../../platform/commit.store.ts";
import { transact } from "../../platform/transact.store.ts";
import type { Write } from "../../platform/writes.ts";
import { addEntries } from "../reading/entries.store.ts";
import type { Entry } from "../reading/entries.ts";
import { usageDocumentSchema } from "../usage/usage.store.ts";
import type { StoredSecrets } from "./new-client.ts";

const LISTED_MAX = 200;
const USAGE_DAYS = 30;

export const storedSecretsSchema = z.object({
  v: z.literal(1),
  secrets: z.array(z.object({ id: z.string(), hash: z.string() })).check(z.maxLength(2)),
});

/** What is shown of it. */
const namedNodeSchema = z.object({
  name: z.string(),
  channels: z.record(z.string(), z.object({ label: z.optional(z.string()) })),
});
export type NamedNode = z.infer<typeof namedNodeSchema>;
export type NamedClient = Client & { readonly clientId: string };
export type NamedProvider = Provider & { readonly providerId: string };

/** Reads first, then writes; all of it again where somebody else was faster. */
export interface ClientsTransaction {
  readClient(clientId: string): Promise<Client | null>;
  readSecrets(clientId: string): Promise<StoredSecrets | null>;
  readProvider(providerId: string): Promise<Provider | null>;
  readClientsOf(providerId: string): Promise<NamedClient[]>;
  countPersonal(uid: string): Promise<number>;
  countRequests(uid: string): Promise<number>;
  /** Approved ones. */
  findNamed(name: string): Promise<string[]>;
  write(writes: readonly Write[]): void;
}

export interface ClientsStore {
  /** @throws AppError unavailable where others were always faster. */
  transact<T>(work: (transaction: ClientsTransaction) => Promise<T>): Promise<T>;
  readClient(clientId: string): Promise<Client | null>;
  readClients(clientIds: readonly string[]): Promise<ReadonlyMap<string, Client>>;
  readProviders(providerIds: readonly string[]): Promise<ReadonlyMap<string, Provider>>;
  listManaged(uid: string): Promise<NamedClient[]>;
  listProviders(uid: string | null): Promise<NamedProvider[]>;
  readUsage(clientId: string): Promise<{ readonly usage: UsageDay[]; readonly faults: ClientFault[] }>;
  countNodes(clientId: string): Promise<number>;
  readGrants(clientId: string, max: number): Promise<Grant[]>;
  readNames(nodeIds: readonly NodeId[]): Promise<ReadonlyMap<string, NamedNode>>;
  addEntries(entries: readonly Entry[]): Promise<void>;
  /** When it last read or did something there; null: never. */
  readLastUse(networkId: NetworkId, clientId: string): Promise<number | null>;
}

export function createClientsStore(db: Firestore): ClientsStore {
  const ofNodes = (clientId: string) =>
    db
      .collectionGroup("grants")
      .where("principalId", "==", toClientPrincipal(clientId))
      .where("nodeId", ">", "")
      .orderBy("nodeId");
  return {
    transact: (work) => transact(db, (transaction) => work(toTransaction(db, transaction))),
    async readClient(clientId) {
      const snapshot = await db.doc(paths.client(clientId)).get();
      return snapshot.exists ? clientSchema.parse(snapshot.data()) : null;
    },
    readClients: (clientIds) => readEach(db, clientIds, paths.client, clientSchema),
    readProviders: (providerIds) => readEach(db, providerIds, paths.provider, providerSchema),
    async listManaged(uid) {
      const { docs } = await db.collection("clients").where("managers", "array-contains", uid).limit(LISTED_MAX).get();
      return docs.map((snapshot) => ({ clientId: snapshot.id, ...clientSchema.parse(snapshot.data()) }));
    },
    async listProviders(uid) {
      const query =
        uid === null
          ? db.collection("providers").orderBy("requestedAt", "desc")
          : db.collection("providers").where("admins", "array-contains", uid);
      const { docs } = await query.limit(LISTED_MAX).get();
      return docs.map((snapshot) => ({ providerId: snapshot.id, ...providerSchema.parse(snapshot.data()) }));
    },
    async readUsage(clientId) {
      const { docs } = await db.collection(paths.clientUsages(clientId)).orderBy("day", "desc").limit(USAGE_DAYS).get();
      const parsed = docs.map((snapshot) => usageDocumentSchema.parse(snapshot.data()));
      return {
        usage: parsed.map(({ faults, ...day }) => day),
        faults: parsed.flatMap(({ faults }) => faults.toSorted((a, b) => b.at - a.at)).slice(0, 20),
      };
    },
    async countNodes(clientId) {
      return (await ofNodes(clientId).count().get()).data().count;
    },
    async readGrants(clientId, max) {
      const { docs } = await ofNodes(clientId).limit(max).get();
      return docs.map((snapshot) => grantSchema.parse(snapshot.data()));
    },
    async readNames(nodeIds) {
      if (nodeIds.length === 0) return new Map();
      const fieldMask = Object.keys(namedNodeSchema.shape);
      const snapshots = await db.getAll(...nodeIds.map((nodeId) => db.doc(paths.node(nodeId))), { fieldMask });
      return new Map(
        snapshots.flatMap((each) => (each.exists ? [[each.id, namedNodeSchema.parse(each.data())] as const] : [])),
      );
    },
    addEntries: (entries) => addEntries(db, entries),
    async readLastUse(networkId, clientId) {
      const { docs } = await db
        .collection(paths.accessLogs(networkId))
        .where("who", "==", toClientPrincipal(clientId))
        .orderBy("at", "desc")
        .limit(1)
        .get();
      const at: unknown = docs[0]?.get("at");
      return typeof at === "number" ? at : null;
    },
  };
}

async function readEach<T extends z.ZodMiniType>(
  db: Firestore,
  ids: readonly string[],
  toPath: (id: string) => string,
  schema: T,
): Promise<Map<string, z.infer<T>>> {
  if (ids.length === 0) return new Map();
  const snapshots = await db.getAll(...ids.map((id) => db.doc(toPath(id))));
  return new Map(
    snapshots.flatMap((snapshot) => (snapshot.exists ? [[snapshot.id, schema.parse(snapshot.data())] as const] : [])),
  );
}

function toTransaction(db: Firestore, transaction: Transaction): ClientsTransaction {
  const read = async <T extends z.ZodMiniType>(path: string, schema: T): Promise<z.infer<T> | null> => {
    const snapshot = await transaction.get(db.doc(path));
    return snapshot.exists ? schema.parse(snapshot.data()) : null;
  };
  return {
    readClient: (clientId) => read(paths.client(clientId), clientSchema),
    readSecrets: (clientId) => read(paths.clientSecrets(clientId), storedSecretsSchema),
    readProvider: (providerId) => read(paths.provider(providerId), providerSchema),
    async readClientsOf(providerId) {
      const { docs } = await transaction.get(db.collection("clients").where("providerId", "==", providerId));
      return docs.map((snapshot) => ({ clientId: snapshot.id, ...clientSchema.parse(snapshot.data()) }));
    },
    async countPersonal(uid) {
      const { docs } = await transaction.get(db.collection("clients").where("managers", "array-contains", uid));
      return docs.filter((snapshot) => snapshot.get("kind") === "personal").length;
    },
    async countRequests(uid) {
      const { docs } = await transaction.get(db.collection("providers").where("admins", "array-contains", uid));
      return docs.filter((snapshot) => snapshot.get("state") === "requested").length;
    },
    async findNamed(name) {
      const named = db.collection("providers").where("name", "==", name).where("state", "==", "approved");
      return (await transaction.get(named)).docs.map(({ id }) => id);
    },
    write(writes) {
      for (const write of writes) addWrite(db, transaction, write);
    },
  };
}
