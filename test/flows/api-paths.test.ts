import { createHmac } from "node:crypto";
import type { NewClient } from "@lastmeter/model/apps";
import { clientScopes } from "@lastmeter/model/client";
import { toClientPrincipal } from "@lastmeter/model/grant";
import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod/mini";
import { type Ask, toAsks } from "../support/api-asks.ts";
import { type ApiBench, openApiBench, plenty } from "./api-bench.ts";
import { lendNode, readEntries } from "./api-lent.ts";

/** The operations are those of the document: a new one is asked all of this, too. */
let asks: readonly Ask[];
let bench: ApiBench;
let client: NewClient;
let token: string;

beforeAll(async () => {
  bench = await openApiBench("demo-api-paths", { policies: plenty });
  client = await bench.createClient();
  token = await bench.getToken(client);
  asks = toAsks(await (await bench.app.request("/v1/openapi.json")).json());
});
afterAll(() => bench.close());

const lend = (terms: Parameters<typeof lendNode>[2]) => lendNode(bench, client.clientId, terms);
const send = ({ toRequest }: Ask, nodeId: string, bearer: string | null) => {
  const request = toRequest(nodeId, bearer);
  return bench.fetch(request.url.slice("http://api".length), request);
};

const instanceSchema = z.object({ instance: z.string() });
/** Status, headers and body, but for the node that was asked about, the reference, and what is left of a quota. */
async function toBytes(reply: Response, nodeId: string): Promise<string> {
  const text = await reply.text();
  const reference = reply.ok ? null : instanceSchema.parse(JSON.parse(text)).instance;
  const body = text.replaceAll(reference ?? "<none>", "<reference>");
  const headers = [...reply.headers].filter(([name]) => !["ratelimit", "etag"].includes(name));
  return JSON.stringify([reply.status, headers, body]).replaceAll(nodeId, "<node>");
}

/** As ours says, but signed with a secret: who takes the algorithm from the token would check it with the public key. */
function toForeignToken(): string {
  const issuer = "urn:lastmeter:demo-api-paths";
  const exp = Math.floor(bench.time.now / 1000) + 600;
  const claims = {
    scope: clientScopes.join(" "),
    epoch: 1,
    sub: client.clientId,
    aud: `${issuer}/v1`,
    iss: issuer,
    exp,
  };
  const [key] = bench.context.tokens.jwks.keys;
  const parts = [{ alg: "HS256", kid: key?.kid, typ: "at+jwt" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [...parts, createHmac("sha256", JSON.stringify(key)).update(parts.join(".")).digest("base64url")].join(".");
}

it("are all that the document has, and answer who may ask", async () => {
  expect(asks.length).toBeGreaterThan(8);
  const lent = await lend({ role: "admin", resolution: "raw" });
  for (const ask of asks) {
    const { status } = await send(ask, lent.nodeId, token);
    // A command of nobody, and a home without gateway, are told of to whom the node was lent only.
    const isAnswered = ask.scope.endsWith(":read") ? status === 200 : status !== 401 && status !== 403;
    expect([ask.id, status, isAnswered]).toEqual([ask.id, status, true]);
  }
});

it("answer alike: no token, a made-up one, of another audience, over, by another key, of a client that is no more", async () => {
  const lent = await lend({ role: "admin", resolution: "raw" });
  const claims = { clientId: client.clientId, scopes: [...clientScopes], epoch: 1 };
  const { tokens } = bench.context;
  const refused = await Promise.all([
    ...[null, "x", "a.b.c", `${token.slice(0, -6)}AAAAAA`, toForeignToken()],
    bench.createTokens("urn:lastmeter:another").sign(claims, bench.time.now),
    tokens.sign(claims, bench.time.now - 601_000),
    tokens.sign({ ...claims, epoch: 0 }, bench.time.now),
    tokens.sign({ ...claims, clientId: "n".repeat(32) }, bench.time.now),
  ]);
  for (const ask of asks) {
    const replies = refused.map(async (bearer) => {
      const reply = await send(ask, lent.nodeId, bearer);
      // Whose quota it is differs: a sender's, or the client's that the token names.
      reply.headers.delete("ratelimit-policy");
      return toBytes(reply, lent.nodeId);
    });
    const bytes = new Set(await Promise.all(replies));
    expect([ask.id, bytes.size]).toEqual([ask.id, 1]);
    expect([...bytes][0]).toContain("[401,");
  }
  expect(await readEntries(bench, lent)).toEqual([]);
});

it("look the same of an unknown node and one not lent, no more, not yet, to another, and of another home", async () => {
  const now = bench.time.now;
  const whole = { role: "admin", resolution: "raw" } as const;
  const revoked = await lend(whole);
  await bench.sharing.link.db.doc(paths.nodeGrant(revoked.nodeId, toClientPrincipal(client.clientId))).delete();
  const lent = [
    revoked,
    await lend(null),
    await lend({ ...whole, from: now - 2000, until: now - 1000 }),
    await lend({ ...whole, from: now + 1000 }),
    await lend({ ...whole, principalId: "c~somebodyElse" }),
  ];
  const ids = [randomId(), ...lent.map(({ nodeId }) => nodeId)];
  for (const ask of asks) {
    const bytes = await Promise.all(ids.map(async (id) => toBytes(await send(ask, id, token), id)));
    expect([ask.id, new Set(bytes).size]).toEqual([ask.id, 1]);
    if (ask.names === "path") expect(bytes[0]).toContain("[404,");
    if (ask.names === "body") expect(bytes[0]).toContain('{\\"nodeId\\":\\"<node>\\",\\"reason\\":\\"unknown\\"}');
    if (ask.names === null) for (const id of ids) expect(bytes.join("")).not.toContain(id);
  }
  for (const each of lent) expect(await readEntries(bench, each)).toEqual([]);
});

it("need their scope, and for orders the role", async () => {
  const lent = await lend({ role: "admin", resolution: "raw" });
  const lentToRead = await lend({ role: "viewer", resolution: "raw" });
  for (const scope of clientScopes) {
    const other = await bench.createClient(clientScopes.filter((each) => each !== scope));
    const bearer = await bench.getToken(other);
    for (const ask of asks.filter((each) => each.scope === scope)) {
      expect([ask.id, (await send(ask, lent.nodeId, bearer)).status]).toEqual([ask.id, 403]);
      if (scope.endsWith(":read")) continue;
      const reply = await send(ask, lentToRead.nodeId, token);
      expect([ask.id, reply.status, await reply.json()]).toMatchObject([
        ask.id,
        403,
        { permitted: { role: "viewer" } },
      ]);
    }
  }
  for (const each of [lent, lentToRead]) expect(await readEntries(bench, each)).toEqual([]);
});

it("answer nothing that could not be written down", async () => {
  const lent = await lend({ role: "admin", resolution: "raw" });
  const { reading } = bench.context;
  const addEntries = () => Promise.reject(new Error("the log is away"));
  Object.assign(bench.context, { reading: { ...reading, addEntries } });
  const reads = asks.filter(({ scope, names }) => scope.endsWith(":read") && names !== null);
  for (const ask of reads) {
    const reply = await send(ask, lent.nodeId, token);
    expect([ask.id, reply.status]).toEqual([ask.id, 500]);
    expect(await reply.text()).not.toContain(lent.nodeId);
  }
  Object.assign(bench.context, { reading });
  expect(reads.length).toBeGreaterThan(3);
});
