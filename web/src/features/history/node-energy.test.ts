import type { Slot } from "@lastmeter/model/series";
import { toBucketId, toDayInterval, toSlotInterval } from "@lastmeter/model/time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type Period, toSpan } from "../../lib/period.ts";
import { planBuckets } from "./documents.ts";
import { toLive, toMeter, toRecord, toSlot } from "./history.fixture.ts";
import { toBarAmounts, toDayAmount, toMonthAmount, toSpanAmount } from "./node-energy.ts";
import { type NodeRecord, toBucketName, toMoment } from "./record.ts";

const ZONE = "Europe/Athens";
const DAY = "2026-11-22";
const { startAt, endAt } = toDayInterval(DAY, ZONE);
const NOON = startAt + 12 * 3_600_000;
const QUARTER_MS = 900_000;
const meter = toMeter("meter");
const drawn = (importWh: number, certainty = "good") => ({ importWh, exportWh: 0, certainty });
const slot = (from: number, to: number, importWh: number) =>
  toSlot({ startAt: from, endAt: to, importWh, exportWh: 0 });
const today = { day: DAY, importWh: 70, exportWh: 0, estimated: false };

describe("a day", () => {
  it.each<[string, number, Parameters<typeof toRecord>[1], Partial<NodeRecord>, ReturnType<typeof drawn> | null]>([
    ["that runs is the running count", NOON, [], { live: toLive(NOON, today) }, drawn(70)],
    [
      "that is over is its slot",
      endAt,
      [["day", "2026-11", [slot(startAt, endAt, 90)]]],
      { live: toLive(NOON, today) },
      drawn(90),
    ],
    [
      "that is over without a slot is the last count of it",
      endAt,
      [["day", "2026-11", []]],
      { live: toLive(NOON, today) },
      drawn(70),
    ],
    [
      "that has just ended is what its quarters make",
      endAt,
      [
        [
          "quarter",
          DAY,
          [slot(startAt, startAt + QUARTER_MS, 4), slot(startAt + QUARTER_MS, startAt + 2 * QUARTER_MS, 5)],
        ],
      ],
      { live: toLive(endAt, { ...today, day: "2026-11-23", importWh: 1 }) },
      drawn(9),
    ],
    [
      "long over without anything is not known",
      endAt + 5 * 86_400_000,
      [["quarter", DAY, [slot(startAt, startAt + QUARTER_MS, 4)]]],
      {},
      null,
    ],
    ["to come is not known", startAt - 1, [], { live: toLive(NOON, today) }, null],
  ])("%s", (_name, now, stored, more, expected) => {
    expect(toDayAmount(toRecord(meter, stored, more), DAY, toMoment(now, ZONE))).toEqual(expected);
  });

  it("leaves a gap where nothing is known, and shows what was counted across it in the total alone", () => {
    const at = (place: number) => startAt + place * QUARTER_MS;
    const quarters = [slot(at(0), at(1), 10), slot(at(4), at(5), 20)];
    const day = toSlot({ startAt, endAt, importWh: 75, exportWh: 0, unplacedWh: 45, known: 0.5 });
    const record = toRecord(meter, [
      ["quarter", DAY, quarters],
      ["day", "2026-11", [day]],
    ]);
    const [span, moment] = [toSpan("day", DAY, ZONE), toMoment(endAt, ZONE)];
    const bars = toBarAmounts(record, span, moment);
    expect(bars.slice(0, 5)).toEqual([drawn(10), null, null, null, drawn(20)]);
    expect(toSpanAmount(record, span, moment)).toEqual(drawn(75, "partly"));
  });

  it("is never zero where nothing is known", () => {
    const empty = toSlot({ startAt, endAt: startAt + QUARTER_MS, importWh: 0, exportWh: 0, known: 0 });
    const record = toRecord(meter, [["quarter", DAY, [empty]]]);
    expect(toBarAmounts(record, toSpan("day", DAY, ZONE), toMoment(endAt, ZONE))[0]).toBeNull();
  });

  it.each([
    ["all of it where the day is whole", [0, 1], 70 - 30],
    ["what the power of now tells where there is a gap before", [0, 3], 10],
  ])("gives the running quarter %s", (_name, places, expected) => {
    const now = startAt + 4 * QUARTER_MS + 600_000;
    const quarters = places.map((place) => slot(startAt + place * QUARTER_MS, startAt + (place + 1) * QUARTER_MS, 15));
    const first = (places.at(-1) ?? 0) + 1;
    const record = toRecord(meter, [["quarter", DAY, quarters]], { live: toLive(now, today, 60) });
    const bars = toBarAmounts(record, toSpan("day", DAY, ZONE), toMoment(now, ZONE));
    expect(bars.slice(first, 5).reduce((sum, bar) => sum + (bar?.importWh ?? 0), 0)).toBe(expected);
    expect(bars[5]).toBeNull();
  });

  it("holds nothing after the node was lost", () => {
    const now = startAt + 8 * QUARTER_MS;
    const record = toRecord(meter, [["quarter", DAY, [slot(startAt, startAt + QUARTER_MS, 15)]]], {
      live: toLive(now, today),
      heldUntil: startAt + 2 * QUARTER_MS,
    });
    const bars = toBarAmounts(record, toSpan("day", DAY, ZONE), toMoment(now, ZONE));
    expect(bars.map((bar) => bar?.importWh ?? null).slice(0, 4)).toEqual([15, 55, null, null]);
  });
});

const zones = [ZONE, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

/** The documents of a meter with known true energy, as ingest leaves them at `now`: what is over is closed, the rest is counted. */
function toStored(quarterWh: readonly number[], from: number, zone: string, now: number): NodeRecord["buckets"] {
  const sums = new Map<
    string,
    { bucket: string; slot: { startAt: number; endAt: number; importWh: number; exportWh: number } }
  >();
  quarterWh.forEach((wh, place) => {
    const at = from + place * QUARTER_MS;
    for (const resolution of ["quarter", "day", "month"] as const) {
      const interval = toSlotInterval(resolution, at, zone);
      if (interval.endAt > now) continue;
      const key = `${resolution} ${interval.startAt}`;
      const bucket = toBucketName(resolution, toBucketId(resolution, interval.startAt, zone));
      const sum = sums.get(key) ?? { bucket, slot: { ...interval, importWh: 0, exportWh: 0 } };
      if (wh >= 0) sum.slot.importWh += wh;
      else sum.slot.exportWh -= wh;
      sums.set(key, sum);
    }
  });
  const buckets = new Map<string, Map<number, Slot>>();
  for (const { bucket, slot: given } of sums.values()) {
    const slots = buckets.get(bucket) ?? new Map<number, Slot>();
    buckets.set(bucket, slots.set(given.startAt, toSlot(given)));
  }
  return buckets;
}

describe("whichever view, the same total", () => {
  it("to the watt-hour, of any past, in any zone, with no more than the planned documents", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 330 }),
        fc.integer({ min: 1, max: 45 * 96 }),
        fc.integer({ min: 1, max: 997 }),
        (zone, firstDay, length, seed) => {
          const day = addDays("2026-01-01", firstDay);
          const from = Math.ceil(toDayInterval(day, zone).startAt / QUARTER_MS) * QUARTER_MS;
          const now = from + length * QUARTER_MS;
          const wh = Array.from({ length }, (_, place) => ((place * seed) % 641) - 120);
          const moment = toMoment(now, zone);
          // A day or month that may wait for its registers costs a document more.
          const isUnsettled = length < 2 * 100 || moment.today.slice(8) <= "02";
          const all = toStored(wh, from, zone, now);
          const midnightAt = toDayInterval(moment.today, zone).startAt;
          const counted = wh.slice(Math.max(0, Math.ceil((midnightAt - from) / QUARTER_MS)));
          const sum = (side: 1 | -1) => counted.reduce((total, each) => total + Math.max(0, side * each), 0);
          const count = { day: moment.today, importWh: sum(1), exportWh: sum(-1), estimated: false };
          const read = (period: Period, date: string) => {
            const span = toSpan(period, date, zone);
            let record: NodeRecord = { node: meter, live: toLive(now, count), heldUntil: now, buckets: new Map() };
            for (let round = 0; round < 3; round += 1) {
              const names = planBuckets(record, span, moment, false);
              expect(names.length).toBeLessThanOrEqual(isUnsettled ? 4 : 2);
              record = { ...record, buckets: new Map(names.map((name) => [name, all.get(name) ?? new Map()])) };
            }
            return { total: toSpanAmount(record, span, moment), bars: toBarAmounts(record, span, moment) };
          };
          const toSum = (parts: ReturnType<typeof read>["bars"]) =>
            parts.reduce((total, part) => total + (part ? part.importWh - part.exportWh : 0), 0);
          const toNet = ({ total }: ReturnType<typeof read>) => (total ? total.importWh - total.exportWh : 0);

          let inMonths = 0;
          for (
            let each = day;
            each.slice(0, 7) <= moment.today.slice(0, 7);
            each = addDays(`${each.slice(0, 7)}-28`, 4)
          ) {
            const month = read("month", each);
            expect(toSum(month.bars)).toBe(toNet(month));
            inMonths += toNet(month);
          }
          const years = [...new Set([day.slice(0, 4), moment.today.slice(0, 4)])].map((year) =>
            read("year", `${year}-06-01`),
          );
          for (const year of years) expect(toSum(year.bars)).toBe(toNet(year));
          expect(years.reduce((total, year) => total + toNet(year), 0)).toBe(inMonths);
          expect(inMonths).toBe(wh.reduce((total, each) => total + each, 0));

          const week = read("week", moment.today);
          expect(toSum(week.bars)).toBe(toNet(week));
          const days = toSpan("week", moment.today, zone).days.map((each) => read("day", each));
          expect(days.reduce((total, each) => total + toNet(each), 0)).toBe(toNet(week));
          for (const each of days) expect(toSum(each.bars)).toBe(toNet(each));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("a month that has just ended is the sum of its days until its slot is there", () => {
    const now = toDayInterval("2026-12-01", ZONE).startAt + 60_000;
    const days = [slot(...bounds("2026-11-29"), 5), slot(...bounds("2026-11-30"), 7)];
    const record = toRecord(meter, [
      ["day", "2026-11", days],
      ["month", "2026", []],
    ]);
    expect(toMonthAmount(record, "2026-11", toMoment(now, ZONE))).toMatchObject({ importWh: 12 });
  });
});

function bounds(day: string): [number, number] {
  const interval = toDayInterval(day, ZONE);
  return [interval.startAt, interval.endAt];
}
