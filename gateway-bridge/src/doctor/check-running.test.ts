import { expect, it } from "vitest";
import { checkRunning } from "./check-running.ts";

const health = { version: "0.3.0", link: "online", queueLength: 3, relay: { lastFailure: null } };

it.each<[string, unknown, RegExp | undefined]>([
  ["well", health, undefined],
  ["one that has a copy", { ...health, link: "retrying", relay: { lastFailure: "423 another_runs" } }, /Another copy/],
  ["one that was revoked", { ...health, link: "revoked" }, /stays on its disk/],
])("tells of a running bridge: %s", (_, told, next) => {
  const [check] = checkRunning(told);
  expect(check?.found).toContain("0.3.0 runs");
  if (next === undefined) expect(check).not.toHaveProperty("next");
  else expect(check?.next).toMatch(next);
});

it("says nothing where none runs", () => expect(checkRunning(null)).toEqual([]));
