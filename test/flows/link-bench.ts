import { randomBytes as nodeRandom } from "node:crypto";
import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import { planIngest } from "@lastmeter/functions/src/ingest/plan.ts";
import { createLinkContext, type LinkContext, type LinkPorts } from "@lastmeter/functions/src/link/context.ts";
import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { createLinkStore } from "@lastmeter/functions/src/link/link.store.ts";
import { handleUplink } from "@lastmeter/functions/src/link/uplink.ts";
import { AppError } from "@lastmeter/functions/src/platform/app-error.ts";
import { protocolFor } from "@lastmeter/functions/src/protocols/registry.ts";
import { type NetworkId, randomId, toBase64Url } from "@lastmeter/model/ids";
import { type Bytes, fromUtf8, randomBytes, toUtf8 } from "@lastmeter/model/link/bytes";
import { openWelcome, sealHello } from "@lastmeter/model/link/handshake";
import { type LinkKey, parseKeyText } from "@lastmeter/model/link/key";
import {
  type Batch,
  type Hello,
  type UplinkHead,
  type UplinkReply,
  uplinkReplySchema,
  type Welcome,
} from "@lastmeter/model/link/messages";
import { toUplinkPlaintext } from "@lastmeter/model/link/plaintext";
import { type GatewaySession, startGatewaySession } from "@lastmeter/model/link/session";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { countOperations, type Operations } from "./link-operations.ts";

export const START = Date.UTC(2026, 10, 22, 10, 0, 0);

/** The link's handlers in this process, on the emulator, with a clock the test moves. */
export interface LinkBench {
  readonly db: Firestore;
  readonly operations: Operations;
  readonly time: { now: number };
  readonly context: LinkContext;
  readonly secrets: LinkPorts["secrets"];
  /** Another instance of the function: nothing in memory, the same database. */
  restart(ports?: Partial<LinkPorts>): LinkContext;
  register(ownerId?: string): Promise<{ networkId: NetworkId; linkKey: LinkKey }>;
  close(): Promise<void>;
}

export function openLinkBench(projectId: string): LinkBench {
  const app = initializeApp({ projectId }, `${projectId}-${randomId()}`);
  const db = getFirestore(app);
  const operations = countOperations(db);
  const time = { now: START };
  const secrets = { wrappingKey: new Uint8Array(nodeRandom(32)), linkSecret: new Uint8Array(nodeRandom(32)) };
  const ports: LinkPorts = {
    store: createLinkStore(db),
    clock: () => time.now,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    secrets,
    protocolFor,
    planIngest,
    createListener: async (networkId, epoch) => ({ token: `token of ${networkId} ${epoch}`, apiKey: "key", projectId }),
  };
  return {
    db,
    operations,
    time,
    context: createLinkContext(ports),
    secrets,
    restart: (changed = {}) => createLinkContext({ ...ports, ...changed }),
    async register(ownerId = "owner") {
      const input = {
        ownerId,
        name: "Home",
        description: "",
        kind: "zigbee2mqtt" as const,
        location: null,
        timeZone: "Europe/Athens",
        dispatcherUrl: "https://example.org/dispatcher",
      };
      const { networkId, keyText } = await registerNetwork(db, input, secrets, time.now);
      const linkKey = parseKeyText(keyText);
      if (typeof linkKey === "string") throw new Error(linkKey);
      return { networkId, linkKey };
    },
    close: () => deleteApp(app),
  };
}

/** The reply's bytes, or the kind of the problem document. */
export async function toOutcome(reply: Promise<Uint8Array>): Promise<Uint8Array | string> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof AppError) return error.kind;
    throw error;
  }
}

export interface TestGateway {
  readonly welcome: Welcome;
  readonly session: GatewaySession;
  /** Seals and sends; the opened reply, or the kind of the problem. */
  send(batch: Partial<Batch> | Bytes, head?: Partial<UplinkHead>, context?: LinkContext): Promise<UplinkReply | string>;
}

export function toHello(networkId: NetworkId, linkKey: LinkKey): Hello {
  const clientNonce = toBase64Url(randomBytes(32));
  return { v: 1, networkId, kid: linkKey.kid, clientNonce, boot: randomId(), version: "0.1.0" };
}

export async function connectGateway(
  context: LinkContext,
  { networkId, linkKey }: { networkId: NetworkId; linkKey: LinkKey },
  claims: Partial<Hello> = {},
): Promise<TestGateway> {
  const hello = { ...toHello(networkId, linkKey), ...claims };
  const body = await sealHello(linkKey, hello);
  const welcome = await openWelcome(linkKey, body, await handleHello(context, body));
  if (welcome === null) throw new Error("the welcome proves nothing");
  const { sid, serverNonce } = welcome;
  const session = await startGatewaySession(linkKey, { networkId, sid, serverNonce, clientNonce: hello.clientNonce });
  return {
    welcome,
    session,
    async send(batch, head = {}, instance = context) {
      const sealed = await session.seal(toUplinkPlaintext(toHead(head), toBatchBytes(batch)));
      if (sealed === null) throw new Error("session used up");
      const reply = await toOutcome(handleUplink(instance, sealed.body));
      if (typeof reply === "string") return reply;
      const plaintext = await session.open(sealed.seq, reply);
      if (plaintext === null) throw new Error("the reply is not sealed for this request");
      return uplinkReplySchema.parse(JSON.parse(fromUtf8(plaintext) ?? ""));
    },
  };
}

export function toHead(head: Partial<UplinkHead> = {}): UplinkHead {
  return {
    now: START,
    watched: "no",
    interestVersion: 0,
    wantsToken: false,
    queue: { length: 0, oldestAt: null },
    broker: "connected",
    ...head,
  };
}

export const QUEUE_A = "A".repeat(22);
export const QUEUE_B = "B".repeat(22);

export function toBatchBytes(batch: Partial<Batch> | Bytes): Bytes {
  if (batch instanceof Uint8Array) return batch;
  const whole: Batch = { queueEpoch: QUEUE_A, backfill: false, messages: [], gaps: [], latest: [], ...batch };
  return toUtf8(JSON.stringify(whole));
}

const numeric = { type: "numeric", access: 1 };
const devices = [
  {
    ieee_address: "0x00158d0000000a01",
    type: "Router",
    friendly_name: "kitchen/kettle plug",
    supported: true,
    disabled: false,
    interview_completed: true,
    interview_state: "SUCCESSFUL",
    power_source: "Mains (single phase)",
    definition: {
      model: "TS011F",
      vendor: "Tuya",
      description: "Smart plug",
      exposes: [
        { ...numeric, name: "power", property: "power", label: "Power", unit: "W" },
        { ...numeric, name: "energy", property: "energy", label: "Energy", unit: "kWh" },
      ],
      options: [],
    },
  },
];

/** What the simulated plug's gateway relays: number 0 is the list of devices, the others are its power. */
export function toMessages(from: number, to: number): Batch["messages"] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const n = from + index;
    const at = START + n * 10_000;
    if (n === 0) return { n, at, topic: "bridge/devices", p: JSON.stringify(devices) };
    return { n, at, topic: "kitchen/kettle plug", p: JSON.stringify({ power: n, energy: n / 1000 }) };
  });
}
