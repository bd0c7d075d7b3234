import { sweepRetention } from "@lastmeter/functions/src/retention/retention.store.ts";
import { ACCESS_LOG_DAYS, accessLogEntrySchema } from "@lastmeter/model/access-log";
import { type NodeId, nodeIdSchema, randomId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import type { Resolution } from "@lastmeter/model/time";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AccountBench, type Home, openAccountBench, type Person } from "./account-bench.ts";

/** Local noon of 22 November 2026 in the home. */
const NOW = Date.UTC(2026, 10, 22, 10);
const DAY_MS = 86_400_000;
const nodeId = nodeIdSchema.parse("N".repeat(22));
const view = "V".repeat(22);

let bench: AccountBench;
let owner: Person;
let home: Home;

beforeAll(() => {
  bench = openAccountBench("demo-retention");
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.reset();
  bench.time.now = NOW;
  owner = await bench.createPerson("owner");
  home = await bench.createHome(owner);
  await bench.db.doc(paths.node(nodeId)).set({ networkId: home.networkId });
  await bench.db.doc(paths.view(nodeId, view)).set({ v: 1 });
});

async function store(ids: readonly string[], of: NodeId = nodeId): Promise<void> {
  const batch = bench.db.batch();
  for (const id of ids) {
    batch.set(bench.db.doc(paths.bucket(of, "raw", id)), { d: {} });
    batch.set(bench.db.doc(paths.viewBucket(of, view, "raw", id)), { d: {} });
  }
  await batch.commit();
}

async function readIds(resolution: Resolution = "raw"): Promise<string[]> {
  return (await bench.db.collection(paths.buckets(nodeId, resolution)).get()).docs.map(({ id }) => id);
}
async function readViewIds(): Promise<string[]> {
  return (await bench.db.collection(paths.viewBuckets(nodeId, view, "raw")).get()).docs.map(({ id }) => id);
}

describe("raw readings", () => {
  it("are kept 13 local months, parts and copies too; what is coarser stays", async () => {
    const kept = ["2025-10-22", "2025-10-22~1", "2026-11-22"];
    await store(["2024-02-29", "2025-10-21", "2025-10-21~1", ...kept]);
    const coarse = { quarter: "2020-01-01", hour: "2020-01-01", day: "2020-01", month: "2020" } as const;
    for (const [resolution, id] of Object.entries(coarse)) {
      await bench.db.doc(paths.bucket(nodeId, resolution as Resolution, id)).set({ d: {} });
    }
    await bench.db.doc(paths.events(nodeId, "2020-01-01")).set({ d: {} });
    expect(await sweepRetention(bench.db, NOW)).toBe(6);
    expect([await readIds(), await readViewIds()]).toEqual([kept, kept]);
    for (const [resolution, id] of Object.entries(coarse))
      expect(await readIds(resolution as Resolution)).toEqual([id]);
    expect((await bench.db.doc(paths.events(nodeId, "2020-01-01")).get()).exists).toBe(true);
  });

  it("go with commands and entries of the access log that are 400 days old", async () => {
    const { networkId } = home;
    const kept = { old: NOW - ACCESS_LOG_DAYS * DAY_MS - 1, young: NOW - ACCESS_LOG_DAYS * DAY_MS };
    for (const [id, at] of Object.entries(kept)) {
      await bench.db.doc(paths.command(networkId, id)).set({ at });
      await bench.db.doc(paths.accessLog(networkId, id)).set({ at });
    }
    expect(await sweepRetention(bench.db, NOW)).toBe(2);
    for (const of of [paths.commands(networkId), paths.accessLogs(networkId)]) {
      expect((await bench.db.collection(of).get()).docs.map(({ id }) => id)).toEqual(["young"]);
    }
  });

  it("are looked at once a day", async () => {
    await sweepRetention(bench.db, NOW);
    await store(["2020-01-01"]);
    expect(await sweepRetention(bench.db, NOW + DAY_MS - 1)).toBe(0);
    expect(await sweepRetention(bench.db, NOW + DAY_MS)).toBe(2);
  });

  it("go as their owner chooses, at once", async () => {
    await sweepRetention(bench.db, NOW);
    await store(["2024-11-21", "2024-11-22", "2026-10-21", "2026-10-22"]);
    const set = (rawMonths: number) => bench.call(owner, { act: "setRetention", networkId: home.networkId, rawMonths });
    expect(await set(24)).toEqual({});
    await sweepRetention(bench.db, NOW);
    expect(await readIds()).toEqual(["2024-11-22", "2026-10-21", "2026-10-22"]);
    await set(1);
    await sweepRetention(bench.db, NOW);
    // 32 days: late readings are placed by those around them.
    expect(await readIds()).toEqual(["2026-10-21", "2026-10-22"]);
    const log = (await bench.db.collection(paths.accessLogs(home.networkId)).orderBy("at").get()).docs;
    expect(log.map((each) => accessLogEntrySchema.parse(each.data()))).toContainEqual(
      expect.objectContaining({ act: "settings", what: "retention", value: "24", whoLabel: owner.verifiedEmail }),
    );
  });

  it.each([0, 37, 1.5, "13", null])("are not kept %s months", async (rawMonths) => {
    const data = { act: "setRetention", networkId: home.networkId, rawMonths };
    expect(await bench.call(owner, data)).toBe("bad_request");
  });

  it("are for the owner to decide about", async () => {
    const stranger = await bench.createPerson("stranger");
    const data = { act: "setRetention", networkId: home.networkId, rawMonths: 1 };
    expect(await bench.call(stranger, data)).toBe("not_found");
    expect((await bench.db.doc(paths.network(home.networkId)).get()).get("rawMonths")).toBeUndefined();
  });

  it("that are many go over several minutes", async () => {
    const ids = Array.from({ length: 400 }, (_, day) =>
      new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const others = Array.from({ length: 3 }, () => nodeIdSchema.parse(randomId()));
    for (const other of others) {
      await bench.db.doc(paths.node(other)).set({ networkId: home.networkId });
      for (let at = 0; at < ids.length; at += 200) await store(ids.slice(at, at + 200), other);
      await bench.db.doc(paths.view(other, view)).set({ v: 1 });
    }
    const counts = [
      await sweepRetention(bench.db, NOW),
      await sweepRetention(bench.db, NOW),
      await sweepRetention(bench.db, NOW),
    ];
    expect(counts).toEqual([1500, 900, 0]);
  });
});
