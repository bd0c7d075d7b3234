import { describe, expect, it } from "vitest";
import { findTariff, homeTariffSchema, type Rate, rateSchema, type Tariff, tariffSchema } from "./tariff.ts";

const tariff: Tariff = {
  v: 1,
  name: "Day and night",
  currency: "EUR",
  timeZone: "Europe/Athens",
  import: { kind: "flat", price: 250_000 },
  export: null,
  standing: [{ amount: 300_000, per: "day" }],
  taxPpm: 0,
};

describe("a tariff", () => {
  const band = { price: 120_000, weekdays: [1, 2], months: null, from: "23:00", to: "24:00" };
  it.each<Rate>([
    { kind: "flat", price: -1 },
    { kind: "timeOfUse", bands: [band], otherwise: 250_000 },
    { kind: "dynamic", providerId: "p", feedId: "f", factorPpm: 1_000_000, markup: 20_000 },
  ])("charges by $kind", (rate) => {
    expect(rateSchema.parse(rate)).toEqual(rate);
    expect(tariffSchema.parse({ ...tariff, import: rate })).toMatchObject({ import: rate });
  });

  it.each([
    ["a fraction of a millionth", { kind: "flat", price: 0.5 }],
    ["a time beside the quarter-hours", { kind: "timeOfUse", bands: [{ ...band, from: "23:10" }], otherwise: 0 }],
    ["no band", { kind: "timeOfUse", bands: [], otherwise: 0 }],
  ])("does not charge by %s", (_, rate) => {
    expect(rateSchema.safeParse(rate).success).toBe(false);
  });

  it("is in force from its beginning to its end, the one that began last before others", () => {
    const [first, second] = [
      { tariff, from: 1000, until: null },
      { tariff, from: 2000, until: 3000 },
    ];
    const at = (time: number) => findTariff([second, first], time);
    expect([at(999), at(1000), at(1999), at(2000), at(2999), at(3000)]).toEqual([
      null,
      first,
      first,
      second,
      second,
      first,
    ]);
    const stored = {
      v: 1,
      id: "t",
      tariff,
      from: 1_795_333_000_000,
      until: null,
      source: null,
      by: "u",
      at: 1_795_333_000_000,
    };
    expect(homeTariffSchema.parse(stored)).toEqual(stored);
  });
});
