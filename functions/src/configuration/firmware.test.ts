import type { Desired } from "@lastmeter/model/configuration";
import { describe, expect, it } from "vitest";
import { endFirmware } from "./firmware.ts";

const NOW = 1_795_333_000_000;
const run = { nodeId: "m".repeat(22), commandId: "c", at: NOW, endedAt: null, error: null } as NonNullable<
  Desired["firmware"]
>;
const desired = (more: Partial<Desired>): Desired => {
  return { v: 1, networkId: "n".repeat(32) as Desired["networkId"], nodeId: null, dueAt: null, settings: {}, ...more };
};
const end = { commandId: "c", state: "failed", reason: "device", detail: "no Internet" };

describe("the end of an order about firmware", () => {
  it("ends an update that came to nothing, in the network's words; one that began goes on", () => {
    const { firmware } = endFirmware(desired({ firmware: run }), end, NOW + 1);
    expect(firmware).toMatchObject({ endedAt: NOW + 1, error: "no Internet" });
    const begun = desired({ firmware: run });
    expect(endFirmware(begun, { ...end, state: "confirmed" }, NOW + 1)).toBe(begun);
  });

  it.each([
    ["failed", "refused", true],
    ["denied", "no_grant", true],
    ["expired", "no_gateway", true],
    ["failed", "no_answer", false],
    ["failed", "gateway", false],
    ["failed", "superseded", false],
  ])("ends an update only where it cannot be under way: %s, %s", (state, reason, isOver) => {
    const { firmware } = endFirmware(desired({ firmware: run }), { ...end, state, reason }, NOW + 1);
    expect(firmware?.endedAt).toBe(isOver ? NOW + 1 : null);
  });

  it.each([
    ["failed", "no Internet"],
    ["confirmed", null],
  ])("tells what came of a question: %s", (state, error) => {
    const asked = desired({ firmwareAsk: { ...run, act: "check" } });
    expect(endFirmware(asked, { ...end, state }, NOW + 1).firmwareAsk).toMatchObject({ endedAt: NOW + 1, error });
  });

  it("by a reason where the network said nothing", () => {
    const asked = desired({ firmwareAsk: { ...run, act: "abort" } });
    const expired = { ...end, state: "expired", reason: "no_gateway", detail: null };
    expect(endFirmware(asked, expired, NOW).firmwareAsk?.error).toBe("no_gateway");
  });

  it("is nothing to others, nor to what has ended", () => {
    const other = desired({ firmware: run, firmwareAsk: { ...run, act: "check" } });
    expect(endFirmware(other, { ...end, commandId: "d" }, NOW)).toBe(other);
    const ended = desired({ firmware: { ...run, endedAt: NOW } });
    expect(endFirmware(ended, end, NOW + 1)).toBe(ended);
  });
});
