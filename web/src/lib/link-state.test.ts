import { describe, expect, it } from "vitest";
import { isStale, type LinkFacts, SILENT_MS, toLinkState } from "./link-state.ts";

const now = Date.UTC(2026, 10, 22);
const link = { state: "online", since: now, protocol: "online", bridgeVersion: null } as const;
const facts: LinkFacts = { now, phoneOnline: true, synced: true, link, paused: false, newestAt: now - 1000 };

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
  ])("%s: %j", (state, given, stale) => {
    expect(toLinkState({ ...facts, ...given })).toBe(state);
    expect(isStale(toLinkState({ ...facts, ...given }))).toBe(stale);
  });
});
