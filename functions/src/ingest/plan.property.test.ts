import type { Reading } from "@lastmeter/model/reading";
import { mergeSlots } from "@lastmeter/model/series-figures";
import { toSlotInterval } from "@lastmeter/model/time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChannelKey, channels, MemoryHome, toReading } from "./plan.fixture.ts";
import { parseShard } from "./shard.ts";

/** Steps of a home's stream: ms since the message before, and what it carries. Registers rise by less than could be suspect. */
const message = fc.record({
  gapMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 1_800_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * 3_600_000 }) },
  ),
  power: fc.option(fc.integer({ min: -50_000, max: 50_000 })),
  taken: fc.option(fc.integer({ min: 0, max: 400 })),
  given: fc.option(fc.integer({ min: 0, max: 400 })),
  reset: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

const zones = ["Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
/** Just before clocks change in each of the zones, and an ordinary day. */
const starts = [
  "2026-03-28T12:00Z",
  "2026-10-24T12:00Z",
  "2026-03-07T12:00Z",
  "2026-10-31T12:00Z",
  "2026-04-04T09:00Z",
  "2026-10-03T09:00Z",
  "2026-06-30T12:00Z",
];
const start = fc.constantFrom(...starts).map((text) => Date.parse(text));
const stream = fc.array(message, { minLength: 1, maxLength: 60 });

function toReadings(startAt: number, messages: readonly Message[]): Reading[] {
  let at = startAt;
  const registers = { energyImport: 1000, energyExport: 50 };
  return messages.flatMap(({ gapMs, power, reset, ...wanted }, sequence) => {
    at += gapMs;
    // 90 kW.
    const within = (wh: number | null) => wh && Math.min(wh, Math.floor(gapMs / 40));
    const [taken, given] = [within(wanted.taken), within(wanted.given)];
    const readings: Reading[] = [];
    const add = (key: ChannelKey, value: number) => readings.push(toReading(key, at, value, { sequence }));
    if (power !== null) add("power", power);
    registers.energyImport = (reset ? 0 : registers.energyImport) + (taken ?? 0);
    registers.energyExport += given ?? 0;
    if (taken !== null) add("energyImport", registers.energyImport);
    if (given !== null) add("energyExport", registers.energyExport);
    return readings;
  });
}

/** What comes after, so that every slot of the stream is settled and handed over. */
function toClosing(readings: readonly Reading[], from: number): Reading[] {
  const last = readings.at(-1)?.at ?? from;
  const end = last + 40 * 86_400_000;
  return [last + 7_200_000, end, end + 7_200_000].flatMap((at) =>
    (["power", "energyImport", "energyExport"] as const).map((key) => {
      const known = readings.findLast(({ channel }) => channel === key);
      return toReading(key, at, known?.value ?? 0, { sequence: at });
    }),
  );
}

function store(timeZone: string, batches: readonly (readonly Reading[])[]): MemoryHome {
  const home = new MemoryHome();
  for (const readings of batches) home.plan({ timeZone, readings });
  return home;
}

describe("whatever the stream", () => {
  it("any split into batches gives the same documents and the same state", () => {
    fc.assert(
      fc.property(
        start,
        stream,
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.constantFrom(...zones),
        (from, messages, cuts, zone) => {
          const readings = toReadings(from, messages);
          const closing = toClosing(readings, from).map((each) => [each]);
          const edges = [0, ...cuts.map((cut) => cut % (readings.length + 1)).sort((a, b) => a - b), readings.length];
          const batches = edges.slice(1).map((edge, i) => readings.slice(edges[i], edge));
          const whole = store(zone, [readings, ...closing]);
          const split = store(zone, [...batches, ...closing]);
          expect([...split.documents].sort()).toEqual([...whole.documents].sort());
          expect(split.shards).toEqual(whole.shards);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("quarters make hours, hours days, days months, and all the register's own difference", () => {
    fc.assert(
      fc.property(start, stream, fc.constantFrom(...zones), (from, messages, zone) => {
        const readings = toReadings(
          from,
          messages.map((each) => ({ ...each, reset: false, gapMs: Math.min(each.gapMs, 86_400_000) })),
        );
        const last = readings.at(-1)?.at ?? from;
        const home = store(zone, [readings, toClosing(readings, from)]);
        for (const key of ["energyImport", "energyExport"] as const) {
          const { ix } = channels[key];
          const sumOf = (
            resolution: "quarter" | "hour" | "day" | "month",
            within?: { startAt: number; endAt: number },
          ) =>
            home
              .slots(resolution)
              .filter(({ startAt, endAt }) => !within || (startAt >= within.startAt && endAt <= within.endAt))
              .reduce((sum, slot) => sum + (slot.channels.get(ix)?.energy ?? 0), 0);
          const rises = readings.filter(({ channel }) => channel === key).map(({ value }) => value);
          const counted = rises.reduce((sum, value, i) => sum + Math.max(value - (rises[i - 1] ?? value), 0), 0);
          for (const resolution of ["quarter", "hour", "day", "month"] as const) {
            expect([resolution, sumOf(resolution)]).toEqual([resolution, counted]);
          }
          for (const [coarse, fine] of [
            ["hour", "quarter"],
            ["day", "hour"],
            ["month", "day"],
          ] as const) {
            for (const slot of home.slots(coarse).filter(({ startAt }) => startAt <= last)) {
              expect(slot).toMatchObject(toSlotInterval(coarse, slot.startAt, zone));
              expect(sumOf(fine, slot)).toBe(slot.channels.get(ix)?.energy ?? 0);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("a coarser slot is the merge of the finer ones in it", () => {
    fc.assert(
      fc.property(start, stream, fc.constantFrom(...zones), (from, messages, zone) => {
        const readings = toReadings(from, messages);
        const home = store(zone, [readings, toClosing(readings, from)]);
        for (const [coarse, fine] of [
          ["hour", "quarter"],
          ["day", "hour"],
          ["month", "day"],
        ] as const) {
          for (const slot of home.slots(coarse)) {
            const parts = home
              .slots(fine)
              .filter(({ startAt, endAt }) => startAt >= slot.startAt && endAt <= slot.endAt);
            const merged = mergeSlots(parts)?.channels.get(channels.power.ix);
            const stats = slot.channels.get(channels.power.ix);
            // Each part's integral was rounded by itself.
            const rounded = Math.abs((merged?.integral ?? 0) - (stats?.integral ?? 0));
            expect(rounded).toBeLessThanOrEqual((parts.length + 1) / 2);
            expect(merged && { ...merged, integral: 0 }).toEqual(stats && { ...stats, integral: 0 });
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("no reading is lost or stored twice, and every slot's mean is between its least and most", () => {
    fc.assert(
      fc.property(start, stream, (from, messages) => {
        const readings = toReadings(from, messages);
        const closing = toClosing(readings, from);
        const home = store("Europe/Athens", [readings, closing]);
        const open = closing.at(-1)?.at ?? 0;
        const expected = [...readings, ...closing].filter(({ at }) => at < open).length;
        expect(home.raw()).toHaveLength(expected);
        for (const { coveredS, integral, min, max } of home.stats("quarter", "power")) {
          expect(integral).toBeGreaterThanOrEqual(Math.floor(min * coveredS));
          expect(integral).toBeLessThanOrEqual(Math.ceil(max * coveredS));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("stored state", () => {
  it("of another version or damaged is refused, never misread or endless", () => {
    const home = store("Europe/Athens", [[toReading("power", Date.parse("2026-11-22T10:00Z"), 1)]]);
    const bytes = home.shards.get(0) ?? new Uint8Array();
    expect(() => parseShard(Uint8Array.of(99, ...bytes.slice(1)))).toThrow("unknown version");
    expect(() => parseShard(bytes.slice(0, -1))).toThrow("damaged");
  });
});
