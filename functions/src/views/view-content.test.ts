import type { LiveData } from "@lastmeter/model/node";
import { packChunk, packSlot, parseChunk, parseSlot, type Slot, type SlotStats } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { channels, total } from "../ingest/plan.fixture.ts";
import { CHECKPOINT_KEY, CHECKPOINT_MARK } from "../ingest/raw.ts";
import { toScope, toViewData, toViewLive } from "./view-content.ts";

const AT = Date.parse("2026-11-22T10:00Z");
const scopeOf = (...keys: string[]) => toScope({ channels, total }, keys);
const stats = (energy: number | null, unplacedWh = 0): SlotStats => ({
  n: 1,
  coveredS: 900,
  integral: 0,
  min: 1,
  max: 1,
  first: 1,
  firstAt: AT,
  last: 1,
  lastAt: AT,
  energy,
  quality: "good",
  ...(unplacedWh === 0 ? {} : { unplacedWh }),
});
const slotOf = (byIx: Record<number, SlotStats>): Slot => ({
  startAt: AT,
  endAt: AT + 900_000,
  channels: new Map(Object.entries(byIx).map(([ix, each]) => [Number(ix), each])),
});
const key = String(AT / 1000);
const column = (value: number) => ({ at: [AT], value: [value], quality: ["good" as const], sequence: [7] });

describe("slots", () => {
  it("hold the view's channels as they are", () => {
    const d = { [key]: packSlot(slotOf({ 0: stats(null), 1: stats(5, 2), 3: stats(null) })) };
    expect(toViewData("slots", d, scopeOf("energyImport"))).toEqual({ [key]: packSlot(slotOf({ 1: stats(5, 2) })) });
  });

  it("stay where nothing is left in them: they replace what was there", () => {
    const d = { [key]: packSlot(slotOf({ 0: stats(null) })) };
    const [bytes] = Object.values(toViewData("slots", d, scopeOf("voltage")));
    expect(bytes instanceof Uint8Array && parseSlot(key, bytes)?.channels.size).toBe(0);
  });

  it.each([
    ["not a slot", Uint8Array.of(99, 1)],
    ["not bytes", "text"],
  ])("%s is left out", (_name, value) => {
    expect(toViewData("slots", { [key]: value }, scopeOf("power"))).toEqual({});
  });
});

describe("raw", () => {
  const chunk = packChunk(
    new Map([
      [0, column(5)],
      [3, column(2301)],
    ]),
  );

  it("holds the view's readings with their times and sequences", () => {
    const { c } = toViewData("raw", { c: chunk }, scopeOf("voltage"));
    expect(c instanceof Uint8Array && parseChunk(c)).toEqual(new Map([[3, column(2301)]]));
  });

  it("has no chunk without a reading of the view, and never a checkpoint, which holds every channel", () => {
    const d = { c: chunk, [CHECKPOINT_KEY]: Uint8Array.of(CHECKPOINT_MARK, ...chunk) };
    expect(toViewData("raw", d, scopeOf("energyImport"))).toEqual({});
    expect(Object.keys(toViewData("raw", d, scopeOf("power")))).toEqual(["c"]);
  });
});

it("events are the view's own", () => {
  const d = { a: { c: "state", v: true }, b: { c: "action", v: "single" }, c: "text", d: null };
  expect(toViewData("events", d, scopeOf("state", "power"))).toEqual({ a: { c: "state", v: true } });
});

describe("live", () => {
  const data: LiveData = {
    v: 1,
    at: AT,
    values: { power: { value: 5, at: AT }, voltage: { value: 2301, at: AT }, energyImport: { value: 9, at: AT } },
    power: { value: 5, at: AT },
    today: { day: "2026-11-22", importWh: 12, exportWh: 0, estimated: false },
    location: null,
  };
  const estimated = { ...data, today: { day: "2026-11-22", importWh: 12, exportWh: 0, estimated: true } };

  it.each<[string, LiveData, string[], Partial<LiveData>]>([
    ["voltage alone has no sums", data, ["voltage"], { power: null, today: null }],
    ["power has power, and no energy that registers counted", data, ["power"], { power: data.power, today: null }],
    ["power has energy made of power", estimated, ["power"], { today: estimated.today }],
    ["one of two registers has no energy", data, ["energyImport"], { power: null, today: null }],
    ["both registers have", data, ["energyImport", "energyExport"], { power: null, today: data.today }],
    ["registers have no energy made of power", estimated, ["energyImport", "energyExport"], { today: null }],
  ])("%s", (_name, live, keys, expected) => {
    const view = toViewLive(live, scopeOf(...keys));
    expect(view).toMatchObject({ ...expected, at: AT });
    expect(Object.keys(view.values)).toEqual(Object.keys(data.values).filter((each) => keys.includes(each)));
  });
});
