import { accessLogEntrySchema } from "@lastmeter/model/access-log";
import type { NewClient } from "@lastmeter/model/apps";
import { paths } from "@lastmeter/model/paths";
import { toDayInterval } from "@lastmeter/model/time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
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

const seriesSchema = z.object({
  series: z.array(
    z.object({
      channel: z.string(),
      kind: z.string(),
      unit: z.string(),
      intervals: z.array(z.looseObject({ from: z.string(), value: z.nullable(z.number()), quality: z.string() })),
    }),
  ),
  next: z.nullable(z.string()),
});

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
    const query = `from=${from}&to=${to}&resolution=quarter&channel=total.power,total.energyImport`;
    const reply = await bench.get(`/v1/nodes/${home.nodes.grid}/measurements?${query}`, token);
    expect(reply.status).toBe(200);
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
});
