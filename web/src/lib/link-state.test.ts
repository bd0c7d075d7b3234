import { describe, expect, it } from "vitest";
import { createHearing, isStale, type LinkFacts, SILENT_MS, toLinkState } from "./link-state.ts";

const now = Date.UTC(2026, 10, 22);
const link = { state: "online", since: now, protocol: "online", bridgeVersion: null } as const;
const facts: LinkFacts = {
  now,
  phoneOnline: true,
  synced: true,
  link,
  paused: false,
  watchedSince: now - 90_000,
  heardAt: now - 1000,
  newestAt: now - 1000,
};

describe("state of the link", () => {
  it.each<[string, Partial<LinkFacts>, boolean]>([
    ["live", {}, false],
    ["phoneOffline", { phoneOnline: false, synced: false, link: { ...link, state: "offline" } }, true],
    ["connecting", { synced: false }, false],
    ["gatewayOffline", { link: { ...link, state: "offline" } }, true],
    ["waiting", { link: { ...link, state: "waiting" }, newestAt: null }, true],
    ["protocolOffline", { link: { ...link, protocol: "offline" } }, true],
    ["silent", { newestAt: now - SILENT_MS - 1, paused: true }, true],
    ["live", { newestAt: null }, false],
    ["paused", { paused: true }, false],
    ["live", { watchedSince: now - 5000, heardAt: 0 }, false],
    ["unheard", { watchedSince: now - 5001, heardAt: 0 }, false],
    ["unheard", { watchedSince: now - 5001, heardAt: now - 6000 }, false],
    ["live", { heardAt: now - 60_000 }, false],
    ["unheard", { heardAt: now - 60_001 }, false],
    ["live", { watchedSince: null, heardAt: 0 }, false],
  ])("%s: %j", (state, given, stale) => {
    expect(toLinkState({ ...facts, ...given })).toBe(state);
    expect(isStale(toLinkState({ ...facts, ...given }))).toBe(stale);
  });
});

it("hears what is newer than before, by its own clock", () => {
  const hear = createHearing();
  expect(hear(null, now)).toBe(0);
  expect(hear(now - 9_000_000, now)).toBe(0);
  expect(hear(now - 9_000_000, now + 1)).toBe(0);
  expect(hear(now - 8_000_000, now + 2)).toBe(now + 2);
  expect(hear(now - 8_500_000, now + 3)).toBe(now + 2);
});
