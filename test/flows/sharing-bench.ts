import { AppError } from "@lastmeter/functions/src/platform/app-error.ts";
import type { SharingContext } from "@lastmeter/functions/src/sharing/context.ts";
import {
  createAccounts,
  createSharingStore,
  type SharingStore,
} from "@lastmeter/functions/src/sharing/sharing.store.ts";
import { handleSharing } from "@lastmeter/functions/src/sharing/sharing.ts";
import type { AccessLogEntry } from "@lastmeter/model/access-log";
import type { GrantTerms } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { inviteResultSchema } from "@lastmeter/model/sharing";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { type LinkBench, openLinkBench, START } from "./link-bench.ts";

export const DAY_MS = 86_400_000;

export interface Person {
  readonly uid: string;
  readonly email: string;
  readonly isVerified: boolean;
}

export interface SharedHome {
  readonly networkId: NetworkId;
  readonly nodeIds: readonly [NodeId, NodeId, NodeId];
}

/** Who stands where for one node, and what the grant says. */
export interface Seats {
  readonly members: string[];
  readonly readers: string[];
  readonly managers: string[];
}

/** The acts of sharing in this process, on the emulators, with real accounts and a clock the test moves. */
export interface SharingBench {
  readonly link: LinkBench;
  readonly time: { now: number };
  readonly context: () => SharingContext;
  readonly owner: Person;
  createPerson(name: string, isVerified?: boolean): Promise<Person>;
  /** A network of the owner with three nodes. */
  createHome(): Promise<SharedHome>;
  addNode(networkId: NetworkId, nodeId: NodeId): Promise<void>;
  /** The result, or the kind of the problem. */
  act(person: Person, request: object): Promise<unknown>;
  /** By the owner, unless told otherwise. @returns the link's token */
  invite(
    home: SharedHome,
    person: Person,
    terms?: Partial<GrantTerms>,
    nodeIds?: readonly NodeId[] | null,
    by?: Person,
  ): Promise<string>;
  /** Invited and accepted. */
  lend(
    home: SharedHome,
    person: Person,
    terms?: Partial<GrantTerms>,
    nodeIds?: readonly NodeId[] | null,
  ): Promise<void>;
  readSeats(nodeId: NodeId): Promise<Seats>;
  /** The owner and these, as a list of seats names them. */
  only(...uids: string[]): string[];
  nobodyElse(): Seats;
  readGrant(nodeId: NodeId, person: Person): Promise<Record<string, unknown> | undefined>;
  /** Oldest first. */
  readLog(networkId: NetworkId): Promise<AccessLogEntry[]>;
  close(): Promise<void>;
}

export const toTerms = (terms: Partial<GrantTerms> = {}): GrantTerms => ({
  role: "viewer",
  resolution: "raw",
  channels: null,
  from: START,
  until: START + 30 * DAY_MS,
  historyFrom: null,
  purpose: "to look after the house",
  ...terms,
});

const channel = { v: 1 };

export async function openSharingBench(projectId: string): Promise<SharingBench> {
  const link = openLinkBench(projectId);
  const app = initializeApp({ projectId }, `${projectId}-${randomId()}`);
  const auth = getAuth(app);
  const { db, time } = link;
  const store: SharingStore = createSharingStore(db, createAccounts(auth));
  const createPerson = async (uid: string, isVerified = true): Promise<Person> => {
    const email = `${uid.toLowerCase()}@example.org`;
    await auth.deleteUser(uid).catch(() => {});
    await auth.createUser({ uid, email, emailVerified: isVerified });
    return { uid, email, isVerified };
  };
  const owner = await createPerson("owner");
  const list = async (path: string, field: string): Promise<string[]> =>
    [...((await db.doc(path).get()).get(field) as string[])].sort();
  const bench: SharingBench = {
    link,
    time,
    owner,
    context: () => ({ store, log: { info() {}, warn() {}, error() {} }, now: time.now }),
    createPerson: (name, isVerified) => createPerson(`${name}${randomId().replace(/[^A-Za-z0-9]/g, "")}`, isVerified),
    async createHome() {
      const { networkId } = await link.register();
      const nodeIds = [randomId(), randomId(), randomId()] as [NodeId, NodeId, NodeId];
      for (const nodeId of nodeIds) await bench.addNode(networkId, nodeId);
      return { networkId, nodeIds };
    },
    async addNode(networkId, nodeId) {
      const channels = { power: channel, state: channel };
      const node = { v: 1, networkId, ownerId: owner.uid, memberIds: [owner.uid], name: "Plug", room: null, channels };
      const batch = db.batch();
      batch.set(db.doc(paths.node(nodeId)), node);
      batch.set(db.doc(paths.live(nodeId)), { networkId, readers: [owner.uid], d: null });
      batch.set(db.doc(paths.health(nodeId)), { networkId, managers: [owner.uid] });
      await batch.commit();
    },
    async act({ uid, email, isVerified }, request) {
      try {
        return await handleSharing(bench.context(), { uid, verifiedEmail: isVerified ? email : null }, request);
      } catch (error) {
        if (error instanceof AppError) return error.kind;
        throw error;
      }
    },
    async invite({ networkId, nodeIds: [first] }, person, terms = {}, nodeIds = [first], by = owner) {
      const { email } = person;
      const reply = await bench.act(by, { act: "invite", networkId, nodeIds, email, terms: toTerms(terms) });
      return inviteResultSchema.parse(reply).token;
    },
    async lend(home, person, terms, nodeIds) {
      const token = await bench.invite(home, person, terms, nodeIds);
      const reply = await bench.act(person, { act: "accept", networkId: home.networkId, token });
      if (typeof reply === "string") throw new Error(reply);
    },
    async readSeats(nodeId) {
      const [members, readers, managers] = await Promise.all([
        list(paths.node(nodeId), "memberIds"),
        list(paths.live(nodeId), "readers"),
        list(paths.health(nodeId), "managers"),
      ]);
      return { members, readers, managers };
    },
    only: (...uids) => [owner.uid, ...uids].sort(),
    nobodyElse: () => ({ members: bench.only(), readers: bench.only(), managers: bench.only() }),
    async readGrant(nodeId, { uid }) {
      return (await db.doc(paths.nodeGrant(nodeId, uid)).get()).data();
    },
    async readLog(networkId) {
      const { docs } = await db.collection(paths.accessLogs(networkId)).get();
      const entries = docs.map((snapshot) => snapshot.data() as AccessLogEntry);
      return entries.sort((a, b) => a.at - b.at);
    },
    async close() {
      await deleteApp(app);
      await link.close();
    },
  };
  return bench;
}
