import { describe, expect, it } from "vitest";
import type { RegisterState } from "./node-state.ts";
import { decideReport } from "./register.ts";

const register = (knotValue: number, doubt: RegisterState["doubt"] = null): RegisterState => ({
  knotAt: 0,
  knotValue,
  counted: 0,
  sameAt: 0,
  byPower: false,
  weight: 0,
  pending: [],
  start: [0, 0, 0, 0],
  doubt,
});
const HOUR = 3_600_000;

describe("decideReport", () => {
  it.each([
    { name: "the first report", known: null, value: 0, at: 0, expected: { kind: "segment" } },
    { name: "no change", known: register(500), value: 500, at: HOUR, expected: { kind: "same" } },
    { name: "a rise", known: register(500), value: 700, at: HOUR, expected: { kind: "count", delta: 200 } },
    { name: "a step at once", known: register(500), value: 1000, at: 0, expected: { kind: "count", delta: 500 } },
    {
      name: "100 kW for an hour",
      known: register(0),
      value: 100_500,
      at: HOUR,
      expected: { kind: "count", delta: 100_500 },
    },
    { name: "more than 100 kW", known: register(0), value: 100_501, at: HOUR, expected: { kind: "suspect" } },
    { name: "a fall", known: register(500), value: 499, at: HOUR, expected: { kind: "segment" } },
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
      known: register(500, { value: 900_000, at: 10 }),
      value: 510,
      at: HOUR,
      expected: { kind: "count", delta: 10 },
    },
    {
      name: "the doubtful value repeated from a cache",
      known: register(500, { value: 900_000, at: 10 }),
      value: 900_000,
      at: HOUR,
      expected: { kind: "suspect" },
    },
    {
      name: "going on above the doubt",
      known: register(500, { value: 900_000, at: 10 }),
      value: 900_010,
      at: HOUR,
      expected: { kind: "segment" },
    },
  ])("$name", ({ known, value, at, expected }) => {
    expect(decideReport(known, value, at, "energy")).toEqual(expected);
  });

  it("knows no bound for quantities that no connection limits", () => {
    expect(decideReport(register(0), 1e9, 0, "count")).toEqual({ kind: "count", delta: 1e9 });
    expect(decideReport(register(0), 200_000_000, HOUR, "volume")).toEqual({ kind: "suspect" });
  });
});
