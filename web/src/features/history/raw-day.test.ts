import { channelSchema } from "@lastmeter/model/channel";
import { packChunk, type Slot } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { isFull, type RawReading, toRawPoints, toReadings } from "./raw-day.ts";

const channel = channelSchema.parse({
  ix: 3,
  key: "power",
  kind: "measurement",
  quantity: "power",
  unit: "W",
  type: "numeric",
  readable: true,
  settable: false,
  gettable: false,
  label: "Power",
  path: ["power"],
});
const QUARTER = 900_000;
const span = { startAt: 0, endAt: 8 * QUARTER };
const toChunk = (...readings: [at: number, value: number, sequence: number][]) =>
  packChunk(
    new Map([
      [
        3,
        {
          at: readings.map(([at]) => at),
          value: readings.map(([, value]) => value),
          quality: readings.map(() => "good" as const),
          sequence: readings.map(([, , sequence]) => sequence),
        },
      ],
    ]),
  );
const toReading = (at: number, value: number, quality: RawReading["quality"] = "good") => ({ at, value, quality });
const toQuarter = (place: number): Slot => ({
  startAt: place * QUARTER,
  endAt: (place + 1) * QUARTER,
  channels: new Map([
    [
      3,
      {
        n: 1,
        coveredS: 900,
        integral: 0,
        min: 0,
        max: 0,
        first: 0,
        firstAt: 0,
        last: 0,
        lastAt: 0,
        energy: null,
        quality: "good",
      },
    ],
  ]),
});
const toShape = (points: ReturnType<typeof toRawPoints>) =>
  points.map(({ startAt, endAt, mean, mark }) => [startAt, endAt, mark ?? mean]);

describe("toReadings", () => {
  it("has every reading of all parts in order, late ones too, and nothing put aside", () => {
    const parts = [
      { s: new Uint8Array([255, 1]), c1_1: toChunk([1000, 15, 1], [3000, 25, 3]), x9_9: toChunk([500, 999, 9]) },
      { c5_5: toChunk([5000, 35, 5]), l2_2_3: toChunk([2000, 20, 2], [3000, 26, 4]) },
    ];
    expect(toReadings(parts, channel).map(({ at, value }) => [at, value])).toEqual([
      [1000, 1.5],
      [2000, 2],
      [3000, 2.5],
      [3000, 2.6],
      [5000, 3.5],
    ]);
    expect(toReadings(parts, { ...channel, ix: 4 })).toEqual([]);
  });

  it("is told that there may be more by a document that is nearly full", () => {
    expect(isFull({ c: new Uint8Array(600 * 1024) })).toBe(false);
    expect(isFull({ c: new Uint8Array(600 * 1024), d: new Uint8Array(60 * 1024) })).toBe(true);
  });
});

describe("toRawPoints", () => {
  const until = 3 * QUARTER;

  it("holds each value until the next; of two at one time the later counts; gaps stay gaps", () => {
    const readings = [toReading(1000, 1), toReading(2000, 2), toReading(2000, 3)];
    expect(toShape(toRawPoints(readings, { span, channel, quarters: null, until }))).toEqual([
      [0, 1000, null],
      [1000, 2000, 1],
      [2000, until, 3],
      [until, span.endAt, null],
    ]);
  });

  it("holds nothing into a quarter of which nothing is known, but into those not stored yet", () => {
    const quarters = [toQuarter(0), toQuarter(1), toQuarter(4)];
    const readings = [toReading(1000, 1), toReading(4 * QUARTER, 2)];
    expect(toShape(toRawPoints(readings, { span, channel, quarters, until: 7 * QUARTER }))).toEqual([
      [0, 1000, null],
      [1000, 2 * QUARTER, 1],
      [2 * QUARTER, 4 * QUARTER, null],
      [4 * QUARTER, 7 * QUARTER, 2],
      [7 * QUARTER, 8 * QUARTER, null],
    ]);
  });

  it("marks what is doubtful instead of drawing it", () => {
    const readings = [toReading(0, 1), toReading(1000, 9999, "suspect"), toReading(2000, 1)];
    expect(toShape(toRawPoints(readings, { span, channel, quarters: null, until: 3000 })).slice(0, 3)).toEqual([
      [0, 1000, 1],
      [1000, 2000, "suspect"],
      [2000, 3000, 1],
    ]);
  });

  it("is one gap where there is no reading", () => {
    expect(toShape(toRawPoints([], { span, channel, quarters: null, until }))).toEqual([[0, span.endAt, null]]);
  });
});
