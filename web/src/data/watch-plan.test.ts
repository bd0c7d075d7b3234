import { WATCH_MAX_MS } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { AHEAD_MS, IDLE_MS, planWatch, RENEW_MS } from "./watch-plan.ts";

const now = Date.UTC(2026, 10, 22);
const facts = { now, visible: true, lastActivityAt: now - 1_000, renewedAt: null };

describe("watch document", () => {
  it.each([
    ["begins at once", {}, { act: "renew", paused: false }],
    ["rests between", { renewedAt: now - RENEW_MS + 1 }, { act: "rest", paused: false }],
    ["is renewed in time", { renewedAt: now - RENEW_MS }, { act: "renew", paused: false }],
    ["goes when the page is hidden", { visible: false, renewedAt: now - 5 }, { act: "release", paused: false }],
    ["goes once", { visible: false }, { act: "rest", paused: false }],
    ["pauses untouched", { lastActivityAt: now - IDLE_MS, renewedAt: now - 5 }, { act: "release", paused: true }],
    ["stays paused", { lastActivityAt: now - IDLE_MS * 9 }, { act: "rest", paused: true }],
  ])("%s", (_name, given, expected) => expect(planWatch({ ...facts, ...given })).toEqual(expected));

  it("never runs out between two renewals, nor promises more than the rules allow", () => {
    expect(AHEAD_MS).toBeGreaterThan(2 * RENEW_MS);
    expect(AHEAD_MS + 10_000).toBeLessThan(WATCH_MAX_MS);
  });
});
