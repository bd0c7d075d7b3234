import type { Desired, DesiredSetting, Reported } from "@lastmeter/model/configuration";
import { describe, expect, it } from "vitest";
import { applyEnd, fail, settle, settleFirmware, withDueAt, withSent } from "./settle.ts";

const NOW = 1_795_333_000_000;
const MINUTE = 60_000;
const base: DesiredSetting = {
  rev: 1,
  value: "5",
  kept: true,
  who: "owner",
  source: "app",
  at: NOW,
  state: "pending",
  commandId: null,
  reason: null,
  detail: null,
  tries: 0,
  triedAt: null,
  retryAt: null,
};
const document = { v: 1, networkId: "n".repeat(32) as Desired["networkId"], nodeId: null, dueAt: null } as const;
const confirmed: DesiredSetting = { ...base, state: "confirmed", triedAt: NOW };
const told = (value: string, at: number, joinedAt?: number): Reported => ({
  v: 1,
  networkId: "n".repeat(32) as Reported["networkId"],
  nodeId: null,
  values: { a: { value, at } },
  ...(joinedAt === undefined ? {} : { joinedAt }),
});
const one = (setting: DesiredSetting, reported: Reported | null, now: number) => {
  const { settings, send } = settle({ a: setting }, reported, now);
  return { ...settings.a, isSent: send.length > 0, dueAt: withDueAt({ ...document, settings }).dueAt };
};

describe("a wanted setting", () => {
  it.each<[string, DesiredSetting, Reported | null, number, object]>([
    ["is sent at first", base, null, NOW, { state: "pending", isSent: true }],
    ["on its way is not sent again", { ...base, commandId: "c", triedAt: NOW }, null, NOW + 1, { isSent: false }],
    [
      "lost on its way is tried again",
      { ...base, commandId: "c", triedAt: NOW },
      null,
      NOW + 21 * MINUTE,
      { state: "failed", reason: "no_answer", retryAt: NOW + 22 * MINUTE },
    ],
    [
      "on its way that is told since is there, though no answer came",
      { ...base, commandId: "c", triedAt: NOW },
      told("5", NOW + 1),
      NOW + 2,
      { state: "confirmed", commandId: null, dueAt: null },
    ],
    [
      "on its way that was told before waits for the answer",
      { ...base, commandId: "c", triedAt: NOW },
      told("5", NOW - 1),
      NOW + 2,
      { state: "pending", commandId: "c" },
    ],
    [
      "told as wanted rests",
      confirmed,
      told("5", NOW + 1),
      NOW + 2,
      { state: "confirmed", isSent: false, dueAt: null },
    ],
    [
      "told otherwise before it was set is no drift",
      confirmed,
      told("4", NOW - 1),
      NOW + 2,
      { state: "confirmed", isSent: false },
    ],
    [
      "told otherwise since is set again at once",
      confirmed,
      told("4", NOW + 1),
      NOW + 2,
      { state: "pending", isSent: true },
    ],
    [
      "told otherwise again waits",
      { ...confirmed, tries: 1 },
      told("4", NOW + 1),
      NOW + 2,
      { isSent: false, retryAt: NOW + MINUTE, dueAt: NOW + MINUTE },
    ],
    [
      "told otherwise for good is given up with what is told",
      { ...confirmed, tries: 4 },
      told("4", NOW + 1),
      NOW + 2,
      { state: "failed", reason: "drift", detail: "4", dueAt: null },
    ],
    [
      "of a device that joined anew is set again",
      confirmed,
      told("5", NOW, NOW + 5 * MINUTE),
      NOW + 6 * MINUTE,
      { state: "pending", isSent: true, tries: 0 },
    ],
    [
      "of one that joins again and again is set once a minute",
      { ...confirmed, tries: 1 },
      told("5", NOW, NOW + 1),
      NOW + 2,
      { isSent: false, retryAt: NOW + MINUTE },
    ],
    [
      "that failed and is told as wanted all the same is confirmed",
      fail(base, "no_answer", null, NOW),
      told("5", NOW + 1),
      NOW + 2,
      { state: "confirmed", retryAt: null },
    ],
    [
      "that failed since it joined anew is not confirmed by what was told before",
      fail({ ...base, triedAt: NOW + 2 }, "device", "no", NOW + 2),
      told("5", NOW, NOW + 1),
      NOW + 3,
      { state: "failed", reason: "device" },
    ],
    [
      "that did not get through to its device is tried again",
      fail({ ...base, triedAt: NOW }, "unreachable", "no network route", NOW),
      null,
      NOW + MINUTE,
      { state: "pending", isSent: true },
    ],
    [
      "that was refused is not tried again",
      fail({ ...base, triedAt: NOW }, "device", "no", NOW),
      null,
      NOW + 1e9,
      { state: "failed", isSent: false, dueAt: null },
    ],
    [
      "that met a revoked gateway is tried again, a quarter of a day later",
      fail(base, "revoked", null, NOW),
      null,
      NOW + 6 * 60 * MINUTE,
      { state: "pending", isSent: true },
    ],
    [
      "sent once is left to the device",
      { ...confirmed, kept: false },
      told("4", NOW + 1, NOW + 2),
      NOW + 3,
      { state: "confirmed", isSent: false },
    ],
  ])("%s", (_, setting, reported, now, expected) => {
    expect(one(setting, reported, now)).toMatchObject(expected);
  });

  it("of a device that never keeps it is set five times in a day, not more", () => {
    let setting = base;
    let sent = 0;
    for (let now = NOW; now < NOW + 20 * 60 * MINUTE; now += MINUTE) {
      const { settings, send } = settle({ a: setting }, told("4", now), now);
      setting = settings.a ?? setting;
      if (send.length === 0) continue;
      sent++;
      setting = withSent(setting, "c", now);
      setting =
        applyEnd({ a: setting }, { commandId: "c", state: "confirmed", reason: null, detail: null }, now).a ?? setting;
    }
    expect(sent).toBe(5);
    expect(setting).toMatchObject({ state: "failed", reason: "drift" });
  });

  it("of a device that is away is tried four times, then every six hours, and never given up", () => {
    let setting = base;
    let sent = 0;
    for (let now = NOW; now < NOW + 20 * 60 * MINUTE; now += MINUTE) {
      const { settings, send } = settle({ a: setting }, null, now);
      setting = settings.a ?? setting;
      if (send.length === 0) continue;
      sent++;
      setting = withSent(setting, "c", now);
      setting =
        applyEnd({ a: setting }, { commandId: "c", state: "expired", reason: "no_answer", detail: null }, now).a ??
        setting;
    }
    expect(sent).toBe(4 + 3);
    expect(setting).toMatchObject({ state: "failed", reason: "no_answer", retryAt: expect.any(Number) });
  });

  it("does not hear of a command that is not its own any more", () => {
    const settings: Desired["settings"] = { a: { ...base, commandId: "newer" } };
    const ended = { commandId: "older", state: "failed", reason: "superseded", detail: null };
    expect(applyEnd(settings, ended, NOW)).toBe(settings);
  });
});

describe("the update under way", () => {
  const nodeId = "m".repeat(22) as NonNullable<Desired["firmware"]>["nodeId"];
  const run = { nodeId, commandId: "c", at: NOW, endedAt: null, error: null };
  const says = (state: string, at: number): Reported => {
    const value = { state, installed: 1, latest: 2, progress: null, remainingS: null, notes: null };
    return { ...told("0", at), values: { "f:update": { value: JSON.stringify(value), at } } };
  };
  it.each<[string, Parameters<typeof settleFirmware>[1], object]>([
    ["goes on", { result: null, node: says("updating", NOW + 1), now: NOW + 2 }, { endedAt: null }],
    [
      "is not over by what was told before",
      { result: null, node: says("available", NOW - 1), now: NOW + 2 },
      { endedAt: null },
    ],
    [
      "is over when its device is at rest",
      { result: null, node: says("idle", NOW + 1), now: NOW + 2 },
      { endedAt: NOW + 2, error: null },
    ],
    [
      "fails in the network's words",
      { result: { transaction: "c", error: "no" }, node: null, now: NOW + 2 },
      { endedAt: NOW + 2, error: "no" },
    ],
    [
      "is not ended by another's answer",
      { result: { transaction: "d", error: "no" }, node: null, now: NOW + 2 },
      { endedAt: null },
    ],
    [
      "is given up after a day",
      { result: null, node: null, now: NOW + 25 * 60 * MINUTE },
      { endedAt: NOW + 25 * 60 * MINUTE },
    ],
  ])("%s", (_, facts, expected) => {
    expect(settleFirmware(run, facts)).toMatchObject(expected);
  });

  it("keeps the words of why, though its device was at rest before they came", () => {
    const over = settleFirmware(run, { result: null, node: says("available", NOW + 1), now: NOW + 2 });
    const result = { transaction: "c", error: "Update aborted" };
    const told = settleFirmware(over, { result, node: null, now: NOW + 9 });
    expect(told).toMatchObject({ endedAt: NOW + 2, error: "Update aborted" });
    const later = { result: { transaction: "c", error: "no" }, node: null, now: NOW + 10 };
    expect(settleFirmware(told, later)).toEqual(told);
  });

  it("is looked at when its day is over", () => {
    const day = NOW + 24 * 60 * MINUTE;
    expect(withDueAt({ ...document, settings: {}, firmware: run }).dueAt).toBe(day);
    expect(settleFirmware(run, { result: null, node: null, now: day })).toMatchObject({ endedAt: day });
    expect(withDueAt({ ...document, settings: {}, firmware: { ...run, endedAt: day } }).dueAt).toBeNull();
  });
});
