import { createCommandStore } from "@lastmeter/functions/src/commands/command.store.ts";
import { createConfigurationStore } from "@lastmeter/functions/src/configuration/configuration.store.ts";
import { createApi } from "@lastmeter/functions/src/utility-api/app.ts";
import { createCallersStore } from "@lastmeter/functions/src/utility-api/callers.store.ts";
import { handleApps } from "@lastmeter/functions/src/utility-api/clients/apps.ts";
import type { AppsContext } from "@lastmeter/functions/src/utility-api/clients/apps-context.ts";
import { createClientsStore } from "@lastmeter/functions/src/utility-api/clients/clients.store.ts";
import type { ApiContext } from "@lastmeter/functions/src/utility-api/context.ts";
import { createIdempotencyStore } from "@lastmeter/functions/src/utility-api/idempotency/idempotency.store.ts";
import { createLimits, type Policies, policies } from "@lastmeter/functions/src/utility-api/limits/limits.ts";
import { createOrdersStore } from "@lastmeter/functions/src/utility-api/orders/orders.store.ts";
import { createReadingStore } from "@lastmeter/functions/src/utility-api/reading/reading.store.ts";
import { createTokens, type Tokens } from "@lastmeter/functions/src/utility-api/tokens/token.ts";
import { createUsageStore } from "@lastmeter/functions/src/utility-api/usage/usage.store.ts";
import { createUsage } from "@lastmeter/functions/src/utility-api/usage/usage.ts";
import { type NewClient, newClientSchema } from "@lastmeter/model/apps";
import { type ClientScope, clientScopes } from "@lastmeter/model/client";
import type { GrantTerms } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { paths } from "@lastmeter/model/paths";
import { z } from "zod/mini";
import { type DeviceKey, devices } from "../home/devices.ts";
import { seedHistory } from "../home/history.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { makeTokenKeys, parseTokenKeys } from "../stack/secrets.ts";

import { type Contract, toContract } from "../support/contract.ts";
import { openSharingBench, type Person, type SharingBench, toTerms } from "./sharing-bench.ts";

export interface SeededHome {
  readonly networkId: NetworkId;
  readonly nodes: Readonly<Record<DeviceKey, NodeId>>;
}

const much = { quota: 1_000_000, windowS: 60 };
/** Where quotas are not what is tested. */
export const plenty: Policies = {
  client: { name: "client", ...much },
  node: { name: "node", ...much },
  token: { name: "token", ...much },
  stranger: { name: "stranger", ...much },
  failure: policies.failure,
};

export interface ApiBench {
  readonly sharing: SharingBench;
  readonly time: { now: number };
  readonly context: ApiContext;
  /** Without the check against the document. */
  readonly app: ReturnType<typeof createApi>;
  /** By the same keys. */
  createTokens(issuer: string): Tokens;
  readonly company: Person;
  readonly providerId: string;
  /** What the log was told, as text. */
  readonly logged: string[];
  /** A simulated home of the owner with a past up to now. */
  seedHome(seed: number, days: { readonly days: number; readonly rawDays: number }): Promise<SeededHome>;
  /** Of the company, which is approved. */
  createClient(scopes?: readonly ClientScope[]): Promise<NewClient>;
  apps(person: Person, request: object): Promise<unknown>;
  grant(
    home: SeededHome,
    clientId: string,
    terms: Partial<GrantTerms>,
    nodeIds: readonly NodeId[] | null,
  ): Promise<void>;
  /** By Basic. */
  askToken(client: Pick<NewClient, "clientId" | "secret">, form?: Record<string, string>): Promise<Response>;
  getToken(client: Pick<NewClient, "clientId" | "secret">): Promise<string>;
  /** Every answer is held to the document. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  get(path: string, token: string | null, headers?: Record<string, string>): Promise<Response>;
  post(path: string, token: string | null, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

const pepper = toUtf8("p".repeat(32));

export async function openApiBench(projectId: string, changed: Partial<ApiContext> = {}): Promise<ApiBench> {
  const sharing = await openSharingBench(projectId);
  const { db } = sharing.link;
  const company = await sharing.createPerson("company");
  const providerId = randomId();
  const logged: string[] = [];
  const note = (event: string, fields: object) => void logged.push(JSON.stringify({ event, ...fields }));
  const time = sharing.time;
  await db.doc(paths.provider(providerId)).set({
    v: 1,
    ...{ name: "North Grid", kind: "utility", website: null, contact: "desk@north.example", description: "" },
    ...{ admins: [company.uid], adminLabels: { [company.uid]: company.email }, state: "approved" },
    ...{ requestedAt: time.now, decisions: [] },
  });
  const keys = parseTokenKeys(makeTokenKeys());
  const context: ApiContext = {
    callers: createCallersStore(db),
    reading: createReadingStore(db),
    tokens: createTokens(keys, `urn:lastmeter:${projectId}`),
    limits: createLimits(),
    policies,
    usage: createUsage(createUsageStore(db)),
    commands: createCommandStore(db),
    configuration: createConfigurationStore(db),
    orders: createOrdersStore(db),
    idempotency: createIdempotencyStore(db),
    pepper,
    clock: () => time.now,
    log: { info: note, warn: note, error: (event, fields, cause) => note(event, { ...fields, cause: String(cause) }) },
    ...changed,
  };
  const app = createApi(() => context);
  const contract: Contract = toContract(await (await app.request("/v1/openapi.json")).json());
  const toAppsContext = (): AppsContext => ({
    db,
    people: { readEmail: async () => null, remove: async () => {} },
    sharing: sharing.context(),
    now: time.now,
    isOver: () => false,
    store: createClientsStore(db),
    pepper,
  });
  const bench: ApiBench = {
    sharing,
    time,
    context,
    app,
    createTokens: (issuer) => createTokens(keys, issuer),
    company,
    providerId,
    logged,
    async seedHome(seed, days) {
      const { networkId } = await sharing.link.register(sharing.owner.uid);
      await seedHistory({
        db,
        networkId,
        ownerId: sharing.owner.uid,
        now: time.now,
        home: { ...defaultHome, seed },
        ...days,
      });
      const { docs } = await db.collection("nodes").where("networkId", "==", networkId).get();
      const byAddress = new Map(docs.map((snapshot) => [snapshot.get("address"), snapshot.id as NodeId]));
      const nodes = devices.map(({ key, address }) => [key, byAddress.get(address)]);
      return { networkId, nodes: Object.fromEntries(nodes) };
    },
    async createClient(scopes = clientScopes) {
      const request = { act: "create", providerId, name: "Billing", description: "", scopes };
      return newClientSchema.parse(await bench.apps(company, request));
    },
    apps: ({ uid, email }, request) => handleApps(toAppsContext(), { uid, verifiedEmail: email }, request),
    async grant({ networkId }, clientId, terms, nodeIds) {
      const whole = toTerms({ from: time.now - 1000, until: time.now + 30 * 86_400_000, ...terms });
      const done = await sharing.act(sharing.owner, { act: "grantClient", networkId, nodeIds, clientId, terms: whole });
      if (typeof done === "string") throw new Error(done);
    },
    askToken({ clientId, secret }, form = {}) {
      const authorization = `Basic ${btoa(`${clientId}:${secret}`)}`;
      const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
      const body = new URLSearchParams({ grant_type: "client_credentials", ...form }).toString();
      return bench.fetch("/oauth/token", { method: "POST", headers, body });
    },
    async getToken(client) {
      const reply = await bench.askToken(client);
      return z.object({ access_token: z.string() }).parse(await reply.json()).access_token;
    },
    async fetch(path, init = {}) {
      const response = await app.request(path, init);
      const faults = await contract.check(init.method ?? "GET", path.split("?")[0] ?? "", response);
      if (faults.length > 0) throw new Error(faults.join("\n"));
      return response;
    },
    get: (path, token, headers = {}) => bench.fetch(path, { headers: { ...toBearer(token), ...headers } }),
    post: (path, token, body, headers = {}) =>
      bench.fetch(path, {
        method: "POST",
        headers: { ...toBearer(token), "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    close: () => sharing.close(),
  };
  return bench;
}

const toBearer = (token: string | null): Record<string, string> =>
  token === null ? {} : { authorization: `Bearer ${token}` };
