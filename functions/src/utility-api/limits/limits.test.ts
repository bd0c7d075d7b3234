import { expect, it } from "vitest";
import { createLimits, policies } from "./limits.ts";

it("whoever makes up names drives nobody's quota out of memory", () => {
  const limits = createLimits();
  expect(limits.take(policies.client, "one", 300, 0).remaining).toBe(0);
  for (let guess = 0; guess < 30_000; guess++) limits.take(policies.failure, `for ${guess}`, 1, 0);
  expect(limits.take(policies.client, "one", 1, 0).isAllowed).toBe(false);
});
