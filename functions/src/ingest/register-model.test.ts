import { describe, expect, it } from "vitest";
import { fuzzRegisters } from "./register-model.ts";

describe("a register with every fault meters have", () => {
  it("counts what was consumed, never more, never twice, and less only where nobody can know (10,000 histories: test/fuzz)", () => {
    const faults = Array.from({ length: 200 }, (_, seed) => ({ seed, fault: fuzzRegisters(seed + 1).fault }));
    expect(faults.filter(({ fault }) => fault !== null)).toEqual([]);
  });
});
