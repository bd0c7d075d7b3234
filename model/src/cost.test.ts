import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Energy, toCost, toMicro, toQuarterParts } from "./cost.ts";
import { toFeedKey, toPrice } from "./price.ts";
import type { Rate, Tariff } from "./tariff.ts";
import { QUARTER_MS, toDayInterval } from "./time.ts";

const HOUR_MS = 4 * QUARTER_MS;
const START = Date.parse("2026-11-28T00:00Z");
const flat: Tariff = {
  v: 1,
  name: "Flat",
  currency: "EUR",
  timeZone: "Europe/Athens",
  import: { kind: "flat", price: 250_000 },
  export: null,
  standing: [],
  taxPpm: 0,
};
const drawn = (wh: number, from = START, to = from + QUARTER_MS): Energy => ({ flow: "import", from, to, wh });
const none = { from: START, to: START, feeds: new Map() };
const night: Rate = {
  kind: "timeOfUse",
  bands: [{ price: 100_000, weekdays: [1, 2, 3, 4, 5, 6, 7], months: null, from: "00:00", to: "07:00" }],
  otherwise: 300_000,
};

describe("what energy costs", () => {
  it("is a bill of others: 31 days at 89.572 c and 980 kWh at 24.61 c, 10 % tax (qld-tariffs)", () => {
    const tariff: Tariff = {
      ...flat,
      currency: "AUD",
      timeZone: "Australia/Brisbane",
      import: { kind: "flat", price: 246_100 },
      standing: [{ amount: 895_720, per: "day" }],
      taxPpm: 100_000,
    };
    const from = toDayInterval("2026-07-01", "Australia/Brisbane").startAt;
    const to = toDayInterval("2026-08-01", "Australia/Brisbane").startAt;
    const cost = toCost(tariff, [drawn(980_000, from, to)], { from, to, feeds: new Map() });
    expect(cost).toEqual({ import: 265_295_800, export: 0, standing: 30_544_052, total: 295_839_852, unpricedWh: 0 });
  });

  it("is not rounded before its line: 3.932 kWh at 26.4159 p are 1.0387, however often it was read", () => {
    const tariff = { ...flat, currency: "GBP", import: { kind: "flat", price: 264_159 } } as const;
    const halves = Array.from({ length: 48 }, (_, i) =>
      drawn(i < 44 ? 82 : 81, START + i * 2 * QUARTER_MS, START + (i + 1) * 2 * QUARTER_MS),
    );
    expect(halves.reduce((sum, { wh }) => sum + wh, 0)).toBe(3932);
    expect(toCost(tariff, halves, none).import).toBe(1_038_673);
  });

  it.each<[string, Rate, string, number | null]>([
    ["by night", night, "2026-11-28T04:59Z", 100_000],
    ["by day", night, "2026-11-28T05:00Z", 300_000],
    ["in the hour that comes twice, first", night, "2026-10-25T00:30Z", 100_000],
    ["in the hour that comes twice, again", night, "2026-10-25T01:30Z", 100_000],
    ["on a day of 23 hours", night, "2026-03-29T03:45Z", 100_000],
    ["after its night", night, "2026-03-29T04:00Z", 300_000],
    [
      "by a feed",
      { kind: "dynamic", providerId: "p", feedId: "f", factorPpm: 1_100_000, markup: 20_000 },
      "2026-11-28T04:59Z",
      -13_000,
    ],
    [
      "by a feed that does not say",
      { kind: "dynamic", providerId: "p", feedId: "f", factorPpm: 0, markup: 0 },
      "2026-11-28T05:00Z",
      null,
    ],
  ])("%s", (_, rate, at, expected) => {
    const feeds = new Map([[toFeedKey("p", "f"), new Map([[Date.parse("2026-11-28T04:45Z"), -30_000]])]]);
    expect(toPrice({ tariff: { ...flat, import: rate }, flow: "import", at: Date.parse(at), feeds })).toBe(expected);
  });

  it("adds tax to what is drawn, none to what is given, and says what has no price", () => {
    const tariff: Tariff = {
      ...flat,
      export: { kind: "flat", price: 80_000 },
      taxPpm: 240_000,
    };
    const given: Energy = { flow: "export", from: START, to: START + HOUR_MS, wh: 2000 };
    expect(toCost(tariff, [drawn(1000), given], none)).toMatchObject({
      import: 310_000,
      export: 160_000,
      total: 150_000,
    });
    const dynamic: Rate = { kind: "dynamic", providerId: "p", feedId: "f", factorPpm: 1_000_000, markup: 0 };
    expect(toCost({ ...tariff, import: dynamic }, [drawn(1000)], none)).toMatchObject({ import: 0, unpricedWh: 1000 });
  });

  it("charges each local day that begins, of 23 or of 25 hours, and each month", () => {
    const standing: Tariff["standing"] = [
      { amount: 300_000, per: "day" },
      { amount: 1_000_000, per: "month" },
    ];
    const charge = (first: string, end: string) => {
      const [from, to] = [first, end].map((day) => toDayInterval(day, "Europe/Athens").startAt) as [number, number];
      return toCost({ ...flat, standing }, [], { from, to, feeds: new Map() }).standing;
    };
    expect(charge("2026-03-28", "2026-03-31")).toBe(900_000);
    expect(charge("2026-10-24", "2026-10-27")).toBe(900_000);
    expect(charge("2026-10-31", "2026-11-02")).toBe(1_600_000);
  });

  it("rounds halves to even", () => {
    const femto = (micro: number) => BigInt(Math.round(micro * 10)) * 100_000_000n;
    expect([0.4, 0.5, 0.6, 1.5, 2.5, -0.5, -1.5].map((each) => toMicro(femto(each)))).toEqual([0, 0, 1, 2, 2, 0, -2]);
  });
});

const energies = fc.array(
  fc.record({
    flow: fc.constantFrom("import" as const, "export" as const),
    from: fc.integer({ min: START, max: START + 48 * HOUR_MS }),
    length: fc.integer({ min: 1, max: 30 * HOUR_MS }),
    wh: fc.integer({ min: 0, max: 5_000_000 }),
  }),
  { maxLength: 10 },
);

describe("parts", () => {
  it("sum to the whole exactly, in order, none below nothing", () => {
    fc.assert(
      fc.property(energies, (all) => {
        for (const { from, length, wh } of all) {
          const parts = toQuarterParts({ from, to: from + length, wh });
          expect(parts.reduce((sum, part) => sum + part.wh, 0)).toBe(wh);
          expect(
            parts.every((part, i) => part.wh >= 0 && part.quarterAt === (parts[0]?.quarterAt ?? 0) + i * QUARTER_MS),
          ).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("cost what the whole costs, by any tariff, before the one rounding of the line", () => {
    fc.assert(
      fc.property(energies, fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.boolean(), (all, price, isFlat) => {
        const tariff: Tariff = {
          ...flat,
          import: isFlat ? { kind: "flat", price } : night,
          export: { kind: "flat", price: 70_001 },
          taxPpm: 135_000,
        };
        const whole = all.map(({ length, ...each }) => ({ ...each, to: each.from + length }));
        const parts = whole.flatMap(({ flow, ...each }) =>
          toQuarterParts(each).map(({ quarterAt, wh }) => ({ flow, from: quarterAt, to: quarterAt + QUARTER_MS, wh })),
        );
        expect(toCost(tariff, parts, none)).toEqual(toCost(tariff, whole, none));
      }),
      { numRuns: 100 },
    );
  });
});
