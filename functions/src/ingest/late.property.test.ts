import type { Reading } from "@lastmeter/model/reading";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PresenceFact } from "../protocols/protocol.ts";
import { type ChannelKey, MemoryHome, nodeId, toReading } from "./plan.fixture.ts";

/** Steps of a home's stream: ms since the message before, what it carries, and what is told of presence just before it. */
const message = fc.record({
  gapMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 1_800_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 * 3_600_000 }) },
  ),
  power: fc.option(fc.integer({ min: -50_000, max: 50_000 })),
  taken: fc.option(fc.integer({ min: 0, max: 400 })),
  given: fc.option(fc.integer({ min: 0, max: 400 })),
  strange: fc.constantFrom<"" | "reset" | "spike" | "glitch">(
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "reset",
    "spike",
    "glitch",
  ),
  fact: fc.option(
    fc.constantFrom<PresenceFact["fact"]>(
      "nodeAway",
      "coordinatorAway",
      "coordinatorBack",
      "gatewayAway",
      "calibrated",
    ),
    { freq: 8 },
  ),
});
type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

interface Item {
  readonly at: number;
  readonly readings: readonly Reading[];
  readonly presence: readonly PresenceFact[];
}

function toItems(startAt: number, messages: readonly Message[]): Item[] {
  let at = startAt;
  const registers = { energyImport: 1000, energyExport: 50 };
  return messages.map(({ gapMs, power, taken, given, strange, fact }, i) => {
    at += gapMs;
    const sequence = 2 * i + 2;
    const readings: Reading[] = [];
    const add = (key: ChannelKey, value: number) => readings.push(toReading(key, at, value, { sequence }));
    if (power !== null) add("power", power);
    registers.energyImport = (strange === "reset" ? 0 : registers.energyImport) + (taken ?? 0);
    registers.energyExport += given ?? 0;
    const shown = strange === "spike" ? 9_000_000 : strange === "glitch" ? 3 : registers.energyImport;
    if (taken !== null) add("energyImport", shown);
    if (given !== null) add("energyExport", registers.energyExport);
    const presence = fact === null ? [] : [{ nodeId, fact, at, sequence: sequence - 1 }];
    return { at, readings, presence };
  });
}

/** Just before clocks change in each of the zones, and an ordinary day. */
const start = fc
  .constantFrom("2026-03-28T12:00Z", "2026-10-24T12:00Z", "2026-11-01T01:00Z", "2026-04-04T09:00Z", "2026-06-30T12:00Z")
  .map((text) => Date.parse(text));
const zone = fc.constantFrom("Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");
const stream = fc.array(message, { minLength: 1, maxLength: 40 });

/** `PROPERTY_RUNS=20000`: more of them. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 150);
const quiet: Message = { gapMs: 0, power: null, taken: null, given: null, strange: "", fact: null };
/** A duplicate that comes when a slot of its day, not settled at the end of that day, is settled but not written. */
const settledNextDay: readonly Message[] = [
  { ...quiet, gapMs: 1, taken: 0 },
  { ...quiet, gapMs: 899_999, taken: 0, strange: "glitch", fact: "nodeAway" },
  { ...quiet, gapMs: 35_100_000, taken: 4, given: 0, strange: "reset" },
  { ...quiet, taken: 1, given: 0 },
];

/** What comes after, in order, so that every slot of the stream is settled and handed over. */
function close(home: MemoryHome, timeZone: string, items: readonly Item[]): void {
  const last = items.reduce((latest, { at }) => Math.max(latest, at), 0);
  const readings = items.flatMap((item) => item.readings);
  for (const at of [last + 7_200_000, last + 40 * 86_400_000, last + 40 * 86_400_000 + 7_200_000]) {
    const closing = (["power", "energyImport", "energyExport"] as const).map((key) => {
      const known = readings.filter(({ channel, value }) => channel === key && value < 9_000_000).at(-1);
      return toReading(key, at, known?.value ?? 0, { sequence: at });
    });
    home.plan({ timeZone, readings: closing });
  }
}

function toPicture(home: MemoryHome) {
  return {
    raw: home.raw(),
    quarter: home.slots("quarter"),
    hour: home.slots("hour"),
    day: home.slots("day"),
    month: home.slots("month"),
  };
}

describe("readings that come late", () => {
  it("in any order, twice and in any batches end as the same readings and slots", () => {
    fc.assert(
      fc.property(
        start,
        stream,
        zone,
        fc.array(fc.nat(1000), { maxLength: 40 }),
        fc.array(fc.nat(200), { maxLength: 6 }),
        fc.array(fc.nat(1000), { maxLength: 5 }),
        (from, messages, timeZone, keys, cuts, again) => {
          const items = toItems(from, messages);
          const whole = new MemoryHome();
          whole.plan({
            timeZone,
            readings: items.flatMap(({ readings }) => readings),
            presence: items.flatMap(({ presence }) => presence),
          });
          close(whole, timeZone, items);

          const mixed = items
            .map((item, i) => ({ item, key: (keys[i] ?? i * 25) % 1000 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
          for (const each of again) mixed.push(mixed[each % mixed.length] as Item);
          const edges = [0, ...cuts.map((cut) => cut % (mixed.length + 1)).sort((a, b) => a - b), mixed.length];
          const home = new MemoryHome();
          for (const [i, edge] of edges.slice(1).entries()) {
            const batch = mixed.slice(edges[i], edge);
            home.plan({
              timeZone,
              readings: batch.flatMap(({ readings }) => readings),
              presence: batch.flatMap(({ presence }) => presence),
            });
          }
          close(home, timeZone, items);
          expect(toPicture(home)).toEqual(toPicture(whole));
        },
      ),
      {
        numRuns,
        examples: [[Date.parse("2026-03-28T12:00Z"), [...settledNextDay], "Europe/Athens", [], [70, 57], [0]]],
      },
    );
  });
});
