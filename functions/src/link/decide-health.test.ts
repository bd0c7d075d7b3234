import type { LinkHealth } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { decideHealth } from "./decide-health.ts";

const BEFORE = 1_795_000_000_000;
const now = BEFORE + 60_000;
const online: LinkHealth = { state: "online", since: BEFORE, protocol: "online", bridgeVersion: "0.1.0" };
const facts = { broker: "connected", protocol: "online", bridgeVersion: "0.1.0", now } as const;

describe("decideHealth", () => {
  it("says nothing where nothing changed", () => {
    expect(decideHealth(online, facts)).toBe(online);
    expect(decideHealth(online, { ...facts, protocol: null })).toBe(online);
    const open: LinkHealth = { ...online, joinUntil: now };
    expect(decideHealth(open, facts)).toBe(open);
  });

  it.each<[string, LinkHealth, Partial<Parameters<typeof decideHealth>[1]>, LinkHealth]>([
    ["a gateway that waited", { ...online, state: "waiting" }, {}, { ...online, since: now }],
    ["a gateway that was away", { ...online, state: "offline" }, {}, { ...online, since: now }],
    ["a new version", online, { bridgeVersion: "0.2.0" }, { ...online, bridgeVersion: "0.2.0" }],
    ["the protocol went away", online, { protocol: "offline" }, { ...online, protocol: "offline" }],
    ["the network is open", online, { joinUntil: now + 9000 }, { ...online, joinUntil: now + 9000 }],
    [
      "the network is closed",
      { ...online, joinUntil: now + 9000 },
      { joinUntil: null },
      { ...online, joinUntil: null },
    ],
    ["the broker went away", online, { broker: "disconnected" }, { ...online, protocol: "unknown" }],
  ])("tells %s", (_, health, changed, expected) => {
    expect(decideHealth(health, { ...facts, ...changed })).toEqual(expected);
  });
});
