import type { NewClient } from "@lastmeter/model/apps";
import { clientListSchema, newSecretSchema } from "@lastmeter/model/apps";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { countBilled } from "../bench/billed-operations.ts";
import { type ApiBench, openApiBench } from "./api-bench.ts";

const DAY_MS = 86_400_000;

let bench: ApiBench;
let client: NewClient;

beforeAll(async () => {
  bench = await openApiBench("demo-api-tokens");
  client = await bench.createClient(["nodes:read", "measurements:read"]);
});
afterAll(() => bench.close());

const usages = (clientId: string) => bench.sharing.link.db.collection(paths.clientUsages(clientId));
const ask = (body: string, headers: Record<string, string> = {}) =>
  bench.fetch("/oauth/token", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body,
  });
const askFrom = async (source: string, { clientId, secret }: Pick<NewClient, "clientId" | "secret">) =>
  bench.app.request("/oauth/token", {
    method: "POST",
    body: "grant_type=client_credentials",
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${secret}`)}`,
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-for": `forged, ${source}`,
    },
  });
const toStatuses = async (replies: Promise<Response>[]) => (await Promise.all(replies)).map(({ status }) => status);
const errorOf = async (reply: Response) => [
  reply.status,
  z.object({ error: z.string() }).parse(await reply.json()).error,
];

describe("a token", () => {
  it("is given by either way to say the secret, for ten minutes, for scopes the client has", async () => {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: client.clientId,
      client_secret: client.secret,
    });
    const posted = await ask(form.toString());
    expect(posted.headers.get("cache-control")).toBe("no-store");
    expect(await posted.json()).toMatchObject({
      token_type: "Bearer",
      expires_in: 600,
      scope: "nodes:read measurements:read",
    });
    const some = await bench.askToken(client, { scope: "measurements:read commands:write unknown" });
    expect(await some.json()).toMatchObject({ scope: "measurements:read" });
    expect(await errorOf(await bench.askToken(client, { scope: "commands:write" }))).toEqual([400, "invalid_scope"]);
  });

  it.each([
    ["nothing", "", {}, 400, "invalid_request"],
    ["another grant", "grant_type=password", {}, 400, "unsupported_grant_type"],
    ["no secret", "grant_type=client_credentials&client_id=x", {}, 401, "invalid_client"],
    ["a field twice", "grant_type=client_credentials&grant_type=client_credentials", {}, 400, "invalid_request"],
    [
      "both ways at once",
      "grant_type=client_credentials&client_secret=x",
      { authorization: "Basic eDp5" },
      400,
      "invalid_request",
    ],
    ["a broken header", "grant_type=client_credentials", { authorization: "Basic ???" }, 401, "invalid_client"],
    ["JSON", "{}", { "content-type": "application/json" }, 400, "invalid_request"],
  ])("is not given for %s", async (_, body, headers, status, error) => {
    expect(await errorOf(await ask(body, headers))).toEqual([status, error]);
  });

  it("is checked by whoever has the public keys, which hold nothing private", async () => {
    const keys = z
      .object({ keys: z.array(z.record(z.string(), z.string())) })
      .parse(await (await bench.fetch("/.well-known/jwks.json")).json());
    expect(Object.keys(keys.keys[0] ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
  });
});

describe("guessing", () => {
  it("ten thousand times is slowed, reads nothing, and keeps nobody out", async () => {
    const other = await bench.createClient(["nodes:read"]);
    const billed = countBilled(bench.sharing.link.db);
    const before = billed.requests;
    const statuses = new Map<number, number>();
    const body = "grant_type=client_credentials";
    let last: Response | undefined;
    for (let guess = 0; guess < 10_000; guess++) {
      const secret =
        guess % 2 === 0 ? `${client.secret.slice(0, -9)}_00000000` : `lmsk_${String(guess).padStart(54, "A")}_0`;
      const authorization = `Basic ${btoa(`${client.clientId}:${secret}`)}`;
      const headers = {
        authorization,
        "content-type": "application/x-www-form-urlencoded",
        "x-forwarded-for": `forged, 10.0.0.${guess % 200}`,
      };
      last = await bench.app.request("/oauth/token", { method: "POST", headers, body });
      statuses.set(last.status, (statuses.get(last.status) ?? 0) + 1);
    }
    expect(billed.requests).toBe(before);
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(statuses.get(401)).toBeLessThan(50);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    for (const one of [client, other]) expect((await bench.askToken(one)).status).toBe(200);
    // Where the guesses came from, the right one waits too; for the other client it does not.
    expect(await toStatuses([askFrom("10.0.0.7", client), askFrom("10.0.0.7", other)])).toEqual([429, 200]);
    expect(await toStatuses([askFrom("10.9.9.9", client)])).toEqual([200]);
  });

  it("with a secret that leaked and was dropped costs the live one nothing", async () => {
    const rotated = await bench.createClient(["nodes:read"]);
    const { clientId } = rotated;
    const fresh = newSecretSchema.parse(await bench.apps(bench.company, { act: "addSecret", clientId }));
    const { secretId } = rotated;
    await bench.apps(bench.company, { act: "dropSecret", clientId, secretId });
    const statuses = await toStatuses(Array.from({ length: 60 }, (_, at) => askFrom(`10.8.0.${at % 4}`, rotated)));
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(await toStatuses([askFrom("10.7.7.7", { clientId, secret: fresh.secret })])).toEqual([200]);
  });

  it("leaves no secret and no token in the log", async () => {
    const token = await bench.getToken(client);
    await bench.get("/v1/nodes", `${token}x`);
    const log = bench.logged.join("\n");
    expect(log).toContain("token.refused");
    for (const secret of [client.secret.slice(5, 40), token.slice(0, 60)]) expect(log).not.toContain(secret);
  });
});

describe("a quota", () => {
  it("is told with each answer, refuses with when to come again, and is another client's no business", async () => {
    const [greedy, modest] = await Promise.all([
      bench.createClient(["nodes:read"]),
      bench.createClient(["nodes:read"]),
    ]);
    const [token, other] = await Promise.all([bench.getToken(greedy), bench.getToken(modest)]);
    const first = await bench.get("/v1/nodes", token);
    expect(first.headers.get("ratelimit-policy")).toBe('"client";q=300;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"client";r=299;t=\d+$/);
    const taken = bench.context.limits.take(bench.context.policies.client, greedy.clientId, 299, bench.time.now);
    expect(taken.isAllowed).toBe(true);
    const refused = await bench.get("/v1/nodes", token);
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await bench.get("/v1/nodes", other)).status).toBe(200);
    bench.time.now += 60_000;
    expect((await bench.get("/v1/nodes", token)).status).toBe(200);
  });

  it("is one of senders for who proves nothing, and keeps out nobody who does", async () => {
    const { limits, policies } = bench.context;
    const first = await bench.get("/v1/nodes", null);
    expect([first.status, first.headers.get("ratelimit-policy")]).toEqual([401, '"stranger";q=1200;w=60']);
    limits.take(policies.stranger, "unknown", 1199, bench.time.now);
    const refused = await Promise.all([bench.get("/v1/nodes", null), ask("grant_type=password")]);
    expect(refused.map(({ status }) => status)).toEqual([429, 429]);
    expect((await bench.get("/v1/nodes", await bench.getToken(client))).status).toBe(200);
    expect((await bench.app.request("/v1/nothing")).status).toBe(429);
    bench.time.now += 60_000;
    const unrouted = await Promise.all(["/v1/nothing", "/oauth/token"].map((path) => bench.app.request(path)));
    expect(unrouted.map(({ status, headers }) => [status, headers.get("allow")])).toEqual([
      [404, null],
      [405, "POST"],
    ]);
  });

  it("and everything else is on the client's account: calls, faults with their references", async () => {
    const counted = await bench.createClient(["nodes:read"]);
    const token = await bench.getToken(counted);
    await bench.get("/v1/nodes", token);
    const wrong = await bench.get("/v1/nodes/short", token);
    const { instance } = z.object({ instance: z.string() }).parse(await wrong.json());
    bench.time.now += 61_000;
    await bench.get("/v1/nodes", token);
    const list = clientListSchema.parse(await bench.apps(bench.company, { act: "list" }));
    const told = list.clients.find(({ clientId }) => clientId === counted.clientId);
    expect(told?.usage).toMatchObject([{ requests: 3, errors: 1, limited: 0 }]);
    expect(told?.faults).toMatchObject([
      { status: 400, kind: "bad_request", route: "GET /v1/nodes/{nodeId}", reference: instance },
    ]);
    expect(told?.lastUsedAt).toBe(bench.time.now);
    expect(bench.logged.join("\n")).toContain(instance);
  });

  it("forgets a client's days when it begins a new one 400 days later, and not before", async () => {
    const counted = await bench.createClient(["nodes:read"]);
    const daysOf = async () => (await usages(counted.clientId).orderBy("day").get()).docs.map(({ id }) => id);
    const call = async () => bench.get("/v1/nodes", await bench.getToken(counted));
    const toDay = (at: number) => new Date(at).toISOString().slice(0, 10);
    await call();
    const first = toDay(bench.time.now);
    bench.time.now += 400 * DAY_MS;
    await call();
    const second = toDay(bench.time.now);
    expect(await daysOf()).toEqual([first, second]);
    bench.time.now += DAY_MS;
    await call();
    expect(await daysOf()).toEqual([second, toDay(bench.time.now)]);
  });
});
