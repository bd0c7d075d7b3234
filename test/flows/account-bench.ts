import { gunzipSync } from "node:zlib";
import { createAccountStore } from "@lastmeter/functions/src/account/account.store.ts";
import { type AccountContext, handleAccount } from "@lastmeter/functions/src/account/account.ts";
import { type ErasureGround, sweepErasures } from "@lastmeter/functions/src/erasure/erasure.store.ts";
import { createPeople } from "@lastmeter/functions/src/erasure/people.store.ts";
import { createAccounts, createSharingStore } from "@lastmeter/functions/src/sharing/sharing.store.ts";
import { type NetworkId, randomId } from "@lastmeter/model/ids";
import type { LinkKey } from "@lastmeter/model/link/key";
import type { Batch } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { type Firestore, Timestamp } from "firebase-admin/firestore";
import { connectGateway, type LinkBench, openLinkBench, START, type TestGateway, toOutcome } from "./link-bench.ts";

export interface Person {
  readonly uid: string;
  readonly verifiedEmail: string;
}

export interface Home {
  readonly networkId: NetworkId;
  readonly linkKey: LinkKey;
  readonly gateway: TestGateway;
}

/** The callable `account` in this process, on a database and a sign-in service of its own. */
export interface AccountBench extends LinkBench {
  readonly auth: Auth;
  readonly ground: (more?: Partial<ErasureGround>) => ErasureGround;
  /** An empty database, when the home is to be filled. */
  reset(): Promise<void>;
  createPerson(name: string): Promise<Person>;
  /** With a gateway that has joined. */
  createHome(owner: Person): Promise<Home>;
  /** The result, or the kind of the problem. */
  call(person: Person, data: object, more?: Partial<AccountContext>): Promise<unknown>;
  /** One tick. */
  sweep(): Promise<number>;
}

export function openAccountBench(projectId: string): AccountBench {
  const bench = openLinkBench(projectId);
  const app = initializeApp({ projectId }, `${projectId}-people-${randomId()}`);
  const auth = getAuth(app);
  const store = createSharingStore(bench.db, createAccounts(auth));
  const log = bench.context.log;
  const ground = (more: Partial<ErasureGround> = {}): ErasureGround => ({
    db: bench.db,
    people: createPeople(auth),
    sharing: { store, log, now: bench.time.now },
    now: bench.time.now,
    isOver: () => false,
    ...more,
  });
  return {
    ...bench,
    auth,
    ground,
    async reset() {
      bench.time.now = FILLED;
      const url = `http://${process.env.FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/${projectId}/databases/(default)/documents`;
      await fetch(url, { method: "DELETE" });
    },
    async createPerson(name) {
      const verifiedEmail = `${name}-${randomId()
        .slice(0, 6)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, "x")}@example.org`;
      const { uid } = await auth.createUser({ email: verifiedEmail, emailVerified: true });
      await bench.db.doc(paths.user(uid)).set({ v: 1, locale: "el" });
      await bench.db.doc(`${paths.user(uid)}/dashboards/first`).set({ title: `of ${verifiedEmail}` });
      return { uid, verifiedEmail };
    },
    async createHome(owner) {
      const home = await bench.register(owner.uid);
      return { ...home, gateway: await connectGateway(bench.context, home) };
    },
    call: async (person, data, more = {}) => {
      const context: AccountContext = {
        ...ground(),
        store: createAccountStore(bench.db),
        linkSecret: bench.context.secrets.linkSecret,
        authenticatedAt: bench.time.now,
        ...more,
      };
      return toOutcome(handleAccount(context, person, data) as Promise<Uint8Array>);
    },
    sweep: () => sweepErasures(ground()),
    close: async () => {
      await deleteApp(app);
      await bench.close();
    },
  };
}

const numeric = { type: "numeric", access: 1 };
const coordinator = { ieee_address: "0x00124b0000000001", type: "Coordinator", friendly_name: "Coordinator" };

export function toDevice(address: string, name: string) {
  return {
    ieee_address: address,
    type: "Router",
    friendly_name: name,
    interview_state: "SUCCESSFUL",
    definition: {
      model: "PLUG",
      vendor: "Test",
      description: "Plug",
      exposes: [
        { ...numeric, name: "power", property: "power", label: "Power", unit: "W" },
        { ...numeric, name: "energy", property: "energy", label: "Energy", unit: "kWh" },
        {
          type: "binary",
          name: "state",
          property: "state",
          label: "State",
          access: 7,
          value_on: "ON",
          value_off: "OFF",
        },
      ],
    },
  };
}

/** Numbers the messages of one gateway. */
export function createMessages(first = 0) {
  let n = first;
  return (at: number, topic: string, payload: unknown): Batch["messages"][number] => ({
    n: n++,
    at,
    topic,
    p: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
}

export const toDevices = (...devices: ReturnType<typeof toDevice>[]) => [coordinator, ...devices];

export const KETTLE = "0x00158d0000000a01";
export const HEATER = "0x00158d0000000a02";

export async function readNodeIds(db: Firestore, networkId: NetworkId): Promise<Record<string, string>> {
  const { docs } = await db.collection("nodes").where("networkId", "==", networkId).get();
  return Object.fromEntries(docs.map((snapshot) => [String(snapshot.get("address")), snapshot.id]));
}

/** When the home is filled. */
export const FILLED = START + 26 * 3_600_000;

/** A home with two plugs, of which one was silent for six hours: 26 hours of readings, events, a message nobody understands. */
export async function fillHome({
  gateway,
}: Home): Promise<(at: number, topic: string, payload: unknown) => Batch["messages"][number]> {
  const message = createMessages();
  const messages = [
    message(START, "bridge/devices", toDevices(toDevice(KETTLE, "kettle"), toDevice(HEATER, "=heater"))),
  ];
  for (let minute = 0; minute < 26 * 60; minute += 5) {
    const at = START + minute * 60_000;
    const isSilent = minute >= 8 * 60 && minute < 14 * 60;
    const state = minute % 60 < 30 ? "ON" : "OFF";
    if (minute === 8 * 60) messages.push(message(at, "kettle/availability", { state: "offline" }));
    if (minute === 14 * 60) messages.push(message(at, "kettle/availability", { state: "online" }));
    if (!isSilent) messages.push(message(at, "kettle", { power: minute, energy: minute / 1000, state }));
    messages.push(message(at + 1000, "=heater", { power: 0.1 * (minute % 7), energy: 1 + minute / 500, state: "ON" }));
  }
  messages.push(message(FILLED, "kettle", '{"power": '));
  for (let from = 0; from < messages.length; from += 200) {
    const reply = await gateway.send({ messages: messages.slice(from, from + 200), backfill: true });
    if (typeof reply === "string" || reply.status !== "stored") throw new Error(`not stored: ${JSON.stringify(reply)}`);
  }
  return message;
}

/** Every document of a database with its path, however deep; those without fields of their own are passed through. */
async function* walk(db: Firestore): AsyncGenerator<{ readonly path: string; readonly data: unknown }> {
  const open = await db.listCollections();
  for (let collection = open.pop(); collection; collection = open.pop()) {
    for (const reference of await collection.listDocuments()) {
      const snapshot = await reference.get();
      yield { path: reference.path, data: snapshot.data() ?? null };
      open.push(...(await reference.listCollections()));
    }
  }
}

/** Where in the whole database, packed bytes included, one of the words stands. */
export async function findTraces(db: Firestore, words: readonly string[]): Promise<string[]> {
  const traces: string[] = [];
  for await (const { path, data } of walk(db)) {
    const text = `${path}\n${toText(data)}`;
    for (const word of words) if (text.includes(word)) traces.push(`${path}: ${word}`);
  }
  return traces;
}

function toText(value: unknown): string {
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString("latin1")}\n${toUnpacked(value)}`;
  if (value instanceof Timestamp || typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}=${toText(inner)}`)
    .join("\n");
}

function toUnpacked(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString("latin1");
  } catch {
    return "";
  }
}
