import type { LiveData, NodeHealth } from "@lastmeter/model/node";
import { describe, expect, it } from "vitest";
import { isAway, toHeldUntil } from "./held.ts";

const now = Date.UTC(2026, 10, 22);
const HOUR_MS = 3_600_000;
const toHealth = (availability: NodeHealth["availability"]): NodeHealth => ({
  availability,
  availabilityAt: now - 5000,
  interview: null,
  powerSource: null,
  firmware: null,
});
const toLive = (age: number): LiveData => ({
  v: 1,
  at: now - age,
  values: {},
  power: null,
  today: null,
  location: null,
});

describe("a device that is away", () => {
  it.each<[string, NodeHealth | null, LiveData | null, boolean, number]>([
    ["said to be online, however old", toHealth("online"), toLive(90 * HOUR_MS), false, now],
    ["not known", toHealth("unknown"), toLive(90 * HOUR_MS), false, now],
    ["said to be offline", toHealth("offline"), toLive(1000), true, now - 5000],
    ["lent, heard within a day", null, toLive(24 * HOUR_MS), false, now],
    ["lent, not heard for longer", null, toLive(26 * HOUR_MS), true, now - 26 * HOUR_MS],
    ["lent, never heard", null, null, false, now],
  ])("%s", (_name, health, live, away, heldUntil) => {
    expect(isAway(health, live, now)).toBe(away);
    expect(toHeldUntil({ now, link: null, current: true }, health, live)).toBe(heldUntil);
  });
});
