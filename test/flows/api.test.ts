import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import { newClientSchema, newSecretSchema } from "@lastmeter/model/apps";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { requestedProviderSchema } from "@lastmeter/model/providers";
import { getApps } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import type { Firestore } from "firebase-admin/firestore";
import { beforeAll, describe, expect, it } from "vitest";
import { devices } from "../home/devices.ts";
import { seedHistory } from "../home/history.ts";
import { ensureSecrets, toServerSecrets } from "../stack/secrets.ts";
import { root } from "../stack/stack.ts";
import { askToken, openApi, toBearer } from "../support/api.ts";
import { call } from "../support/call.ts";
import { type Account, createAccount, openDatabase, requireStack } from "../support/stack.ts";

const ready = requireStack();
const base = `${ready.functions}/api`;
const operator: Account = { email: "operator@lastmeter.local", password: "lastmeter-local" };
const HOUR_MS = 3_600_000;

let db: Firestore;
let owner: Account;
let company: Account;
let networkId: NetworkId;
let nodeIds: ReadonlyMap<string, NodeId>;

const client = openApi(base);

async function ask(name: string, account: Account, data: object): Promise<unknown> {
  const { status, body } = await call(name, account, data);
  expect(status, JSON.stringify(body)).toBe(200);
  return Reflect.get(Object(body), "result");
}

beforeAll(async () => {
  db = openDatabase();
  [owner, company] = await Promise.all([createAccount("householder"), createAccount("company")]);
  const { uid: ownerId } = await getAuth(getApps()[0]).getUserByEmail(owner.email);
  const place = { location: { latitude: 37.98765, longitude: 23.72345 }, timeZone: "Europe/Athens" };
  const about = {
    ownerId,
    name: "Read home",
    description: "",
    kind: "zigbee2mqtt" as const,
    dispatcherUrl: ready.functions,
  };
  const secrets = toServerSecrets(ensureSecrets(root));
  const now = Date.now();
  ({ networkId } = await registerNetwork(db, { ...about, ...place }, secrets, now));
  await seedHistory({ db, networkId, ownerId, now, days: 2, rawDays: 0.1 });
  const { docs } = await db.collection("nodes").where("networkId", "==", networkId).get();
  const keys = new Map(devices.map(({ address, key }) => [address, key]));
  nodeIds = new Map(docs.map((snapshot) => [keys.get(snapshot.get("address")) ?? "", snapshot.id as NodeId]));
});

describe("a company and an owner", () => {
  it("go the whole way: register, approve, token, consent, read, aggregate, command, revoke", async () => {
    const profile = { kind: "utility", website: null, contact: "desk@company.example", description: "" };
    const name = `Grid ${randomId()}`;
    const { providerId } = requestedProviderSchema.parse(
      await ask("providers", company, { act: "request", name, profile }),
    );
    const create = {
      act: "create",
      providerId,
      name: "Tariffs",
      description: "",
      scopes: ["nodes:read", "measurements:read", "commands:write"],
    };
    expect((await call("apps", company, create)).status).toBe(403);
    await ask("providers", operator, { act: "decide", providerId, state: "approved", reason: "seen" });
    const { clientId, secret, secretId } = newClientSchema.parse(await ask("apps", company, create));

    const headers = await toBearer(client, { clientId, secret });
    expect((await client.GET("/v1/nodes", { headers })).data).toEqual({ nodes: [], next: null });

    const [grid = "", fridge = ""] = ["grid", "fridge"].map((key) => nodeIds.get(key));
    const nodes = [grid, fridge].join(",");
    const link = new URL(
      `/consent?${new URLSearchParams({ client: clientId, nodes, resolution: "quarter", purpose: "A tariff that fits" })}`,
      ready.app,
    );
    // The page of the link fills a form with it; what the owner then sends is this.
    const asked = link.searchParams;
    const terms = {
      ...{ role: "viewer", resolution: asked.get("resolution"), channels: null, historyFrom: null },
      ...{ from: Date.now() - 1000, until: Date.now() + 24 * HOUR_MS, purpose: asked.get("purpose") },
    };
    const consent = { networkId, nodeIds: asked.get("nodes")?.split(","), clientId: asked.get("client"), terms };
    await ask("sharing", owner, { act: "grantClient", ...consent });

    const listed = await client.GET("/v1/nodes", { headers });
    expect(listed.data?.nodes.map(({ id }) => id).sort()).toEqual([grid, fridge].sort());
    expect(listed.data?.nodes[0]?.position).toEqual({ latitude: 37.99, longitude: 23.72, decimals: 2 });

    const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
    const [from, end] = [to - 24 * HOUR_MS, to].map((at) => new Date(at).toISOString());
    const range = { from: from ?? "", to: end ?? "", resolution: "quarter" as const };
    const path = { nodeId: grid };
    const read = await client.GET("/v1/nodes/{nodeId}/measurements", {
      headers,
      params: { path, query: { ...range, channel: "total.power" } },
    });
    const [series] = read.data?.series ?? [];
    expect(series?.kind === "mean" && series.intervals.filter(({ value }) => value !== null)).toHaveLength(96);
    const finer = await client.GET("/v1/nodes/{nodeId}/measurements", {
      headers,
      params: { path, query: { ...range, resolution: "raw" } },
    });
    expect(finer.error).toMatchObject({ status: 403, permitted: { resolution: "quarter" } });

    const body = {
      nodeIds: [grid, fridge, "A".repeat(22)],
      channels: ["total.power"],
      aggregate: "sum" as const,
      ...range,
    };
    const sum = await client.POST("/v1/measurements:query", { headers, body });
    expect(sum.data?.refused).toEqual([{ nodeId: "A".repeat(22), reason: "unknown" }]);
    expect(sum.data?.aggregated[0]?.intervals.every(({ nodes: of }) => of === 2)).toBe(true);

    const order = {
      headers,
      params: { path: { nodeId: fridge }, header: { "Idempotency-Key": randomId() } },
      body: { channel: "state", value: false, lifeS: 60 },
    };
    expect((await client.POST("/v1/nodes/{nodeId}/commands", order)).error).toMatchObject({ status: 403 });
    const operating = { ...terms, role: "operator", resolution: "raw", channels: null };
    await ask("sharing", owner, {
      act: "change",
      networkId,
      nodeIds: [fridge],
      principalId: `c~${clientId}`,
      terms: operating,
    });
    const given = await client.POST("/v1/nodes/{nodeId}/commands", order);
    expect(given.response.status, JSON.stringify(given.error)).toBe(202);
    const again = await client.POST("/v1/nodes/{nodeId}/commands", order);
    expect([again.data?.id, again.response.headers.get("idempotency-replayed")]).toEqual([given.data?.id, "true"]);
    const other = { ...order, body: { ...order.body, value: true } };
    expect((await client.POST("/v1/nodes/{nodeId}/commands", other)).error).toMatchObject({ status: 422 });
    const followed = { nodeId: fridge, commandId: given.data?.id ?? "" };
    const told = await client.GET("/v1/nodes/{nodeId}/commands/{commandId}", { headers, params: { path: followed } });
    expect(told.data).toMatchObject({ channel: "state", value: false, state: "queued" });

    await ask("sharing", owner, { act: "revoke", networkId, nodeIds: null, principalIds: [`c~${clientId}`] });
    const revoked = await client.GET("/v1/nodes/{nodeId}/measurements", { headers, params: { path, query: range } });
    expect(revoked.error).toMatchObject({ status: 404 });
    expect(
      (await client.GET("/v1/nodes/{nodeId}/commands/{commandId}", { headers, params: { path: followed } })).error,
    ).toMatchObject({ status: 404 });
    // Its first answer is not given again either.
    expect((await client.POST("/v1/nodes/{nodeId}/commands", order)).error).toMatchObject({ status: 404 });

    const next = newSecretSchema.parse(await ask("apps", company, { act: "addSecret", clientId }));
    const second = await toBearer(client, { clientId, secret: next.secret });
    expect((await client.GET("/v1/nodes", { headers: second })).data).toEqual({ nodes: [], next: null });
    await ask("apps", company, { act: "dropSecret", clientId, secretId });
    expect((await askToken(client, { clientId, secret })).response.status).toBe(401);
    expect((await client.GET("/v1/nodes", { headers: second })).error).toMatchObject({ status: 401 });
    Object.assign(headers, await toBearer(client, { clientId, secret: next.secret }));
    expect((await client.GET("/v1/nodes", { headers })).response.status).toBe(200);
    await ask("apps", company, { act: "setState", clientId, state: "disabled" });
    expect((await client.GET("/v1/nodes", { headers })).error).toMatchObject({ status: 401 });

    const log = await db.collection(`networks/${networkId}/accessLog`).where("who", "==", `c~${clientId}`).get();
    const acts = log.docs.map((snapshot) => snapshot.get("act")).sort();
    expect(acts).toEqual(["command", "open", "read", "read"]);
  });

  it("are told of a body that is no JSON as of everything else", async () => {
    const broken = { method: "POST", headers: { "content-type": "application/json" }, body: '{"a":' };
    const reply = await fetch(`${base}/v1/measurements:query`, broken);
    expect(reply.status).toBe(400);
    expect(reply.headers.get("content-type")).toContain("application/problem+json");
  });

  it("read the document as pages, without anything from elsewhere", async () => {
    const reply = await fetch(`${base}/v1/docs`);
    const page = await reply.text();
    expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|https?:\/\/|style="/);
    for (const words of ["/v1/measurements:query", "getMeasurements", "Idempotency-Key"]) expect(page).toContain(words);
    expect((await fetch(`${base}/v1/docs.css`)).headers.get("content-type")).toContain("text/css");
  });
});
