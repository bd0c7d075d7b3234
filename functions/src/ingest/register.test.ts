import { describe, expect, it } from "vitest";
import type { Bounds } from "./credit.ts";
import type { RegisterState } from "./node-state.ts";
import { decideReport } from "./register.ts";

const register = (
  knotValue: number,
  doubt: RegisterState["doubt"] = null,
  more: Partial<RegisterState> = {},
): RegisterState => ({
  knotAt: 0,
  knotValue,
  sameAt: 0,
  byPower: false,
  weight: 0,
  pending: [],
  since: [0, 0, 0, 0],
  unplaced: [0, 0, 0, 0],
  doubt,
  gap: null,
  low: null,
  fresh: false,
  credit: 500_000,
  ...more,
});
const bounds: Bounds = { quantity: "energy", ratedW: null, accepted: false };
const count = (delta: number, fromLow = false) => ({ kind: "count", delta, fromLow });
const HOUR = 3_600_000;
const low = (knotValue: number, last = 0) =>
  register(knotValue, null, {
    low: { value: 0, last, rises: last > 0 ? 1 : 0, lastAt: HOUR, at: HOUR, weight: 0, credit: 0, knotAt: 0 },
  });
interface Case {
  readonly name: string;
  readonly known: RegisterState | null;
  readonly value: number;
  readonly at: number;
  readonly given?: Partial<Bounds>;
  readonly expected: object;
}

describe("decideReport", () => {
  it.each<Case>([
    { name: "the first report", known: null, value: 0, at: 0, expected: { kind: "segment" } },
    { name: "no change", known: register(500), value: 500, at: HOUR, expected: { kind: "same" } },
    { name: "a rise", known: register(500), value: 700, at: HOUR, expected: count(200) },
    { name: "a step at once", known: register(500), value: 1000, at: 0, expected: count(500) },
    {
      name: "100 kW for an hour",
      known: register(0),
      value: 100_500,
      at: HOUR,
      expected: count(100_500),
    },
    { name: "more than 100 kW", known: register(0), value: 100_501, at: HOUR, expected: { kind: "suspect" } },
    { name: "a fall", known: register(500), value: 499, at: HOUR, expected: { kind: "low", isNew: true } },
    {
      name: "a glitch fall that came back",
      known: register(500, null, {
        low: { value: 0, last: 0, rises: 0, lastAt: HOUR, at: HOUR, weight: 0, credit: 0, knotAt: 0 },
      }),
      value: 510,
      at: 2 * HOUR,
      expected: count(10),
    },
    {
      name: "the low value repeated",
      known: low(500),
      value: 0,
      at: 3 * HOUR,
      expected: { kind: "low", isNew: false },
    },
    {
      name: "rising low, too early",
      known: low(500, 4),
      value: 9,
      at: HOUR + 599_999,
      expected: { kind: "low", isNew: false },
    },
    { name: "rising low", known: low(500, 4), value: 9, at: HOUR + 600_000, expected: count(9, true) },
    {
      name: "rising low, then lower again",
      known: low(500, 9),
      value: 8,
      at: HOUR + 600_000,
      expected: { kind: "low", isNew: true },
    },
    { name: "rolled over at 10^8 Wh", known: low(99_999_990, 4), value: 9, at: 2 * HOUR, expected: count(19, true) },
    { name: "back above after days below", known: low(500), value: 510, at: 60 * HOUR, expected: { kind: "segment" } },
    {
      name: "another value after the calibration changed",
      known: register(500, null, { fresh: true }),
      value: 550,
      at: HOUR,
      expected: { kind: "segment" },
    },
    {
      name: "16 A for an hour",
      known: register(0),
      value: 4600,
      at: HOUR,
      given: { ratedW: 4400 },
      expected: count(4600),
    },
    {
      name: "more than 16 A",
      known: register(0),
      value: 4700,
      at: HOUR,
      given: { ratedW: 4400 },
      expected: { kind: "suspect" },
    },
    {
      name: "more, accepted",
      known: register(0),
      value: 999_999,
      at: HOUR,
      given: { accepted: true },
      expected: count(999_999),
    },
    {
      name: "invalid, accepted",
      known: register(0),
      value: 2.9e14,
      at: HOUR,
      given: { accepted: true },
      expected: { kind: "suspect" },
    },
    { name: "a negative value", known: register(500), value: -1, at: HOUR, expected: { kind: "suspect" } },
    {
      name: "uint48 invalid",
      known: register(500),
      value: 281_474_976_710_660,
      at: 1e12,
      expected: { kind: "suspect" },
    },
    { name: "uint48 invalid at first", known: null, value: 281_474_976_710_655, at: 0, expected: { kind: "suspect" } },
    {
      name: "back to normal after a doubt",
      known: register(500, { value: 900_000, at: 10, credit: 0 }),
      value: 510,
      at: HOUR,
      expected: count(10),
    },
    {
      name: "the doubtful value repeated from a cache",
      known: register(500, { value: 900_000, at: 10, credit: 0 }),
      value: 900_000,
      at: HOUR,
      expected: { kind: "suspect" },
    },
    {
      name: "standing at the doubt until it seems possible",
      known: register(500, { value: 50_000, at: 10, credit: 0 }),
      value: 50_000,
      at: 2 * HOUR,
      expected: { kind: "suspect" },
    },
    {
      name: "going on above the doubt faster than it can",
      known: register(500, { value: 900_000, at: 10, credit: -500_000 }),
      value: 900_010,
      at: 10_010,
      expected: { kind: "suspect" },
    },
    {
      name: "a step at once, without credit",
      known: register(500, null, { credit: 499_999 }),
      value: 1000,
      at: 0,
      expected: { kind: "suspect" },
    },
    {
      name: "rising low faster than it can",
      known: low(500, 4),
      value: 90,
      at: HOUR,
      expected: { kind: "low", isNew: true },
    },
    {
      name: "beyond the physical across a roll-over",
      known: register(9_998_000_000, null, {
        knotAt: HOUR,
        low: { value: 0, last: 4, rises: 1, lastAt: HOUR, at: HOUR, weight: 0, credit: 0, knotAt: 0 },
      }),
      value: 9,
      at: 2 * HOUR,
      expected: count(9, true),
    },
    {
      name: "going on above the doubt",
      known: register(500, { value: 900_000, at: 10, credit: 0 }),
      value: 900_010,
      at: HOUR,
      expected: { kind: "segment" },
    },
  ])("$name", ({ known, value, at, expected, given }) => {
    expect(decideReport(known, value, at, { ...bounds, ...given })).toEqual(expected);
  });

  it("knows no bound for quantities that no connection limits", () => {
    expect(decideReport(register(0), 1e9, 0, { ...bounds, quantity: "count" })).toEqual(count(1e9));
    expect(decideReport(register(0), 200_000_000, HOUR, { ...bounds, quantity: "volume" })).toEqual({
      kind: "suspect",
    });
  });
});
