import { accessVectors } from "@lastmeter/functions/src/access/vectors.ts";
import type { NewClient } from "@lastmeter/model/apps";
import { type Grant, toClientPrincipal, toViewId } from "@lastmeter/model/grant";
import { randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { toDayInterval } from "@lastmeter/model/time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { type ApiBench, openApiBench, plenty } from "./api-bench.ts";
import { lendNode, readEntries } from "./api-lent.ts";

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

const iso = (at: number) => new Date(at).toISOString();
/** What a query of one node tells where its own path answers with this status. */
const twins: Readonly<Record<number, string>> = { 200: "200 ", 403: "403 ", 404: "200 unknown" };
const refusedSchema = z.object({ refused: z._default(z.array(z.object({ reason: z.string() })), []) });
async function toTold(reply: Response): Promise<string> {
  const { refused } = refusedSchema.parse(await reply.json());
  return `${reply.status} ${refused.map(({ reason }) => reason).join()}`;
}
const lend = (terms: Partial<Grant> | null) => lendNode(bench, client.clientId, terms);

describe("the vectors of the security rules", () => {
  const asked = accessVectors.filter(
    ({ who, ask }) =>
      who === "grantee" &&
      (ask.kind === "node" || ask.kind === "series" || ask.kind === "events" || ask.kind === "command"),
  );
  it("mean the same to the API, answer and log", async () => {
    const faults: unknown[] = [];
    const asQuery = new Set<string>();
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
      // The same question about several nodes, of which this is the only one.
      let queried: Response | null = null;
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
        if (ask.resolution !== "raw") {
          const times = { from: iso(from), to: iso(to > from ? to : from + 3_600_000) };
          const channels = measured.split(",");
          const body = { nodeIds: [lent.nodeId], ...times, resolution: ask.resolution, channels };
          queried = await bench.post("/v1/measurements:query", token, body);
        }
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
      const entries = await readEntries(bench, lent);
      const looks = isAnswered && ask.kind !== "command" ? (queried === null ? 1 : 2) : 0;
      const isLogged = entries.length === looks;
      if (queried !== null) {
        const told = await toTold(queried);
        asQuery.add(told);
        if (told !== twins[reply.status]) faults.push({ name, status: reply.status, told });
      }
      const isExpected = ask.kind === "command" ? isAnswered || !isAllowed : isAnswered === isAllowed;
      if (!isExpected || !isLogged) faults.push({ name, status: reply.status, isAllowed, entries: entries.length });
      if (!isAnswered && ask.kind !== "command") expect([403, 404]).toContain(reply.status);
    });
    await Promise.all(results);
    expect(asked.length).toBeGreaterThan(60);
    expect(asQuery).toEqual(new Set(Object.values(twins)));
    expect(faults).toEqual([]);
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
