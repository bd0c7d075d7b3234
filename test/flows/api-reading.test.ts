import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import type { NewClient } from "@lastmeter/model/apps";
import { paths } from "@lastmeter/model/paths";
import { toDayInterval } from "@lastmeter/model/time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { countBilled } from "../bench/billed-operations.ts";
import { type ApiBench, openApiBench, type SeededHome } from "./api-bench.ts";

let bench: ApiBench;
let home: SeededHome;
let client: NewClient;
let token: string;
const day = toDayInterval("2026-11-20", "Europe/Athens");
const from = new Date(day.startAt).toISOString();
const to = new Date(day.endAt).toISOString();

beforeAll(async () => {
  bench = await openApiBench("demo-api-reading");
  home = await bench.seedHome(1, { days: 3, rawDays: 0.25 });
  client = await bench.createClient();
  await bench.grant(home, client.clientId, { resolution: "quarter", purpose: "a tariff that fits" }, [home.nodes.grid]);
  await bench.grant(home, client.clientId, { resolution: "raw" }, [home.nodes.fridge]);
  token = await bench.getToken(client);
});
afterAll(() => bench.close());

const readLog = async () => {
  const { docs } = await bench.sharing.link.db.collection(paths.accessLogs(home.networkId)).get();
  const entries = docs.map((snapshot) => [snapshot.id, accessLogEntrySchema.parse(snapshot.data())] as const);
  return new Map(entries.filter(([, { act }]) => act === "read" || act === "open"));
};

const figureSchema = z.looseObject({ from: z.string(), value: z.nullable(z.number()), quality: z.string() });
const seriesSchema = z.object({
  series: z.array(
    z.object({
      channel: z.string(),
      kind: z.string(),
      unit: z.string(),
      intervals: z._default(z.array(figureSchema), []),
      readings: z._default(z.array(z.looseObject({ at: z.string(), value: z.number() })), []),
    }),
  ),
  next: z.nullable(z.string()),
});
const nodesSchema = z.object({
  nodes: z.array(z.looseObject({ id: z.string(), channels: z.array(z.looseObject({ channel: z.string() })) })),
  next: z.nullable(z.string()),
});

/** From the first answer to the one without `next`. */
async function readPages<T extends { readonly next: string | null }>(
  path: string,
  parse: (body: unknown) => T,
): Promise<T[]> {
  const pages: T[] = [];
  let next: string | null = null;
  do {
    const reply = await bench.get(next === null ? path : `${path}&cursor=${next}`, token);
    expect(reply.status).toBe(200);
    const page = parse(await reply.json());
    pages.push(page);
    next = page.next;
  } while (next !== null && pages.length < 50);
  return pages;
}
const toSeries = (body: unknown) => seriesSchema.parse(body);
const quarters = `from=${from}&to=${to}&resolution=quarter&channel=total.power,total.energyImport`;

describe("nodes", () => {
  it("are those that were lent, with what the grant allows", async () => {
    const reply = await bench.get("/v1/nodes", token);
    expect(reply.status).toBe(200);
    const { nodes } = z.object({ nodes: z.array(z.looseObject({ id: z.string() })) }).parse(await reply.json());
    expect(nodes.map(({ id }) => id).sort()).toEqual([home.nodes.grid, home.nodes.fridge].sort());
    expect(nodes.find(({ id }) => id === home.nodes.grid)).toMatchObject({
      name: "House meter",
      role: "grid",
      grant: { role: "viewer", resolution: "quarter", purpose: "a tariff that fits" },
    });
  });
});

describe("measurements", () => {
  it("of a day are its quarters, with one entry in the owner's log", async () => {
    const before = await readLog();
    const billed = countBilled(bench.sharing.link.db);
    const reply = await bench.get(`/v1/nodes/${home.nodes.grid}/measurements?${quarters}`, token);
    expect(reply.status).toBe(200);
    expect(billed.reads).toBeGreaterThan(0);
    expect(billed.reads).toBeLessThanOrEqual(6);
    expect([billed.writes, billed.deletes]).toEqual([1, 0]);
    const { series } = seriesSchema.parse(await reply.json());
    expect(series.map(({ channel, unit, intervals }) => [channel, unit, intervals.length])).toEqual([
      ["total.power", "W", 96],
      ["total.energyImport", "Wh", 96],
    ]);
    expect(series[0]?.intervals.every(({ value }) => value !== null)).toBe(true);
    const log = await readLog();
    expect(log.size).toBe(before.size + 1);
    expect([...log].find(([id]) => !before.has(id))?.[1]).toMatchObject({
      who: `c~${client.clientId}`,
      whoLabel: "Billing",
      purpose: "a tariff that fits",
    });
  });

  it("come in pages that together are the whole, by a cursor that fits no other question", async () => {
    const path = `/v1/nodes/${home.nodes.grid}/measurements?${quarters}`;
    const [whole] = await readPages(path, toSeries);
    const pages = await readPages(`${path}&limit=40`, toSeries);
    expect(pages.map(({ series }) => series[0]?.intervals.length)).toEqual([40, 40, 16]);
    for (const at of [0, 1]) {
      expect(pages.flatMap(({ series }) => series[at]?.intervals ?? [])).toEqual(whole?.series[at]?.intervals);
    }
    const cursor = pages[0]?.next;
    for (const other of [`${path}&limit=41`, path.replace(home.nodes.grid, home.nodes.fridge)]) {
      expect((await bench.get(`${other}&cursor=${cursor}`, token)).status).toBe(400);
    }
    const lists = await readPages("/v1/nodes?limit=1", (body) => nodesSchema.parse(body));
    expect(lists.flatMap(({ nodes }) => nodes.map(({ id }) => id)).sort()).toEqual(
      [home.nodes.grid, home.nodes.fridge].sort(),
    );
  });

  it("that are raw come a part at a time, each reading once", async () => {
    const now = bench.time.now;
    const range = `from=${new Date(now - 3 * 3_600_000).toISOString()}&to=${new Date(now).toISOString()}`;
    const path = `/v1/nodes/${home.nodes.fridge}/measurements?${range}&resolution=raw&channel=power`;
    const toReadings = (pages: readonly z.infer<typeof seriesSchema>[]) =>
      pages.flatMap(({ series }) => series[0]?.readings ?? []);
    const whole = toReadings(await readPages(path, toSeries));
    const parts = await readPages(`${path}&limit=${Math.ceil(whole.length / 4)}`, toSeries);
    expect(whole.length).toBeGreaterThan(20);
    expect(parts.length).toBeGreaterThan(3);
    expect(toReadings(parts)).toEqual(whole);
  });

  it("are rows where that is asked for, and nothing where they are known already; the owner sees each look", async () => {
    const path = `/v1/nodes/${home.nodes.grid}/measurements?${quarters}`;
    const [first] = (await readPages(path, toSeries))[0]?.series ?? [];
    const csv = await bench.get(path, token, { accept: "text/csv" });
    const [head, ...rows] = (await csv.text()).trimEnd().split("\r\n");
    expect(head).toBe("nodeId,channel,quantity,unit,kind,from,to,value,min,max,coverage,quality,unplaced");
    expect(rows).toHaveLength(192);
    expect(rows[5]?.split(",")).toMatchObject({ 0: home.nodes.grid, 5: first?.intervals[5]?.from });
    expect(Number(rows[5]?.split(",")[7])).toBe(first?.intervals[5]?.value);
    const lines = (await (await bench.get(path, token, { accept: "application/x-ndjson" })).text())
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line)).slice(0, 96)).toMatchObject(
      (first?.intervals ?? []).map(({ from: at, value, quality }) => ({ from: at, value, quality })),
    );
    const pages: string[] = [];
    for (let next: string | null = ""; next !== null && pages.length < 500; ) {
      const page = await bench.get(`${path}&limit=40${next && `&cursor=${next}`}`, token, { accept: "text/csv" });
      pages.push(...(await page.text()).trimEnd().split("\r\n").slice(1));
      next = page.headers.get("next-cursor");
    }
    expect(pages.toSorted()).toEqual(rows.toSorted());
    const before = await readLog();
    const etag = (await bench.get(path, token)).headers.get("etag") ?? "";
    const known = await bench.get(path, token, { "if-none-match": `W/${etag}, "other"` });
    expect([known.status, await known.text(), known.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await bench.get(path, token, { "if-none-match": etag, accept: "text/csv" })).status).toBe(200);
    const bare = await bench.app.request(path, { method: "HEAD", headers: { authorization: `Bearer ${token}` } });
    expect([bare.status, await bare.text(), bare.headers.get("etag")]).toEqual([200, "", etag]);
    expect((await readLog()).size).toBe(before.size + 4);
    const document = await bench.fetch("/v1/openapi.json");
    const again = { "if-none-match": document.headers.get("etag") ?? "" };
    expect((await bench.fetch("/v1/openapi.json", { headers: again })).status).toBe(304);
  });

  it("are refused with what is allowed where they are finer, older or later than granted", async () => {
    const path = `/v1/nodes/${home.nodes.grid}/measurements`;
    const ask = async (query: string) => (await bench.get(`${path}?${query}`, token)).json();
    const finer = await ask(quarters.replace("quarter", "raw"));
    expect(finer).toMatchObject({ status: 403, permitted: { resolution: "quarter", role: "viewer" } });
    const year = new Date(bench.time.now + 365 * 86_400_000).toISOString();
    const later = await ask(`from=${from}&to=${year}&resolution=day`);
    expect(later).toMatchObject({ status: 403, permitted: { until: expect.any(String) } });
    const known = await readLog();
    const since = await bench.createClient();
    await bench.grant(home, since.clientId, { resolution: "quarter", historyFrom: "2026-11-21" }, [home.nodes.grid]);
    const older = await bench.get(`${path}?${quarters}`, await bench.getToken(since));
    expect(await older.json()).toMatchObject({ status: 403, permitted: { from: "2026-11-20T22:00:00Z" } });
    expect(await readLog()).toEqual(known);
  });
});

describe("events", () => {
  const eventsSchema = z.object({
    events: z.array(z.object({ at: z.string(), channel: z.string(), value: z.unknown() })),
    next: z.nullable(z.string()),
  });
  const days = ["2026-10-02", "2026-10-03", "2026-11-19", "2026-11-20"];
  const begin = toDayInterval("2026-10-02", "Europe/Athens").startAt;
  const toAt = (local: string, afterMs: number) => toDayInterval(local, "Europe/Athens").startAt + afterMs;

  it("are told oldest first, of the channels asked for, half-open, a page of days after the other, as rows too", async () => {
    const { fridge } = home.nodes;
    if (fridge === undefined) throw new Error("no fridge");
    const { db } = bench.sharing.link;
    for (const local of days) {
      const d = {
        [`${toAt(local, 2000)}_2_1`]: { c: "state", v: false },
        [`${toAt(local, 0)}_1_1`]: { c: "state", v: true },
        [`${toAt(local, 2000)}_1_2`]: { c: "action", v: "=1+1" },
      };
      await db.doc(paths.events(fridge, local)).set({ v: 1, nodeId: fridge, networkId: home.networkId, day: local, d });
    }
    const ask = (query: string) => `/v1/nodes/${fridge}/events?from=${new Date(begin).toISOString()}&${query}`;
    const before = (await readLog()).size;
    const pages = await readPages(ask(`to=${to}`), (body) => eventsSchema.parse(body));
    expect(pages.length).toBeGreaterThan(1);
    const told = pages.flatMap(({ events }) => events);
    const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");
    expect(told).toEqual(
      days.flatMap((local) => [
        { at: iso(toAt(local, 0)), channel: "state", value: true },
        { at: iso(toAt(local, 2000)), channel: "action", value: "=1+1" },
        { at: iso(toAt(local, 2000)), channel: "state", value: false },
      ]),
    );
    expect((await readLog()).size).toBe(before + pages.length);

    const end = new Date(begin + 2000).toISOString();
    const first = eventsSchema.parse(await (await bench.get(ask(`to=${end}`), token)).json());
    expect(first.events).toEqual(told.slice(0, 1));
    const actions = eventsSchema.parse(await (await bench.get(ask(`to=${to}&channel=action`), token)).json());
    expect(new Set(actions.events.map(({ channel }) => channel))).toEqual(new Set(["action"]));
    const csv = await bench.get(ask(`to=${to}&channel=action`), token, { accept: "text/csv" });
    const [head, row] = (await csv.text()).split("\r\n");
    expect([head, row]).toEqual(["nodeId,channel,at,value", `${fridge},action,${iso(toAt("2026-10-02", 2000))},'=1+1`]);
    expect(csv.headers.get("next-cursor")).toEqual(expect.any(String));
  });
});

describe("an interval that is not over", () => {
  it("is not skipped by a cursor: it comes with the next question", async () => {
    const { now } = bench.time;
    // Half a quarter into the last one of a page of four.
    const start = Math.ceil(now / 900_000) * 900_000;
    bench.time.now = start + 3.5 * 900_000;
    const iso = (at: number) => new Date(at).toISOString();
    const range = `from=${iso(start)}&to=${iso(start + 3_600_000 * 2)}&resolution=quarter&channel=total.power&limit=4`;
    const path = `/v1/nodes/${home.nodes.grid}/measurements?${range}`;
    const ask = async () => toSeries(await (await bench.get(path, await bench.getToken(client))).json());
    const open = await ask();
    expect([open.series[0]?.intervals.length, open.next]).toEqual([3, null]);
    bench.time.now = start + 4 * 900_000;
    const over = await ask();
    expect([over.series[0]?.intervals.length, typeof over.next]).toEqual([4, "string"]);
    bench.time.now = now;
  });
});

describe("a grant of some channels", () => {
  it("shows and gives these alone, one by one, in sums and among many nodes", async () => {
    const { fridge, grid } = home.nodes;
    const limited = await bench.createClient();
    await bench.grant(home, limited.clientId, { resolution: "raw", channels: ["power"] }, [fridge]);
    await bench.grant(home, limited.clientId, { resolution: "quarter" }, [grid]);
    const own = await bench.getToken(limited);
    const { nodes } = nodesSchema.parse(await (await bench.get("/v1/nodes", own)).json());
    const shown = nodes.find(({ id }) => id === fridge);
    expect(shown).toMatchObject({ grant: { channels: ["power"] }, channels: [{ channel: "power", unit: "W" }] });
    const range = `from=${from}&to=${to}`;
    const ask = (query: string) => bench.get(`/v1/nodes/${fridge}/${query}`, own);
    const told = toSeries(await (await ask(`measurements?${range}&resolution=quarter`)).json());
    expect(told.series.map(({ channel }) => channel)).toEqual(["power"]);
    const whole = toSeries(
      await (await bench.get(`/v1/nodes/${fridge}/measurements?${range}&resolution=quarter`, token)).json(),
    );
    expect(whole.series.length).toBeGreaterThan(1);
    expect(told.series[0]).toEqual(whole.series.find(({ channel }) => channel === "power"));
    const refused = { status: 403, permitted: { channels: ["power"] } };
    for (const name of ["energyImport", "total.energyImport", "state", "nothing"]) {
      const reply = await ask(`measurements?${range}&resolution=quarter&channel=power,${name}`);
      expect(await reply.json(), name).toMatchObject(refused);
    }
    expect(await (await ask(`events?${range}&channel=state`)).json()).toMatchObject(refused);
    const body = { nodeIds: [fridge, grid], from, to, resolution: "quarter", channels: ["total.energyImport"] };
    const several = await (await bench.post("/v1/measurements:query", own, body)).json();
    expect(several).toMatchObject({
      refused: [{ nodeId: fridge, reason: "channels", permitted: { channels: ["power"] } }],
      series: [{ nodeId: grid }],
    });

    // Rows have no place for what a grant allows instead, and a sum of some nodes must not look like one of all.
    const query = (changes: object, accept: string) =>
      bench.post("/v1/measurements:query", own, { ...body, ...changes }, { accept });
    for (const aggregate of ["none", "sum"]) {
      expect(await (await query({ aggregate }, "text/csv")).json()).toMatchObject(refused);
    }
    for (const accept of ["application/json", "text/csv"]) {
      expect(await (await query({ nodeIds: [fridge] }, accept)).json()).toMatchObject(refused);
    }
    const unknown = "A".repeat(22);
    const rows = await query({ nodeIds: [grid, unknown], aggregate: "sum" }, "text/csv");
    expect(rows.headers.get("refused-nodes")).toBe(unknown);
    const [head, first] = (await rows.text()).split("\r\n");
    expect(head).toBe("channel,quantity,unit,kind,from,to,value,coverage,quality,nodes");
    expect(first).toMatch(/^total\.energyImport,energy,Wh,counted,2026-.*,1$/);
    const none = await query({ nodeIds: [unknown] }, "application/json");
    expect(await none.json()).toMatchObject({ series: [], refused: [{ nodeId: unknown, reason: "unknown" }] });
  });
});
