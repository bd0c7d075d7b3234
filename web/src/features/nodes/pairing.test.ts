import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { type PairingFacts, toCountdown, toPairing } from "./pairing.ts";

const now = Date.UTC(2026, 10, 28);
const facts: PairingFacts = { command: null, isAsking: false, joinUntil: undefined, now };

function toCommand(part: Partial<Command>, seconds = 240): Command {
  return {
    v: 1,
    networkId: "N".repeat(32) as NetworkId,
    order: { kind: "permitJoin", seconds },
    nodeId: null,
    seq: 1,
    who: "owner",
    whoLabel: "",
    why: { source: "app", cause: null, hops: 0 },
    at: now - 9000,
    deadline: now + 51_000,
    state: "confirmed",
    reason: null,
    sentAt: now - 8000,
    publishedAt: now - 8000,
    endedAt: now - 7000,
    ...part,
  };
}

const open = { phase: "open", endsAt: now + 232_000 };
describe("pairing", () => {
  it.each<[string, Partial<PairingFacts>, object]>([
    ["nobody asked", {}, { phase: "closed" }],
    ["asked", { isAsking: true }, { phase: "opening" }],
    ["not fetched yet", { command: toCommand({ state: "queued", endedAt: null }) }, { phase: "opening" }],
    ["not answered yet", { command: toCommand({ state: "sent", endedAt: null }) }, { phase: "opening" }],
    ["answered", { command: toCommand({}) }, open],
    ["closed by an order", { command: toCommand({}, 0) }, { phase: "closed" }],
    ["over", { command: toCommand({ publishedAt: now - 240_000, endedAt: now - 239_000 }) }, { phase: "closed" }],
    [
      "the gateway was away",
      { command: toCommand({ state: "expired", reason: "no_gateway" }) },
      { phase: "failed", reason: "no_gateway" },
    ],
    [
      "a failure that was told for a minute",
      { command: toCommand({ state: "expired", reason: "no_gateway", endedAt: now - 60_000 }) },
      { phase: "closed" },
    ],
    ["opened by somebody else", { joinUntil: now + 9000 }, { phase: "open", endsAt: now + 9000 }],
    ["closed by somebody else", { command: toCommand({}), joinUntil: null }, { phase: "closed" }],
    [
      "the network's word is on its way",
      { command: toCommand({ publishedAt: now - 900, endedAt: now - 500 }), joinUntil: null },
      { phase: "open", endsAt: now + 239_100 },
    ],
    ["the network's word is over", { joinUntil: now - 1 }, { phase: "closed" }],
  ])("%s", (_, part, expected) => {
    expect(toPairing({ ...facts, ...part })).toEqual(expected);
  });

  it.each([
    [240_000, "4:00"],
    [61_001, "1:02"],
    [900, "0:01"],
    [-5, "0:00"],
  ])("%d ms are %s", (leftMs, expected) => {
    expect(toCountdown(leftMs)).toBe(expected);
  });
});
