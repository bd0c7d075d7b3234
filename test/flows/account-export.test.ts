import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDownload } from "@lastmeter/functions/src/export/download.store.ts";
import { EXPORT_LINK_MS, exportLinkSchema } from "@lastmeter/model/account";
import { paths } from "@lastmeter/model/paths";
import { slotResolutions } from "@lastmeter/model/time";
import { fromSteps } from "@lastmeter/model/units";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { readCsv, readZip } from "../support/archive.ts";
import { toClient } from "../support/client.ts";
import { readNodes, readRaw, readSlots, type StoredNode } from "../support/stored.ts";
import { type AccountBench, FILLED, fillHome, type Home, openAccountBench, type Person } from "./account-bench.ts";
import { START, toOutcome } from "./link-bench.ts";

const rowSchema = z.record(z.string(), z.unknown());
const fileSchema = z.object({
  format: z.literal("lastmeter-export"),
  version: z.literal(1),
  head: z.object({ networkId: z.string(), name: z.string(), timeZone: z.string(), exportedAt: z.string() }),
  tables: z.record(z.string(), z.array(rowSchema)),
  complete: z.literal(true),
});
type Tables = z.infer<typeof fileSchema>["tables"];

const hostile = '=HYPERLINK("http://example.org","x"),\r\nnext';
let bench: AccountBench;
let owner: Person;
let home: Home;
let nodes: StoredNode[];

beforeAll(async () => {
  bench = openAccountBench("demo-export");
  await bench.reset();
  owner = await bench.createPerson("owner");
  home = await bench.createHome(owner);
  await fillHome(home);
  await bench.db.doc(paths.network(home.networkId)).update({ name: hostile });
  await bench.db.doc(`${paths.network(home.networkId)}/scenes/later`).set({ when: "later" });
  const mine = toClient("My script", { kind: "personal", providerId: null, managers: [owner.uid] });
  await bench.db.doc(paths.client("myScript")).set(mine);
  const day = { day: "2026-11-22", requests: 3, errors: 0, limited: 0, rows: 96 };
  await bench.db.doc(paths.clientUsage("myScript", day.day)).set({ v: 1, ...day, faults: [] });
  await bench.db.doc(paths.client("another")).set(toClient("Another's"));
  await bench.db.doc(paths.provider("north")).set({ v: 1, name: "North Grid", admins: [owner.uid] });
  nodes = await readNodes(bench.db, home.networkId);
});
afterAll(() => bench.close());

async function order(format: "json" | "csv"): Promise<Record<string, string>> {
  const link = exportLinkSchema.parse(await bench.call(owner, { act: "export", networkId: home.networkId, format }));
  expect(link.expiresAt).toBe(bench.time.now + EXPORT_LINK_MS);
  return Object.fromEntries(new URLSearchParams(link.query));
}

async function fetchFile(format: "json" | "csv"): Promise<{ fileName: string; bytes: Buffer }> {
  const query = await order(format);
  const { content, fileName } = await openDownload(bench.db, bench.context.secrets.linkSecret, query, bench.time.now);
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(Buffer.from(part));
  return { fileName, bytes: Buffer.concat(parts) };
}

const fetchTables = async (): Promise<Tables> => {
  const { bytes } = await fetchFile("json");
  return fileSchema.parse(JSON.parse(bytes.toString("utf8"))).tables;
};

/** `2026-11-22T12:00:00.000+02:00`, as the only form of a time. */
function toInstant(text: unknown): number {
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  return Date.parse(String(text));
}

describe("the export as JSON", () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await fetchTables();
  });
  const of = (table: string, id: string) => (tables[table] ?? []).filter(({ nodeId }) => nodeId === id);

  it("has every reading of the database, in order", async () => {
    let count = 0;
    for (const stored of nodes) {
      for (const { key, kind, quantity = "generic" } of Object.values(stored.node.channels)) {
        if (kind !== "measurement") continue;
        const expected = await readRaw(bench.db, home.networkId, stored, key);
        const rows = of("readings", stored.id).filter(({ channel }) => channel === key);
        expect(rows.map(({ at, value, quality }) => ({ at: toInstant(at), value, quality }))).toEqual(
          expected.map((reading) => ({ ...reading, value: fromSteps(quantity, reading.value) })),
        );
        count += expected.length;
      }
      const times = of("readings", stored.id).map(({ at }) => toInstant(at));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    const told = tables.readings?.filter(({ channel }) => channel === "presence");
    expect(told?.map(({ node, value, at }) => [node, value, toInstant(at)])).toEqual([
      ["kettle", "nodeAway", START + 8 * 3_600_000],
      ["kettle", "nodeBack", START + 14 * 3_600_000],
    ]);
    expect(tables.readings?.length).toBe(count + 2);
    expect(count).toBe(2 * (2 * 26 * 12 - 6 * 12));
  });

  it.each(slotResolutions)("has every %s slot, and a row for what is missing between two", async (resolution) => {
    for (const { id, node } of nodes) {
      const rows = of(`slots-${resolution}`, id);
      const slots = await readSlots(bench.db, id, resolution);
      const stored = slots.flatMap(({ startAt, channels }) =>
        [...channels].map(([ix, stats]) => ({ startAt, ix, ...stats })),
      );
      const keys = new Map(Object.values(node.channels).map(({ key, ix }) => [key, ix]));
      const told = rows
        .filter(({ quality, readings }) => quality !== "missing" || Number(readings) > 0)
        .map((row) => ({
          startAt: toInstant(row.from),
          ix: keys.get(String(row.channel)),
          n: row.readings,
          quality: row.quality,
        }));
      expect(told).toEqual(
        expect.arrayContaining(stored.map(({ startAt, ix, n, quality }) => ({ startAt, ix, n, quality }))),
      );
      for (const channel of keys.keys()) {
        const line = rows.filter((row) => row.channel === channel);
        for (const [index, row] of line.entries()) {
          if (index > 0) expect(row.from, `${channel} ${index}`).toBe(line[index - 1]?.to);
        }
      }
    }
  });

  it("shows the six hours of which nothing is known as one row", () => {
    const missing = tables["slots-quarter"]?.filter(
      ({ quality, channel }) => quality === "missing" && channel === "power",
    );
    expect(missing?.map(({ node, from, to }) => [node, toInstant(from), toInstant(to)])).toEqual([
      ["kettle", START + 8 * 3_600_000, START + 14 * 3_600_000],
    ]);
  });

  it("has the events, the message nobody understood, and the network's messages byte for byte", async () => {
    expect(tables.events?.length).toBeGreaterThan(30);
    expect(tables.events?.[0]).toMatchObject({ channel: "state", value: true });
    expect(tables["dead-letters"]).toEqual([expect.objectContaining({ topic: "kettle", payload: '{"power": ' })]);
    expect(toInstant(tables["dead-letters"]?.[0]?.at)).toBe(FILLED);
    const [record] = tables.configuration ?? [];
    expect(record).toMatchObject({ topic: "bridge/devices", version: 1, encoding: "utf-8" });
    expect(JSON.parse(String(record?.payload))).toHaveLength(3);
    expect(toInstant(record?.at)).toBe(START);
  });

  it("has what is stored of the network and its nodes, also of kinds that come later, and none of its secrets", async () => {
    const network = (await bench.db.doc(paths.network(home.networkId)).get()).data();
    expect(tables.network?.[0]?.document).toEqual(network);
    expect(tables.gateway).toMatchObject([{ stage: "receiving", version: "0.1.0" }]);
    expect(tables.nodes?.map(({ name }) => name)).toEqual(["=heater", "kettle"]);
    expect(tables.channels?.length).toBe(6);
    expect(tables.others).toEqual([{ path: `networks/${home.networkId}/scenes/later`, document: { when: "later" } }]);
    expect(tables["access-log"]?.map(({ act }) => act)).toContain("export");
    expect(tables.programs).toMatchObject([{ name: "My script", kind: "personal", lastUsedAt: null }]);
    expect(tables["program-usage"]).toMatchObject([{ day: "2026-11-22", requests: 3 }]);
    expect(tables.companies).toMatchObject([{ name: "North Grid" }]);
    const text = JSON.stringify(tables);
    const { active } = (await bench.context.store.readLink(home.networkId))?.link ?? {};
    for (const secret of [active?.serverNonce, active?.sid]) expect(text).not.toContain(secret ?? "no session");
  });
});

describe("the export as CSV", () => {
  it("holds the same tables, and opens in a program that is not ours", async () => {
    const tables = await fetchTables();
    bench.time.now += 1000;
    const { bytes, fileName } = await fetchFile("csv");
    expect(fileName).toMatch(/^lastmeter-[A-Za-z0-9]{8}-2026-11-23\.zip$/);
    const files = readZip(bytes);
    expect([...files.keys()].sort()).toEqual(
      ["README.txt", ...Object.keys(tables).map((name) => `${name}.csv`)].sort(),
    );
    for (const [name, rows] of Object.entries(tables)) {
      const [columns = [], ...lines] = readCsv((files.get(`${name}.csv`) ?? "").replace("\ufeff", ""));
      const told = name === "access-log" ? rows.length + 1 : rows.length;
      expect(lines.length, name).toBe(told);
      for (const [index, row] of rows.entries()) {
        const cells = columns.map((column) => toText(row[column]));
        expect(lines[index], `${name} ${index}`).toEqual(cells);
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "lastmeter-export-"));
    writeFileSync(join(folder, "export.zip"), bytes);
    const test = "import sys, zipfile; sys.exit(0 if zipfile.ZipFile(sys.argv[1]).testzip() is None else 1)";
    execFileSync("python3", ["-c", test, join(folder, "export.zip")]);
    rmSync(folder, { recursive: true });
  });

  it("has no cell that a spreadsheet computes", async () => {
    const files = readZip((await fetchFile("csv")).bytes);
    const cells = [...files]
      .filter(([name]) => name.endsWith(".csv"))
      .flatMap(([, text]) => readCsv(text.slice(1)).flat());
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
    expect(cells).toContain(`'${hostile}`);
    expect(cells).toContain("'=heater");
  });
});

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^['=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

describe("the link", () => {
  const open = (query: Record<string, string>, now = bench.time.now) =>
    toOutcome(openDownload(bench.db, bench.context.secrets.linkSecret, query, now) as unknown as Promise<Uint8Array>);

  it("is good for a minute, for what it names", async () => {
    const query = await order("json");
    expect(await open(query, bench.time.now + EXPORT_LINK_MS)).toMatchObject({ format: "json" });
    expect(await open(query, bench.time.now + EXPORT_LINK_MS + 1)).toBe("auth_failed");
    expect(await open({ ...query, format: "csv" })).toBe("auth_failed");
    expect(await open({ ...query, until: String(Number(query.until) - 1) })).toBe("auth_failed");
    expect(await open({ ...query, mac: "A".repeat(43) })).toBe("auth_failed");
    expect(await open({ ...query, network: "A".repeat(32) })).toBe("auth_failed");
    expect(await open({ ...query, mac: "" })).toBe("bad_request");
  });

  it("is given to the owner alone, and dies when the home changes hands", async () => {
    const stranger = await bench.createPerson("stranger");
    const data = { act: "export", networkId: home.networkId, format: "json" };
    expect(await bench.call(stranger, data)).toBe("not_found");
    const query = await order("json");
    await bench.db.doc(paths.network(home.networkId)).update({ ownerId: stranger.uid });
    expect(await open(query)).toBe("auth_failed");
    await bench.db.doc(paths.network(home.networkId)).update({ ownerId: owner.uid });
  });
});
