import { describe, expect, it } from "vitest";
import { channels, MemoryHome, nodeId, toNode, toReading } from "./plan.fixture.ts";

const at = (text: string) => Date.parse(text);
const minutes = (count: number) => count * 60_000;

describe("slots", () => {
  it("are weighted by time: the last value holds, also over quarters without a reading", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("power", "2026-11-22T10:00:00Z", 1000),
        toReading("power", "2026-11-22T10:05:00Z", 4000),
        toReading("power", "2026-11-22T10:31:00Z", 0),
      ],
    });
    const [first, held] = home.stats("quarter", "power");
    expect(first).toEqual({
      n: 2,
      coveredS: 900,
      integral: 300 * 1000 + 600 * 4000,
      min: 1000,
      max: 4000,
      first: 1000,
      firstAt: at("2026-11-22T10:00Z"),
      last: 4000,
      lastAt: at("2026-11-22T10:05Z"),
      energy: null,
      quality: "good",
    });
    expect(held).toMatchObject({ n: 0, coveredS: 900, integral: 900 * 4000, min: 4000, max: 4000, last: 4000 });
  });

  it("hold a value for a day at most", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [toReading("power", "2026-11-22T10:00Z", 1000), toReading("power", "2026-11-29T10:00Z", 1000)],
    });
    const covered = home.stats("quarter", "power").reduce((sum, { coveredS }) => sum + coveredS, 0);
    expect(covered).toBe(24 * 3600);
  });

  it("a reading at the very boundary belongs to the slot it begins", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("power", "2026-11-22T10:00:00Z", 10),
        toReading("power", "2026-11-22T10:15:00Z", 20),
        toReading("power", "2026-11-22T10:30:00Z", 30),
      ],
    });
    expect(home.stats("quarter", "power").map(({ n, max }) => [n, max])).toEqual([
      [1, 10],
      [1, 20],
    ]);
  });

  it("of hours, days and months are handed over when they close, each in the bucket of its local time", () => {
    const home = new MemoryHome();
    home.plan({ readings: [toReading("power", "2026-12-31T21:50Z", 10), toReading("power", "2026-12-31T22:01Z", 20)] });
    expect(home.paths.sort()).toEqual(
      [
        `nodes/${nodeId}/series/day/buckets/2026-12`,
        `nodes/${nodeId}/series/hour/buckets/2026-12-31`,
        `nodes/${nodeId}/series/month/buckets/2026`,
        `nodes/${nodeId}/series/quarter/buckets/2026-12-31`,
        `nodes/${nodeId}/series/raw/buckets/2026-12-31`,
      ].sort(),
    );
  });

  it("many of one bucket are one write", () => {
    const home = new MemoryHome();
    const readings = Array.from({ length: 90 }, (_, i) =>
      toReading("power", at("2026-11-22T00:00Z") + i * minutes(15), i),
    );
    const writes = home.plan({ readings });
    expect(new Set(writes.map(({ path }) => path)).size).toBe(writes.length);
    expect(writes).toHaveLength(6);
    expect(home.slots("quarter")).toHaveLength(89);
  });
});

describe("energy of a slot", () => {
  const energies = (home: MemoryHome) => home.stats("quarter", "energyImport").map(({ energy }) => energy);

  it("is allotted by power over time between two reports", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("power", "2026-11-22T10:00Z", 3000),
        toReading("energyImport", "2026-11-22T10:00Z", 5000),
        toReading("power", "2026-11-22T10:15Z", 1000),
        toReading("power", "2026-11-22T10:30Z", 0),
        toReading("energyImport", "2026-11-22T10:50Z", 5100),
        toReading("power", "2026-11-22T11:15Z", 0),
        toReading("energyImport", "2026-11-22T11:16Z", 5101),
      ],
    });
    expect(energies(home).slice(0, 3)).toEqual([75, 25, 0]);
  });

  it("is allotted evenly where no power is known", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("energyImport", "2026-11-22T10:00Z", 0),
        toReading("energyImport", "2026-11-22T10:45Z", 100),
        toReading("energyImport", "2026-11-22T11:00Z", 130),
      ],
    });
    expect(energies(home)).toEqual([33, 34, 33, 30]);
  });

  it("of a register that repeats its value waits for the change and goes where power was", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [0, 5, 10, 15, 20, 25, 30, 35].flatMap((minute) => {
        const time = at("2026-11-22T10:00Z") + minutes(minute);
        return [toReading("power", time, 2400), toReading("energyImport", time, minute < 35 ? 700 : 840)];
      }),
    });
    expect(energies(home)).toEqual([60, 60]);
  });

  it("of a register in whose direction no power flows is settled by each report", () => {
    const home = new MemoryHome();
    for (const minute of [0, 10, 16]) {
      const time = at("2026-11-22T10:00Z") + minutes(minute);
      const readings = [toReading("power", time, 500), toReading("energyExport", time, 40)];
      home.plan({ readings });
    }
    expect(home.stats("quarter", "energyExport").map(({ energy }) => energy)).toEqual([0]);
  });

  it("is written as not known while the register is silent, and again when it is", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [toReading("power", "2026-11-22T10:00Z", 100), toReading("energyImport", "2026-11-22T10:00Z", 0)],
    });
    home.plan({ readings: [toReading("power", "2026-11-22T10:16Z", 100)] });
    expect(energies(home)).toEqual([null]);
    home.plan({ readings: [toReading("energyImport", "2026-11-22T10:20Z", 20)] });
    home.plan({ readings: [toReading("power", "2026-11-22T10:31Z", 100)] });
    expect(energies(home)).toEqual([15, null]);
  });

  it.each([
    { name: "falls to zero", values: [900, 930, 0, 20, 40], sum: 70 },
    { name: "rolls over", values: [99_999_900, 99_999_930, 0, 20, 40], sum: 140 },
    { name: "falls for a moment", values: [900, 930, 0, 950, 960], sum: 60 },
    { name: "is remembered from before", values: [900, 930, 910, 910, 960], sum: 60 },
    { name: "is replaced by one that stands higher", values: [900, 930, 5_000_000, 5_000_010, 5_000_030], sum: 50 },
    { name: "shows an invalid value", values: [900, 930, 281_474_976_710_660, 950], sum: 50 },
    { name: "shows a glitch beyond the physical", values: [900, 930, 800_000, 950], sum: 50 },
  ])("counts what is sure when the register $name", ({ values, sum }) => {
    const home = new MemoryHome();
    const start = at("2026-11-22T10:00Z");
    home.plan({
      readings: [
        ...values.map((value, i) => toReading("energyImport", start + i * minutes(15), value)),
        toReading("energyImport", start + values.length * minutes(15), values.at(-1) ?? 0),
      ],
    });
    expect(energies(home).reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBe(sum);
  });

  it("keeps what is beyond the physical as suspect, and shows that the slot left it out", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("energyImport", "2026-11-22T10:00Z", 10),
        toReading("energyImport", "2026-11-22T10:01Z", 281_474_976_710_660),
        toReading("energyImport", "2026-11-22T10:16Z", 20),
      ],
    });
    expect(home.raw()[1]).toEqual([1, at("2026-11-22T10:01Z"), 281_474_976_710_660, "suspect"]);
    expect(home.stats("quarter", "energyImport")[0]).toMatchObject({ n: 1, max: 10, quality: "suspect" });
  });

  it("across a long silence goes to days, not to thousands of quarters", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [
        toReading("energyImport", "2026-10-01T10:00Z", 0),
        toReading("energyImport", "2026-11-22T10:00Z", 52_000),
      ],
    });
    expect(home.slots("quarter").length).toBeLessThan(100);
    const days = home.stats("day", "energyImport").map(({ energy }) => energy);
    expect(days.slice(2, 20).every((energy) => energy === 1000)).toBe(true);
    expect(home.stats("month", "energyImport")[0]?.energy).toBe(
      home
        .slots("day")
        .filter(({ startAt }) => startAt < at("2026-10-31T22:00Z"))
        .reduce((sum, { channels: each }) => sum + (each.get(1)?.energy ?? 0), 0),
    );
  });
});

it("nothing new is no write", () => {
  const home = new MemoryHome();
  home.plan({ readings: [toReading("power", "2026-11-22T10:00Z", 1)] });
  const before = home.shards.get(0);
  expect(home.plan({})).toEqual([]);
  expect(home.shards.get(0)).toBe(before);
});

it("names of channels it does not know are left alone", () => {
  const home = new MemoryHome();
  const nodes = new Map([[nodeId, toNode(nodeId, { channels: { power: channels.power } })]]);
  expect(home.plan({ nodes, readings: [toReading("voltage", "2026-11-22T10:00Z", 1)] })).toEqual([]);
});
