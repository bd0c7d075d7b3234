import { describe, expect, it } from "vitest";
import { fuzzRegisters } from "./register-model.ts";

describe("a register with every fault meters have", () => {
  it("counts what was consumed, never more, never twice, and less only where nobody can know (10,000 histories: test/fuzz)", () => {
    // A long silence across a roll-over; a glitch and a reset soon after one.
    const found = [440, 488, 1409];
    const seeds = [...Array.from({ length: 200 }, (_, index) => index + 1), ...found];
    const faults = seeds.map((seed) => ({ seed, fault: fuzzRegisters(seed).fault }));
    expect(faults.filter(({ fault }) => fault !== null)).toEqual([]);
  });
});
