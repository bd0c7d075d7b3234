import type { NodeId } from "@lastmeter/model/ids";
import { liveDataSchema } from "@lastmeter/model/node";
import { describe, expect, it } from "vitest";
import { channels, location, MemoryHome, nodeId, toNode, toReading, total } from "./plan.fixture.ts";

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
    { name: "falls to zero", values: [900, 930, 0, 40], sum: 70 },
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

describe("identity of a reading", () => {
  it("a duplicate is dropped, an equal time with another sequence is not", () => {
    const home = new MemoryHome();
    const reading = toReading("power", "2026-11-22T10:00Z", 7);
    const other = toReading("power", "2026-11-22T10:00Z", 9);
    home.plan({ readings: [reading, reading, other, toReading("power", "2026-11-22T10:15Z", 1)] });
    home.plan({ readings: [toReading("power", "2026-11-22T10:30Z", 1)] });
    expect(home.raw().slice(0, 2)).toEqual([
      [0, reading.at, 7, "good"],
      [0, reading.at, 9, "good"],
    ]);
    expect(home.stats("quarter", "power")[0]).toMatchObject({ n: 2, last: 9, integral: 8100 });
  });

  it("a new queue may count from the start again", () => {
    const home = new MemoryHome();
    const reading = toReading("power", "2026-11-22T10:00Z", 7);
    home.plan({ readings: [reading] });
    home.plan({ queueEpoch: "another", readings: [reading, toReading("power", "2026-11-22T10:06Z", 7)] });
    expect(home.raw()).toHaveLength(2);
  });

  it("one older than the newest is kept raw and leaves the slots alone, twice as once", () => {
    const home = new MemoryHome();
    const late = toReading("power", "2026-11-22T10:01Z", 99_999);
    home.plan({ readings: [toReading("power", "2026-11-22T10:00Z", 1), toReading("power", "2026-11-22T10:16Z", 1)] });
    home.plan({ readings: [late] });
    home.plan({ readings: [late] });
    expect(home.raw().filter(([, time]) => time === late.at)).toEqual([[0, late.at, 99_999, "good"]]);
    expect(home.stats("quarter", "power")[0]).toMatchObject({ n: 1, max: 1 });
  });

  const now = at("2026-11-22T10:00Z");
  it.each([
    { name: "11 minutes ahead", offset: minutes(11), backfill: false, quality: "suspect" },
    { name: "11 minutes ahead in back-fill", offset: minutes(11), backfill: true, quality: "suspect" },
    { name: "32 days old", offset: -minutes(32 * 1440), backfill: false, quality: "suspect" },
    { name: "32 days old in back-fill", offset: -minutes(32 * 1440), backfill: true, quality: "good" },
    { name: "9 minutes ahead", offset: minutes(9), backfill: false, quality: "good" },
  ])("a time $name is $quality", ({ offset, backfill, quality }) => {
    const home = new MemoryHome();
    home.plan({ now, backfill, readings: [toReading("power", now + offset, 5), toReading("power", now + offset, 6)] });
    home.plan({ now: now + minutes(30), backfill, readings: [toReading("power", now + minutes(20), 5)] });
    expect(home.raw().find(([, time]) => time === now + offset)?.[3]).toBe(quality);
    expect(home.live()?.values.power?.at).toBe(backfill ? undefined : now + Math.max(offset, minutes(20)));
  });
});

describe("raw", () => {
  it("closes a chunk every five minutes, with the place where it was measured", () => {
    const home = new MemoryHome();
    home.plan({
      readings: [0, 2, 4, 6].map((minute) => toReading("power", at("2026-11-22T10:00Z") + minutes(minute), minute)),
    });
    const document = home.documents.get(`nodes/${nodeId}/series/raw/buckets/2026-11-22`);
    expect(document).toMatchObject({ v: 1, networkId: "network", location });
    expect(home.raw()).toHaveLength(3);
  });

  it("hands over the chunk of a node that fell silent once the stream has gone past it", () => {
    const other = "nodeB-nodeB-nodeB-node" as NodeId;
    const nodes = new Map([nodeId, other].map((id) => [id, toNode(id)]));
    const home = new MemoryHome();
    home.plan({ nodes, readings: [toReading("power", "2026-11-22T10:01Z", 1)] });
    expect(home.raw()).toEqual([]);
    home.plan({ nodes, readings: [toReading("power", "2026-11-22T10:06Z", 1, { nodeId: other })] });
    expect(home.raw()).toHaveLength(1);
  });

  it("goes on in another part before a document is too large", () => {
    const home = new MemoryHome();
    const start = at("2026-11-21T22:00Z");
    for (let part = 0; part < 60; part++) {
      const readings = Array.from({ length: 4800 }, (_, i) =>
        toReading("voltage", start + part * minutes(20) + i * 250, ((i * 7919) % 1_000_003) * (i % 2 === 0 ? 1 : -1)),
      );
      home.plan({ readings });
    }
    const parts = [...home.documents.keys()]
      .filter((path) => path.includes("/raw/"))
      .map((path) => path.split("/").at(-1));
    expect(parts).toEqual(["2026-11-22", "2026-11-22~1"]);
    for (const path of parts) {
      const d = home.documents.get(`nodes/${nodeId}/series/raw/buckets/${path}`)?.d as Record<string, Uint8Array>;
      expect(Object.values(d).reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThanOrEqual(768 * 1024);
    }
  });
});

describe("events", () => {
  const event = (channel: "state" | "action", time: string, value: string | boolean, sequence: number) => ({
    nodeId,
    channel,
    value,
    at: at(time),
    sequence,
  });

  it("are changes, the first known value and each action, by local day", () => {
    const home = new MemoryHome();
    home.plan({
      events: [
        event("state", "2026-11-22T21:59Z", true, 1),
        event("state", "2026-11-22T21:59:10Z", true, 2),
        event("action", "2026-11-22T21:59:20Z", "single", 3),
        event("action", "2026-11-22T21:59:30Z", "single", 4),
      ],
    });
    home.plan({
      events: [event("state", "2026-11-22T22:01Z", true, 5), event("state", "2026-11-22T22:02Z", false, 6)],
    });
    expect(Object.entries(home.events("2026-11-22"))).toEqual([
      [`${at("2026-11-22T21:59Z")}_1_4`, { c: "state", v: true }],
      [`${at("2026-11-22T21:59:20Z")}_3_5`, { c: "action", v: "single" }],
      [`${at("2026-11-22T21:59:30Z")}_4_5`, { c: "action", v: "single" }],
    ]);
    expect(Object.values(home.events("2026-11-23"))).toEqual([{ c: "state", v: false }]);
  });
});

describe("live", () => {
  const now = at("2026-11-22T10:00Z");
  const live = { now, backfill: false } as const;
  const seen = new Map([[nodeId, now]]);

  it("is written for a node's first reading, then when watched or when a quarter closes", () => {
    const home = new MemoryHome();
    const count = (more: Parameters<MemoryHome["plan"]>[0]) =>
      home.plan({ ...live, ...more }).filter(({ path }) => path.startsWith("live/")).length;
    expect(count({ backfill: true, readings: [toReading("power", now - minutes(60), 1)] })).toBe(0);
    expect(count({ readings: [toReading("power", now, 1)] })).toBe(1);
    expect(count({ readings: [toReading("power", now + minutes(1), 2)] })).toBe(0);
    expect(count({ readings: [toReading("power", now + minutes(2), 3)], watched: "yes" })).toBe(1);
    expect(count({ watched: "yes" })).toBe(0);
    expect(count({ watched: "began" })).toBe(1);
    expect(count({ now: now + minutes(16), readings: [toReading("power", now + minutes(16), 3)] })).toBe(1);
    expect(
      count({ now: now + minutes(40), readings: [toReading("power", now + minutes(40), 3)], backfill: true }),
    ).toBe(0);
  });

  it("has every last known value but actions, power by sign, today by register", () => {
    const home = new MemoryHome();
    const node = toNode(nodeId, { total: { ...total, power: [{ channel: "power", sign: -1 }] } });
    home.plan({
      ...live,
      nodes: new Map([[nodeId, node]]),
      readings: [
        toReading("energyImport", now - minutes(30), 1000),
        toReading("power", now - minutes(1), 4200),
        toReading("energyImport", now - minutes(1), 1250),
      ],
      events: [
        { nodeId, channel: "state", value: true, at: now - 1, sequence: 1 },
        { nodeId, channel: "action", value: "single", at: now - 1, sequence: 1 },
      ],
      values: [{ nodeId, channel: "voltage", value: 23_000, at: now - 2 }],
      seen,
    });
    expect(liveDataSchema.parse(home.live())).toEqual({
      v: 1,
      at: now,
      values: {
        power: { value: 4200, at: now - minutes(1) },
        energyImport: { value: 1250, at: now - minutes(1) },
        voltage: { value: 23_000, at: now - 2 },
        state: { value: true, at: now - 1 },
      },
      power: { value: -4200, at: now - minutes(1) },
      today: { day: "2026-11-22", importWh: 250, exportWh: 0, estimated: false },
      location,
    });
  });

  it("today is integrated, held up to now and marked, where there is no register", () => {
    const home = new MemoryHome();
    home.plan({
      ...live,
      readings: [toReading("power", now - minutes(60), 10_000), toReading("power", now - minutes(30), -20_000)],
      watched: "yes",
    });
    expect(home.live()?.today).toEqual({ day: "2026-11-22", importWh: 500, exportWh: 1000, estimated: true });
  });

  it("today begins again at local midnight, though nothing was heard", () => {
    const home = new MemoryHome();
    home.plan({
      ...live,
      readings: [toReading("energyImport", now - minutes(60), 0), toReading("energyImport", now, 300)],
    });
    expect(home.live()?.today?.importWh).toBe(300);
    home.plan({ backfill: false, now: at("2026-11-22T22:00Z"), watched: "began" });
    expect(home.live()?.today).toMatchObject({ day: "2026-11-23", importWh: 0 });
    const later = at("2026-11-22T23:00Z");
    home.plan({ backfill: false, now: later, readings: [toReading("energyImport", later, 1600)], watched: "yes" });
    expect(home.live()?.today).toMatchObject({ day: "2026-11-23", importWh: 100 });
  });

  it("newest values may run ahead of a backlog: shown, in no series", () => {
    const home = new MemoryHome();
    home.plan({ backfill: true, readings: [toReading("power", now - minutes(90), 1)] });
    home.plan({ ...live, values: [{ nodeId, channel: "power", value: 77, at: now }], seen, watched: "yes" });
    expect(home.live()?.power).toEqual({ value: 77, at: now });
    home.plan({ backfill: true, readings: [toReading("power", now - minutes(30), 1)] });
    expect(Math.max(...home.stats("quarter", "power").map(({ max }) => max))).toBe(1);
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
