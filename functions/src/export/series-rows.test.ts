import { channelSchema } from "@lastmeter/model/channel";
import type { Slot, SlotStats } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { createIsoTime } from "./iso-time.ts";
import { createSlotRows, mergeWaiting, type RowNode, toReadingRows } from "./series-rows.ts";

const QUARTER_MS = 900_000;
const DAY_MS = 96 * QUARTER_MS;
const START = Date.UTC(2026, 9, 25);
const timeZone = "Europe/Athens";
const channel = channelSchema.parse({
  ...{ key: "power", ix: 3, label: "Power", kind: "measurement", type: "numeric", quantity: "power" },
  ...{ readable: true, settable: false, gettable: false, path: ["power"] },
});
const node = (more: Partial<RowNode> = {}): RowNode => ({
  ...{ nodeId: "n", name: "kettle", removed: false, timeZone, toIso: (at) => String((at - START) / QUARTER_MS) },
  channels: new Map([[3, channel]]),
  ...more,
});
const stats: SlotStats = {
  ...{ n: 1, coveredS: 900, integral: 9000, min: 10, max: 10, first: 10, last: 10, energy: null, quality: "good" },
  ...{ firstAt: START, lastAt: START },
};
const slot = (quarter: number, ixs = [3]): Slot => ({
  startAt: START + quarter * QUARTER_MS,
  endAt: START + (quarter + 1) * QUARTER_MS,
  channels: new Map(ixs.map((ix) => [ix, stats])),
});
const toStretches = (rows: readonly (readonly unknown[])[]) => rows.map((row) => [row[2], row[3], row[4], row[5]]);

describe("slot rows", () => {
  it("tell a gap of one channel where another goes on, and none before its first slot", () => {
    const rows = createSlotRows(node(), "quarter");
    const all = [slot(0, [3]), slot(1, [7]), slot(4, [3, 7])].flatMap(rows.add);
    expect(toStretches(all)).toEqual([
      ["power", "0", "1", "good"],
      ["#7", "1", "2", "good"],
      ["power", "1", "4", "missing"],
      ["#7", "2", "4", "missing"],
      ["power", "4", "5", "good"],
      ["#7", "4", "5", "good"],
    ]);
  });

  it.each([
    ["until a day before now", {}, DAY_MS + 5 * QUARTER_MS, [["power", "1", "5", "missing"]]],
    ["nothing where slots may still be open", {}, DAY_MS, []],
    ["nothing of a node that left", { removed: true }, 9 * DAY_MS, []],
    ["nothing of a retired channel", { channels: new Map([[3, { ...channel, retired: true }]]) }, 9 * DAY_MS, []],
  ])("end with what is missing: %s", (_, more, afterMs, expected) => {
    const rows = createSlotRows(node(more), "quarter");
    rows.add(slot(0));
    expect(toStretches(rows.end(START + afterMs))).toEqual(expected);
  });

  it("take the state's newer slot for a stored one, and each once", () => {
    const newer: Slot = { ...slot(2), channels: new Map([[3, { ...stats, n: 9 }]]) };
    const waiting = [slot(1), newer, slot(5)];
    expect(
      mergeWaiting([slot(0), slot(2), slot(3)], waiting).map(({ startAt }) => (startAt - START) / QUARTER_MS),
    ).toEqual([0, 1, 2, 3]);
    expect(waiting).toEqual([slot(5)]);
  });
});

describe("reading rows", () => {
  it("are in order over all chunks, in the unit people know", () => {
    const chunk = (at: number[], value: number[]) =>
      new Map([[3, { at, value, quality: at.map(() => "good" as const) }]]);
    const rows = toReadingRows(node(), [chunk([START + QUARTER_MS], [-25]), chunk([START], [10])]);
    expect(rows).toEqual([
      ["n", "kettle", "power", "0", 1, "W", "good", null],
      ["n", "kettle", "power", "1", -2.5, "W", "good", null],
    ]);
  });
});

describe("a time", () => {
  it.each([
    ["Europe/Athens", "2026-10-25T00:30:00.000Z", "2026-10-25T03:30:00.000+03:00"],
    ["Europe/Athens", "2026-10-25T01:30:00.001Z", "2026-10-25T03:30:00.001+02:00"],
    ["America/St_Johns", "2026-01-01T00:00:00.000Z", "2025-12-31T20:30:00.000-03:30"],
    ["Asia/Kathmandu", "2026-01-01T00:00:00.000Z", "2026-01-01T05:45:00.000+05:45"],
    ["UTC", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000+00:00"],
  ])("of %s says its offset", (zone, utc, expected) => {
    const toIso = createIsoTime(zone);
    toIso(Date.parse(utc) - 1_800_000);
    expect(toIso(Date.parse(utc))).toBe(expected);
    expect(Date.parse(expected)).toBe(Date.parse(utc));
  });
});
