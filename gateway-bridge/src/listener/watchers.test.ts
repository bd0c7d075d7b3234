import { describe, expect, it } from "vitest";
import { parseUntil, Watchers } from "./watchers.ts";

describe("who is looking", () => {
  it("is somebody until the last one's watch ends", () => {
    const watchers = new Watchers();
    watchers.put("a", 100);
    watchers.put("b", 200);
    expect(watchers.endsAt(50)).toBe(200);
    watchers.remove("b");
    expect(watchers.endsAt(50)).toBe(100);
    expect(watchers.endsAt(100)).toBeNull();
  });

  it.each([
    [150, 150],
    [{ toMillis: () => 160 }, 160],
    [10_000, 300],
    ["150", null],
    [Number.NaN, null],
    [undefined, null],
  ])("until %s is read as %s", (value, expected) => {
    expect(parseUntil(value, 100, 200)).toBe(expected);
  });
});
