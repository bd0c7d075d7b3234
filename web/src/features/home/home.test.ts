import { liveDataSchema, nodeSchema } from "@lastmeter/model/node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HomeNode, toHome, toOrder } from "./home.ts";

const DAY = "2026-11-22";
const AT = Date.UTC(2026, 10, 22, 12);
const toId = (name: string) => name.padEnd(22, "_");

interface Given {
  role?: "grid" | "production" | "storage" | "load" | null;
  powerW?: number | null;
  inside?: string;
  importWh?: number;
  exportWh?: number;
  day?: string;
  at?: number;
  meter?: boolean;
}

function toNode(name: string, given: Given): HomeNode {
  const { role = null, powerW = null, inside, importWh = 0, exportWh = 0, day = DAY, at = AT, meter = true } = given;
  const node = nodeSchema.parse({
    v: 1,
    networkId: "n".repeat(32),
    ownerId: "owner",
    memberIds: ["owner"],
    address: name,
    nativeName: name,
    name,
    room: null,
    vendor: null,
    model: null,
    description: null,
    status: "active",
    role,
    inside: inside === undefined ? null : toId(inside),
    total: { power: meter ? [{ channel: "power", sign: 1 }] : [], energyImport: [], energyExport: [] },
    channels: {},
    location: null,
  });
  const live = liveDataSchema.parse({
    v: 1,
    at,
    values: {},
    power: powerW === null ? null : { value: Math.round(powerW * 10), at },
    today: { day, importWh, exportWh, estimated: false },
    location: null,
  });
  return { id: toId(name), node, live };
}

const toNodes = (given: Record<string, Given>) => Object.entries(given).map(([name, node]) => toNode(name, node));

describe("home power", () => {
  const cases: [string, Record<string, Given>, Partial<ReturnType<typeof toHome>>][] = [
    ["nothing at all", {}, { source: "none", powerW: null, at: null, consumptionW: null }],
    [
      "grid alone: import is consumption",
      { meter: { role: "grid", powerW: 412.3 } },
      { source: "grid", powerW: 412.3, importW: 412.3, exportW: 0, productionW: null, consumptionW: 412.3 },
    ],
    [
      "grid and solar, exporting",
      { meter: { role: "grid", powerW: -500 }, roof: { role: "production", powerW: -2000 } },
      { powerW: -500, importW: 0, exportW: 500, productionW: 2000, consumptionW: 1500 },
    ],
    [
      "solar at night draws a little",
      { meter: { role: "grid", powerW: 300 }, roof: { role: "production", powerW: 4 } },
      { powerW: 300, productionW: 0, consumptionW: 296 },
    ],
    [
      "solar not known: consumption is not known, the grid is",
      { meter: { role: "grid", powerW: 300 }, roof: { role: "production" } },
      { powerW: 300, productionW: null, consumptionW: null },
    ],
    [
      "a battery that charges",
      {
        meter: { role: "grid", powerW: 100 },
        roof: { role: "production", powerW: -3000 },
        cell: { role: "storage", powerW: 1100 },
      },
      { powerW: 100, storageW: 1100, consumptionW: 2000 },
    ],
    [
      "loads are not added to the grid",
      { meter: { role: "grid", powerW: 900 }, kettle: { role: "load", powerW: 800 } },
      { source: "grid", powerW: 900, parts: 1 },
    ],
    [
      "plugs only",
      { kettle: { role: "load", powerW: 800 }, lamp: { role: "load", powerW: 7.5 } },
      { source: "loads", powerW: 807.5, importW: null, exportW: null, consumptionW: 807.5, parts: 2, partsKnown: 2 },
    ],
    [
      "a plug behind a plug is counted once",
      { desk: { role: "load", powerW: 90 }, lamp: { role: "load", powerW: 7, inside: "desk" } },
      { powerW: 90, parts: 1 },
    ],
    [
      "inside a node that is gone: counted",
      { lamp: { role: "load", powerW: 7, inside: "gone" } },
      { powerW: 7, parts: 1 },
    ],
    [
      "one plug without a value: the known ones, and how many",
      { desk: { role: "load", powerW: 90 }, lamp: { role: "load" } },
      { powerW: 90, parts: 2, partsKnown: 1 },
    ],
    ["a meter without a role counts as a load", { box: { powerW: 12 } }, { source: "loads", powerW: 12 }],
    [
      "two grid meters",
      {
        a: { role: "grid", powerW: 100 },
        b: { role: "grid", powerW: 50 },
        c: { role: "grid", powerW: 20, inside: "a" },
      },
      { powerW: 150, parts: 2 },
    ],
    ["sensors only", { door: { meter: false } }, { source: "none", powerW: null }],
  ];
  it.each(cases)("%s", (_name, given, expected) => expect(toHome(toNodes(given), DAY)).toMatchObject(expected));

  it("has the age of its newest part", () => {
    const nodes = toNodes({ a: { role: "load", powerW: 1, at: AT }, b: { role: "load", powerW: 1, at: AT + 5000 } });
    expect(toHome(nodes, DAY).at).toBe(AT + 5000);
  });
});

describe("today", () => {
  const cases: [string, Record<string, Given>, Partial<ReturnType<typeof toHome>["today"]>][] = [
    [
      "grid and solar",
      { m: { role: "grid", importWh: 4000, exportWh: 1500 }, r: { role: "production", importWh: 10, exportWh: 6000 } },
      { importWh: 4000, exportWh: 1500, productionWh: 6000, consumptionWh: 8490 },
    ],
    [
      "yesterday's counts are unknown, not zero",
      { m: { role: "grid", importWh: 4000, day: "2026-11-21" } },
      { importWh: null, consumptionWh: null, productionWh: null },
    ],
    [
      "plugs only: what is known of them",
      { a: { role: "load", importWh: 200 }, b: { role: "load", importWh: 50, day: "2026-11-21" } },
      { importWh: null, consumptionWh: 200 },
    ],
    [
      "a battery",
      { m: { role: "grid", importWh: 1000 }, s: { role: "storage", importWh: 300, exportWh: 800 } },
      { consumptionWh: 1500 },
    ],
  ];
  it.each(cases)("%s", (_name, given, expected) => expect(toHome(toNodes(given), DAY).today).toMatchObject(expected));
});

describe("order of the list", () => {
  const order = (powers: Record<string, number | null>, before: string[] = []) =>
    toOrder(
      toNodes(Object.fromEntries(Object.entries(powers).map(([name, powerW]) => [name, { role: "load", powerW }]))),
      before.map(toId),
    ).map((id) => id.replaceAll("_", ""));

  it("is by size, unknown last", () => expect(order({ a: 1, b: null, c: -900, d: 30 })).toEqual(["c", "d", "a", "b"]));
  it("does not move for a few watts", () => expect(order({ a: 100, b: 103 }, ["a", "b"])).toEqual(["a", "b"]));
  it("moves for many", () => expect(order({ a: 100, b: 300 }, ["a", "b"])).toEqual(["b", "a"]));
  it("takes in new nodes and forgets old ones", () => {
    expect(order({ a: 100, n: 500 }, ["gone", "a"])).toEqual(["n", "a"]);
  });
  it("keeps every node exactly once, and settles", () => {
    const powers = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: -4000, max: 4000 }));
    fc.assert(
      fc.property(powers, powers, (first, then) => {
        const before = order(first);
        const after = order(then, before);
        expect([...after].sort()).toEqual(Object.keys(then).sort());
        expect(order(then, after)).toEqual(after);
      }),
    );
  });
});
