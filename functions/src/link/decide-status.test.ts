import type { GatewayStatus } from "@lastmeter/model/gateway";
import { bridgeVersions } from "@lastmeter/model/link/bridge-versions";
import type { UplinkHead } from "@lastmeter/model/link/messages";
import { describe, expect, it } from "vitest";
import { decideStatus, type FrameFacts } from "./decide-status.ts";
import { afterWrongHello, setFaults, toNewStatus } from "./gateway-status.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_795_000_000_000 - (1_795_000_000_000 % HOUR);
const facts: FrameFacts = {
  head: {
    now: START,
    watched: "no",
    interestVersion: 0,
    wantsToken: false,
    queue: { length: 5, oldestAt: START - 1000 },
    broker: "connected",
  },
  version: bridgeVersions.newest,
  protocol: "online",
  carried: 5,
  stored: 5,
  tellsAvailability: true,
  isRotating: false,
  isCloned: false,
  now: START,
};
const after = (before: GatewayStatus, more: Partial<FrameFacts> = {}, head: Partial<UplinkHead> = {}) => {
  const now = more.now ?? START;
  return decideStatus(before, { ...facts, ...more, head: { ...facts.head, now, ...head } });
};
const well = after(toNewStatus(START));

describe("a gateway that is well", () => {
  it("is told once", () => {
    expect(well).toMatchObject({
      stage: "receiving",
      provedAt: START,
      firstMessageAt: START,
      faults: [],
      clockSkewMs: 0,
    });
    expect(after(well, { now: START + 5 * MINUTE })).toBe(well);
  });

  it.each<[string, number, UplinkHead["watched"], boolean]>([
    ["nobody looks, within the hour", HOUR - 1, "no", false],
    ["nobody looks, the next hour", HOUR, "no", true],
    ["somebody looks, within the minute", MINUTE - 1, "yes", false],
    ["somebody looks, the next minute", MINUTE, "yes", true],
  ])("is seen anew: %s", (_, ms, watched, isNews) => {
    const next = after(well, { now: START + ms }, { watched });
    expect(next === well).toBe(!isNews);
    if (isNews) expect(next.lastSeenAt).toBe(START + ms);
  });

  it.each<[string, number, boolean]>([
    ["drifts", 4000, false],
    ["was set", 6000, true],
  ])("has a clock that %s", (_, skewMs, isNews) => {
    expect(after(well, {}, { now: START + skewMs }) === well).toBe(!isNews);
  });
});

describe("what stands in the way", () => {
  it.each<[string, Partial<FrameFacts>, Partial<UplinkHead>, string[]]>([
    ["clock ahead", {}, { now: START + 10 * MINUTE + 1 }, ["clock"]],
    ["clock at the bound", {}, { now: START - 10 * MINUTE }, []],
    ["no broker", { protocol: "unknown" }, { broker: "disconnected" }, ["noBroker"]],
    ["coordinator off", { protocol: "offline" }, {}, ["noProtocol"]],
    ["no coordinator, but devices", { protocol: "unknown", now: START + HOUR }, {}, []],
    ["QoS 0", {}, { qos0: true }, ["qos0"]],
    ["no availability", { tellsAvailability: false }, {}, ["noAvailability"]],
    ["availability never told", { tellsAvailability: undefined }, {}, []],
    ["a documented key", {}, { networkKey: "wellKnown" }, ["defaultKey"]],
    ["an older bridge", { version: "0.1.9" }, {}, ["outdated"]],
    ["a newer bridge than we know", { version: "9.0.0" }, {}, []],
    ["a copy", { isCloned: true }, {}, ["clone"]],
  ])("%s", (_, more, head, expected) => {
    const told = after(well, more, head);
    expect(told.faults.map(({ fault }) => fault)).toEqual(expected);
    const mended = after(told, { now: START + HOUR }, { qos0: false, networkKey: "own" });
    expect(mended.faults).toEqual([]);
  });

  it.each([
    [29_999, []],
    [30_000, ["noProtocol"]],
  ])("nothing heard %i ms after the proof", (ms, expected) => {
    const silent = { stored: 0, protocol: "unknown" } as const;
    const told = after(after(toNewStatus(START), silent), { ...silent, now: START + ms });
    expect(told.faults.map(({ fault }) => fault)).toEqual(expected);
  });

  it("stands since it began", () => {
    const told = after(well, { isCloned: true });
    const later = after(told, { isCloned: true, protocol: "offline", now: START + HOUR });
    expect(later.faults).toEqual([
      { fault: "clone", since: START },
      { fault: "noProtocol", since: START + HOUR },
    ]);
    expect(setFaults(later.faults, {}, START + HOUR)).toEqual(later.faults);
  });

  it("a proof ends what was said of the key", () => {
    const wrong = afterWrongHello(toNewStatus(START), START);
    expect(wrong).toMatchObject({ stage: "hello", faults: [{ fault: "wrongKey" }] });
    expect(after(wrong, { stored: 0 })).toMatchObject({ stage: "proved", helloAt: START, faults: [] });
  });
});

describe("a backlog", () => {
  const drain = (watched: UplinkHead["watched"]) => {
    let status = well;
    let news = 0;
    for (let left = 100_000; left >= 0; left -= 100) {
      const queue = { length: left + 5, oldestAt: START - HOUR };
      const next = after(status, {}, { queue, watched });
      if (next !== status) news += 1;
      status = next;
    }
    expect(status.queue).toEqual({ length: 0, oldestAt: null });
    return news;
  };
  it("is told in steps, finer while somebody looks", () => {
    expect(drain("no")).toBeLessThan(9);
    expect(drain("yes")).toBeGreaterThan(9);
    expect(drain("yes")).toBeLessThan(16);
  });
});

describe("a rotation", () => {
  it("ends with the first frame under the next key, made when it was offered", () => {
    const rotating: GatewayStatus = { ...well, rotation: { since: START + 5, state: "proved" } };
    expect(after(rotating, { isRotating: true })).toBe(rotating);
    expect(after(rotating)).toMatchObject({ rotation: null, keyMadeAt: START + 5 });
  });
});
