import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import type { NetworkId } from "@lastmeter/model/ids";
import type { NetworkKind } from "@lastmeter/model/network";
import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { connectAsync, type MqttClient } from "mqtt";
import { z } from "zod/mini";
import { type Child, startChild } from "../stack/child.ts";
import { ensureSecrets, toServerSecrets } from "../stack/secrets.ts";
import { root } from "../stack/stack.ts";
import { waitFor } from "../stack/wait-for.ts";

const accountSchema = z.object({ email: z.string(), password: z.string() });
const readySchema = z.object({
  app: z.string(),
  auth: z.string(),
  firestore: z.string(),
  functions: z.string(),
  mqtt: z.string(),
  projectId: z.string(),
  accounts: z.object({ owner: accountSchema, operator: accountSchema, stranger: accountSchema }),
  network: z.object({ id: z.string() }),
});

/** The stack that `npm test` started. */
export function requireStack() {
  const text = process.env.LASTMETER_STACK;
  if (!text) throw new Error("there is no stack: run these tests by npm test (npm test -- flows FILTER)");
  return readySchema.parse(JSON.parse(text));
}

export function openDatabase(): Firestore {
  const { projectId } = requireStack();
  return getFirestore(getApps()[0] ?? initializeApp({ projectId }));
}

/** A port that nothing listens on now. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** A person who owns nothing yet. */
export async function createAccount(name: string): Promise<Account> {
  openDatabase();
  const account = { email: `${name}-${randomUUID().slice(0, 8)}@lastmeter.local`, password: "lastmeter-local" };
  await getAuth(getApps()[0]).createUser({ ...account, emailVerified: true });
  return account;
}

export interface TestNetwork {
  readonly networkId: NetworkId;
  readonly baseTopic: string;
  readonly mqtt: MqttClient;
  readonly healthUrl: string;
  /** The bridge's configuration, for its other commands. */
  readonly configFile: string;
  bridge: Child;
  /** Publishes below the network's base topic at QoS 1. */
  publish(topic: string, payload: string | Buffer, retain?: boolean): Promise<void>;
  /** @param env beside this process's own */
  startBridge(env?: Readonly<Record<string, string>>): Promise<void>;
  health(): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface TestNetworkOptions {
  readonly name: string;
  readonly dispatcher?: string;
  readonly bridge?: Record<string, unknown>;
  /** E-mail of the account that owns it; the stack's owner unless told. */
  readonly owner?: string;
  /** IANA name; Europe/Athens unless told. */
  readonly timeZone?: string;
  /** Zigbee2MQTT's unless told. */
  readonly kind?: NetworkKind;
  /** Of the bridge's `mqtt`. */
  readonly mqtt?: Record<string, unknown>;
}

/** A network of its own on the shared stack: registered for the owner, with a real bridge process on the shared broker. */
export async function startTestNetwork(options: TestNetworkOptions): Promise<TestNetwork> {
  const ready = requireStack();
  const db = openDatabase();
  const { uid: ownerId } = await getAuth(getApps()[0]).getUserByEmail(options.owner ?? ready.accounts.owner.email);
  const { networkId, bridgeConfig } = await registerNetwork(
    db,
    {
      ownerId,
      name: options.name,
      description: "",
      kind: options.kind ?? "zigbee2mqtt",
      location: { latitude: 37.98, longitude: 23.73 },
      timeZone: options.timeZone ?? "Europe/Athens",
      dispatcherUrl: ready.functions,
    },
    toServerSecrets(ensureSecrets(root)),
    Date.now(),
  );
  const dir = mkdtempSync(join(tmpdir(), "lastmeter-bridge-"));
  const baseTopic = `test/${networkId.slice(0, 8)}`;
  const healthPort = await findFreePort();
  const healthUrl = `http://127.0.0.1:${healthPort}/health`;
  const config = join(dir, "bridge.json");
  writeFileSync(
    config,
    JSON.stringify({
      ...bridgeConfig,
      dispatcher: options.dispatcher ?? ready.functions,
      mqtt: { url: ready.mqtt, baseTopic, ...options.mqtt },
      stateDir: join(dir, "state"),
      health: { port: healthPort },
      link: { drainIntervalMs: 0 },
      ...options.bridge,
    }),
    { mode: 0o600 },
  );
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const args = [join(root, "gateway-bridge/src/main.ts"), "run", "--config", config];
    const child = startChild({
      name: `bridge of ${options.name}`,
      args,
      env,
      logFile: join(root, ".lastmeter/test", `bridge-${options.name.replaceAll(" ", "-")}.log`),
    });
    await waitFor("the bridge to subscribe", async () => (await readHealth(healthUrl)).broker === "connected", 60_000);
    return child;
  };
  const mqtt = await connectAsync(ready.mqtt);
  const network: TestNetwork = {
    networkId,
    baseTopic,
    mqtt,
    healthUrl,
    configFile: config,
    bridge: await start(),
    async publish(topic, payload, retain = false) {
      await mqtt.publishAsync(`${baseTopic}/${topic}`, payload, { qos: 1, retain });
    },
    async startBridge(env) {
      network.bridge = await start(env);
    },
    health: () => readHealth(healthUrl),
    async stop() {
      await network.bridge.stop();
      await mqtt.endAsync();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return network;
}

async function readHealth(url: string): Promise<Record<string, unknown>> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return z.record(z.string(), z.unknown()).parse(await reply.json());
}
