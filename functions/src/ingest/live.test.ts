import { liveDataSchema } from "@lastmeter/model/node";
import { describe, expect, it } from "vitest";
import { location, MemoryHome, nodeId, toNode, toReading, total } from "./plan.fixture.ts";

const at = (text: string) => Date.parse(text);
const minutes = (count: number) => count * 60_000;

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

  it("is written for a node's first reading, then when watched or when an hour closes", () => {
    const home = new MemoryHome();
    const count = (more: Parameters<MemoryHome["plan"]>[0]) =>
      home.plan({ ...live, ...more }).filter(({ path }) => path.startsWith("live/")).length;
    expect(count({ backfill: true, readings: [toReading("power", now - minutes(60), 1)] })).toBe(0);
    expect(count({ readings: [toReading("power", now, 1)] })).toBe(1);
    expect(count({ readings: [toReading("power", now + minutes(1), 2)] })).toBe(0);
    expect(count({ readings: [toReading("power", now + minutes(2), 3)], watched: "yes" })).toBe(1);
    expect(count({ watched: "yes" })).toBe(0);
    expect(count({ watched: "began" })).toBe(1);
    expect(count({ now: now + minutes(16), readings: [toReading("power", now + minutes(16), 3)] })).toBe(0);
    expect(count({ now: now + minutes(60), readings: [toReading("power", now + minutes(60), 3)] })).toBe(1);
    expect(
      count({ now: now + minutes(130), readings: [toReading("power", now + minutes(130), 3)], backfill: true }),
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
