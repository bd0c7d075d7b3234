import { createHmac } from "node:crypto";
import { accessVectors } from "@lastmeter/functions/src/access/vectors.ts";
import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import type { NewClient } from "@lastmeter/model/apps";
import { clientScopes } from "@lastmeter/model/client";
import { type Grant, toClientPrincipal, toViewId } from "@lastmeter/model/grant";
import { type NetworkId, type NodeId, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toDayInterval } from "@lastmeter/model/time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { toGrant } from "../rules/roles.ts";
import { type ApiBench, openApiBench, plenty } from "./api-bench.ts";

const timeZone = "Europe/Zurich";
const zoneStart = (day: string) => toDayInterval(day, timeZone).startAt;

let bench: ApiBench;
let client: NewClient;
let token: string;

beforeAll(async () => {
  bench = await openApiBench("demo-api-access", { policies: plenty });
  client = await bench.createClient();
  token = await bench.getToken(client);
});
afterAll(() => bench.close());

const channels = Object.fromEntries(
  ["power", "voltage", "state"].map((key, ix) => {
    const isState = key === "state";
    const measured = { quantity: key, unit: key === "power" ? "W" : "V" };
    const common = { key, ix, label: key, path: [key], readable: true, settable: isState, gettable: true };
    return [
      key,
      isState
        ? { ...common, kind: "control", type: "binary", on: "ON", off: "OFF" }
        : { ...common, kind: "measurement", type: "numeric", ...measured },
    ];
  }),
);

interface Lent {
  readonly networkId: NetworkId;
  readonly nodeId: NodeId;
}

/** A node as the server writes it; its grant exactly as told. */
async function lend(terms: Partial<Grant> | null, more: object = {}): Promise<Lent> {
  const { db } = bench.sharing.link;
  const networkId = randomId().padEnd(32, "n") as NetworkId;
  const nodeId = randomId() as NodeId;
  const total = { power: [{ channel: "power", sign: 1 }], energyImport: [], energyExport: [] };
  const node = {
    v: 1,
    networkId,
    ownerId: "owner",
    name: "Plug",
    role: "load",
    status: "active",
    location: null,
    total,
    channels,
  };
  await db.doc(paths.network(networkId)).set({ v: 1, ownerId: "owner", location: null });
  await db.doc(paths.node(nodeId)).set({ ...node, ...more });
  if (terms !== null) {
    const principalId = toClientPrincipal(client.clientId);
    const grant = {
      ...toGrant(`nodes/${nodeId}`, principalId, { from: bench.time.now - 3_600_000, ...terms }),
      networkId,
      timeZone,
    };
    await db.doc(paths.nodeGrant(nodeId, principalId)).set(grant);
  }
  return { networkId, nodeId };
}

/** As ours says, but signed with a secret: who takes the algorithm from the token would check it with the public key. */
function toForeignToken(): string {
  const issuer = "urn:lastmeter:demo-api-access";
  const exp = Math.floor(bench.time.now / 1000) + 600;
  const claims = {
    scope: clientScopes.join(" "),
    epoch: 1,
    sub: client.clientId,
    aud: `${issuer}/v1`,
    iss: issuer,
    exp,
  };
  const kid = bench.context.tokens.jwks.keys[0]?.kid;
  const parts = [{ alg: "HS256", kid, typ: "at+jwt" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const key = JSON.stringify(bench.context.tokens.jwks.keys[0]);
  return [...parts, createHmac("sha256", key).update(parts.join(".")).digest("base64url")].join(".");
}

async function readLog({ networkId }: Lent) {
  const { docs } = await bench.sharing.link.db.collection(paths.accessLogs(networkId)).get();
  return docs.map((snapshot) => accessLogEntrySchema.parse(snapshot.data()));
}

const iso = (at: number) => new Date(at).toISOString();
const problemSchema = z.looseObject({ status: z.int(), instance: z.string() });
/** All but the reference, which is another each time. */
async function toBytes(reply: Response): Promise<string> {
  const problem = problemSchema.parse(await reply.json());
  const headers = [...reply.headers].filter(([name]) => !name.startsWith("ratelimit"));
  return JSON.stringify([reply.status, headers, { ...problem, instance: problem.instance.length }]);
}

describe("the vectors of the security rules", () => {
  const asked = accessVectors.filter(
    ({ who, ask }) =>
      who === "grantee" &&
      (ask.kind === "node" || ask.kind === "series" || ask.kind === "events" || ask.kind === "command"),
  );
  it("mean the same to the API, answer and log", async () => {
    const faults: unknown[] = [];
    const now = bench.time.now;
    const results = asked.map(async ({ name, grant, ask, isAllowed }) => {
      const view = grant?.channels ? await toViewId("any", grant.channels) : null;
      const isToCome = ask.kind === "series" && ask.bucketId === "2027";
      const lent = await lend(
        grant && {
          ...grant,
          channels: grant.channels && [...grant.channels],
          view,
          from: now + grant.from,
          // What is to come is beyond the end of a grant, which the rules do not ask.
          until: grant.until === null || isToCome ? null : now + grant.until,
        },
      );
      const path = `/v1/nodes/${lent.nodeId}`;
      const reply = await (async () => {
        if (ask.kind === "node") return bench.get(path, token);
        if (ask.kind === "command") return bench.get(`${path}/commands/${randomId()}`, token);
        if (ask.kind !== "series" && ask.kind !== "events") throw new Error(ask.kind);
        const { channels: names } = ask;
        // A list of all is a question from the beginning of what there can be.
        const id = ask.kind === "series" ? ask.bucketId : ask.localDay;
        const first = id === null ? "2026-01-01" : `${id}-01-01`.slice(0, 10);
        const from = zoneStart(first);
        const to = Math.min(from + 3_600_000, now);
        // All channels: those there are, by name, since leaving them out means those that are granted.
        const channel = (names ?? (ask.kind === "series" ? ["power", "voltage"] : ["state", "voltage"])).join(",");
        const range = `from=${iso(from)}&to=${iso(to > from ? to : from + 3_600_000)}&channel=${channel}`;
        if (ask.kind === "events") return bench.get(`${path}/events?${range}`, token);
        const measured = channel
          .split(",")
          .filter((each) => each !== "state")
          .join(",");
        return bench.get(
          `${path}/measurements?${range.replace(channel, measured)}&resolution=${ask.resolution}`,
          token,
        );
      })();
      // A command of nobody is not found where it may be asked for, and 403 names the role where not.
      const isAnswered =
        ask.kind === "command"
          ? reply.status === 404 && grant !== null && grant.role !== "viewer"
          : reply.status === 200;
      const entries = await readLog(lent);
      const isLogged = entries.length === (isAnswered && ask.kind !== "command" ? 1 : 0);
      const isExpected = ask.kind === "command" ? isAnswered || !isAllowed : isAnswered === isAllowed;
      if (!isExpected || !isLogged) faults.push({ name, status: reply.status, isAllowed, entries: entries.length });
      if (!isAnswered && ask.kind !== "command") expect([403, 404]).toContain(reply.status);
    });
    await Promise.all(results);
    expect(asked.length).toBeGreaterThan(60);
    expect(faults).toEqual([]);
  });
});

describe("every path", () => {
  const from = iso(Date.UTC(2026, 5, 15));
  const to = iso(Date.UTC(2026, 5, 16));
  const asks: readonly [string, (nodeId: string, bearer: string | null) => Promise<Response>][] = [
    ["a list", (_, bearer) => bench.get("/v1/nodes", bearer)],
    ["a node", (id, bearer) => bench.get(`/v1/nodes/${id}`, bearer)],
    [
      "measurements",
      (id, bearer) => bench.get(`/v1/nodes/${id}/measurements?from=${from}&to=${to}&resolution=day`, bearer),
    ],
    ["events", (id, bearer) => bench.get(`/v1/nodes/${id}/events?from=${from}&to=${to}`, bearer)],
    [
      "a query",
      (id, bearer) =>
        bench.post("/v1/measurements:query", bearer, {
          nodeIds: [id],
          from,
          to,
          resolution: "day",
          channels: ["power"],
        }),
    ],
    [
      "a command",
      (id, bearer) =>
        bench.post(
          `/v1/nodes/${id}/commands`,
          bearer,
          { channel: "state", value: true },
          { "idempotency-key": randomId() },
        ),
    ],
    [
      "a configuration",
      (id, bearer) =>
        bench.fetch(`/v1/nodes/${id}/configuration`, {
          method: "PUT",
          headers: {
            "content-type": "application/json",
            ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          },
          body: JSON.stringify({ changes: [{ key: "c:child_lock", value: true, rev: 0 }] }),
        }),
    ],
    ["a command's state", (id, bearer) => bench.get(`/v1/nodes/${id}/commands/${"c".repeat(22)}`, bearer)],
  ];

  it.each(asks)(
    "%s: no token, a made-up one, another audience, over, another key, a disabled client",
    async (name, ask) => {
      const lent = await lend({ role: "operator", resolution: "raw" });
      const claims = { clientId: client.clientId, scopes: [...clientScopes], epoch: 1 };
      const foreign = toForeignToken();
      const elsewhere = await bench.createTokens("urn:lastmeter:another").sign(claims, bench.time.now);
      const over = await bench.context.tokens.sign(claims, bench.time.now - 601_000);
      const old = await bench.context.tokens.sign({ ...claims, epoch: 0 }, bench.time.now);
      const stranger = await bench.context.tokens.sign({ ...claims, clientId: "n".repeat(32) }, bench.time.now);
      const refused = [null, "x", "a.b.c", `${token.slice(0, -6)}AAAAAA`, foreign, elsewhere, over, old, stranger];
      const bytes = await Promise.all(refused.map(async (bearer) => toBytes(await ask(lent.nodeId, bearer))));
      expect(new Set(bytes).size, name).toBe(1);
      expect(bytes[0]).toContain("[401,");
      expect(await readLog(lent)).toEqual([]);
    },
  );

  it.each(asks.slice(1).filter(([name]) => name !== "a query"))(
    "%s: unknown, not lent, over, not begun and another's look the same",
    async (_, ask) => {
      const now = bench.time.now;
      const ids = await Promise.all([
        lend(null),
        lend({ role: "operator", resolution: "raw", from: now - 2000, until: now - 1000 }),
        lend({ role: "operator", resolution: "raw", from: now + 1000 }),
        lend({ role: "operator", resolution: "raw", principalId: "c~somebodyElse" }),
      ]);
      const unknown = randomId();
      const bytes = await Promise.all(
        [unknown, ...ids.map(({ nodeId }) => nodeId)].map(async (id) => toBytes(await ask(id, token))),
      );
      expect(new Set(bytes).size).toBe(1);
      expect(bytes[0]).toContain("[404,");
      for (const lent of ids) expect(await readLog(lent)).toEqual([]);
    },
  );

  it.each(asks)("%s: without its scope", async (name, ask) => {
    const lent = await lend({ role: "operator", resolution: "raw" });
    const needed =
      name === "a list" || name === "a node"
        ? "nodes:read"
        : name === "events"
          ? "events:read"
          : name.startsWith("a command")
            ? "commands:write"
            : name === "a configuration"
              ? "configuration:write"
              : "measurements:read";
    const other = await bench.createClient(clientScopes.filter((scope) => scope !== needed));
    const reply = await ask(lent.nodeId, await bench.getToken(other));
    expect(reply.status).toBe(403);
    expect(await readLog(lent)).toEqual([]);
  });
});

describe("an end", () => {
  it("is an end at the next call: of a grant, a secret, a client, a company", async () => {
    const lent = await lend({ resolution: "raw" });
    const ask = async (bearer: string) => (await bench.get(`/v1/nodes/${lent.nodeId}`, bearer)).status;
    expect(await ask(token)).toBe(200);
    const principalId = toClientPrincipal(client.clientId);
    await bench.sharing.link.db.doc(paths.nodeGrant(lent.nodeId, principalId)).delete();
    expect(await ask(token)).toBe(404);
    const list = async (bearer: string) => (await bench.get("/v1/nodes", bearer)).status;
    const second = await bench.createClient();
    const before = await bench.getToken(second);
    const added = z
      .object({ secretId: z.string(), secret: z.string() })
      .parse(await bench.apps(bench.company, { act: "addSecret", clientId: second.clientId }));
    expect(await list(await bench.getToken({ ...second, secret: added.secret }))).toBe(200);
    await bench.apps(bench.company, { act: "dropSecret", clientId: second.clientId, secretId: second.secretId });
    expect(await list(before)).toBe(401);
    expect((await bench.askToken(second)).status).toBe(401);
    const after = await bench.getToken({ ...second, secret: added.secret });
    await bench.apps(bench.company, { act: "setState", clientId: second.clientId, state: "disabled" });
    expect(await list(after)).toBe(401);
    await bench.apps(bench.company, { act: "setState", clientId: second.clientId, state: "active" });
    expect(await list(after)).toBe(401);
    await bench.sharing.link.db.doc(paths.client(second.clientId)).update({ approved: false });
    expect((await bench.askToken({ ...second, secret: added.secret })).status).toBe(401);
  });
});
