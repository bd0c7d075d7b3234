import { channelSchema } from "@lastmeter/model/channel";
import { type LiveData, type Node, nodeSchema } from "@lastmeter/model/node";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { toChartSubject } from "../../lib/chart-subject.ts";
import { toDayInterval } from "../../lib/local-day.ts";
import { holdNewest, toQuarters } from "./quarters.ts";

const QUARTER_MS = 900_000;
const day = toDayInterval("2026-11-22", "Europe/Athens");

function toNode(keys: Record<string, object>, total: Partial<Node["total"]> = {}): Node {
  const channels = Object.entries(keys).map(([key, more], ix) => {
    const base = { key, ix, label: key, kind: "measurement", type: "numeric", path: [key] };
    return [key, channelSchema.parse({ ...base, readable: true, settable: false, gettable: false, ...more })];
  });
  return nodeSchema.parse({
    v: 1,
    networkId: "n".repeat(32),
    ownerId: "owner",
    memberIds: ["owner"],
    address: "0x1",
    nativeName: "node",
    name: "node",
    room: null,
    vendor: null,
    model: null,
    description: null,
    status: "active",
    role: null,
    inside: null,
    total: { power: [], energyImport: [], energyExport: [], ...total },
    channels: Object.fromEntries(channels),
    location: null,
  });
}

function toSlot(startAt: number, stats: Record<number, Partial<SlotStats>>): Slot {
  const base = {
    n: 1,
    coveredS: 900,
    integral: 0,
    min: 0,
    max: 0,
    first: 0,
    firstAt: startAt,
    last: 0,
    lastAt: startAt,
  };
  const channels = Object.entries(stats).map(
    ([ix, given]) => [Number(ix), { ...base, energy: null, quality: "good" as const, ...given }] as const,
  );
  return { startAt, endAt: startAt + QUARTER_MS, channels: new Map(channels) };
}

function toMeans(node: Node, slots: Slot[]): (number | null)[] {
  const subject = toChartSubject(node);
  return subject ? toQuarters(node, subject, slots, day).map(({ mean }) => mean) : [];
}

describe("quarters of a day", () => {
  const threePhase = toNode(
    { power: { quantity: "power" }, powerB: { quantity: "power" } },
    {
      power: [
        { channel: "power", sign: 1 },
        { channel: "powerB", sign: -1 },
      ],
    },
  );

  it("adds the channels of the node's power with their sign, weighted by the time they cover", () => {
    const slot = toSlot(day.startAt, { 0: { integral: 450 * 5000, coveredS: 450 }, 1: { integral: 900 * 1200 } });
    expect(toMeans(threePhase, [slot])[0]).toBe(380);
  });

  it.each<[string, Record<number, Partial<SlotStats>>]>([
    ["one of two channels", { 0: { integral: 900 } }],
    ["nothing covered", { 0: { integral: 900 }, 1: { coveredS: 0 } }],
    ["known to be missing", { 0: { integral: 900 }, 1: { quality: "missing" } }],
  ])("leaves a gap where the power is not whole: %s", (_name, stats) => {
    expect(toMeans(threePhase, [toSlot(day.startAt, stats)])[0]).toBeNull();
  });

  it("makes power of registers where there is no power", () => {
    const keys = { in: { quantity: "energy", register: true }, out: { quantity: "energy", register: true } };
    const node = toNode(keys, { energyImport: ["in"], energyExport: ["out"] });
    expect(toMeans(node, [toSlot(day.startAt, { 0: { energy: 25 }, 1: { energy: 300 } })])[0]).toBe(-1100);
    expect(toMeans(node, [toSlot(day.startAt, { 0: { energy: 25 } })])[0]).toBeNull();
  });

  it("shows the measurement that says most of a node without power", () => {
    const node = toNode({ humidity: { quantity: "relativeHumidity" }, temperature: { quantity: "temperature" } });
    const slot = toSlot(day.startAt, { 1: { integral: 900 * 2100, min: 2000, max: 2200 } });
    const subject = toChartSubject(node);
    expect(subject).toMatchObject({ kind: "value", channel: { key: "temperature" } });
    expect(subject && toQuarters(node, subject, [slot], day)[0]).toMatchObject({ mean: 21, low: 20, high: 22 });
  });

  it("has no chart for a door contact", () => {
    expect(toChartSubject(toNode({ contact: { type: "binary", kind: "state" } }))).toBeNull();
  });

  it.each([
    ["2026-03-29", "Europe/Athens", 92],
    ["2026-10-25", "Europe/Athens", 100],
    ["2026-11-22", "Asia/Kolkata", 96],
    ["2026-04-05", "Australia/Lord_Howe", 98],
  ])("%s in %s has %i quarters, each on a quarter of UTC", (date, zone, count) => {
    const interval = toDayInterval(date, zone);
    const quarters = toQuarters(threePhase, { kind: "power" }, [], interval);
    expect(quarters).toHaveLength(count);
    expect(quarters.every(({ startAt }, place) => startAt === interval.startAt + place * QUARTER_MS)).toBe(true);
  });
});

describe("quarters that are not stored yet", () => {
  const node = toNode({ power: { quantity: "power" } }, { power: [{ channel: "power", sign: 1 }] });
  const at = (place: number) => day.startAt + place * QUARTER_MS;
  const toLive = (place: number): LiveData => ({
    v: 1,
    at: at(place),
    values: {},
    power: { value: 5000, at: at(place) },
    today: null,
    location: null,
  });
  const stored = (...places: number[]) =>
    toQuarters(
      node,
      { kind: "power" },
      places.map((place) => toSlot(at(place), { 0: { integral: 900 } })),
      day,
    );

  it.each<[string, number[], LiveData | null, number, (number | null)[]]>([
    ["hold the newest value up to the running one", [0], toLive(1), at(2) + 60_000, [0.1, 500, 500, null]],
    ["leave the gaps before", [0, 2], toLive(3), at(3) + 1, [0.1, null, 0.1, 500]],
    ["end where the node was lost", [0], toLive(1), at(2), [0.1, 500, null, null]],
    ["begin with the first value ever", [], toLive(1.5), at(3), [null, 500, 500, null]],
    ["are not known without a value", [0], null, at(3), [0.1, null, null, null]],
  ])("%s", (_name, places, live, until, expected) => {
    const held = holdNewest(stored(...places), { kind: "power" }, live, until);
    expect(held.slice(0, 4).map(({ mean }) => mean)).toEqual(expected);
  });
});
