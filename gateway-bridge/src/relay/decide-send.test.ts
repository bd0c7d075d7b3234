import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideSend, type SendState } from "./decide-send.ts";

const idle: SendState = {
  busy: false,
  blockedUntil: 0,
  lastSentAt: 100_000,
  retrying: false,
  unsent: 0,
  backlog: false,
  watched: false,
  urgent: false,
  rung: false,
  intervalMs: 300_000,
  minIntervalMs: 1000,
  drainIntervalMs: 2000,
};

const wait = (until: number | null) => ({ kind: "wait", until });
const send = (reason: string) => ({ kind: "send", reason });

describe("when to send", () => {
  it.each<[string, Partial<SendState>, number, object]>([
    ["the first batch of a run, though empty", { lastSentAt: null }, 0, send("first")],
    ["nothing while nobody looks", { unsent: 30 }, 399_999, wait(400_000)],
    ["every interval, though empty", {}, 400_000, send("interval")],
    ["at once when someone begins to look after a pause", { urgent: true }, 101_000, send("urgent")],
    ["a message that matters, at most one batch a second", { urgent: true, unsent: 1 }, 100_400, wait(101_000)],
    ["a single message at once while someone looks", { watched: true, unsent: 1 }, 101_500, send("watched")],
    ["a stream once a second while someone looks", { watched: true, unsent: 2 }, 100_500, wait(101_000)],
    ["nothing new while someone looks", { watched: true }, 101_500, wait(400_000)],
    ["a backlog at its own pace", { backlog: true, unsent: 5000 }, 101_999, wait(102_000)],
    ["a backlog, due", { backlog: true, unsent: 5000 }, 102_000, send("backlog")],
    ["a backlog while someone looks", { backlog: true, watched: true, unsent: 5000 }, 101_000, send("watched")],
    ["soon when the doorbell rings, though just sent", { rung: true, watched: true }, 100_200, send("rung")],
    ["a doorbell that does not stop, a few times a second", { rung: true }, 100_100, wait(100_150)],
    ["no doorbell while told to wait", { rung: true, blockedUntil: 120_000 }, 110_000, wait(120_000)],
    ["never two at a time", { busy: true, urgent: true, unsent: 9 }, 500_000, wait(null)],
    ["not while told to wait", { urgent: true, blockedUntil: 120_000 }, 110_000, wait(120_000)],
    ["the first try again after back-off", { lastSentAt: null, blockedUntil: 120_000 }, 110_000, wait(120_000)],
    ["an unanswered batch as soon as allowed", { retrying: true, blockedUntil: 100_100 }, 100_100, send("retry")],
  ])("%s", (_name, change, now, expected) => {
    expect(decideSend({ ...idle, ...change }, now)).toEqual(expected);
  });

  it("sends at the very moment it asked to be woken, and never before it may", () => {
    const state = fc.record({
      busy: fc.constant(false),
      blockedUntil: fc.nat(500_000),
      lastSentAt: fc.option(fc.nat(400_000)),
      retrying: fc.boolean(),
      unsent: fc.nat(9000),
      backlog: fc.boolean(),
      watched: fc.boolean(),
      urgent: fc.boolean(),
      rung: fc.boolean(),
      intervalMs: fc.integer({ min: 10_000, max: 900_000 }),
      minIntervalMs: fc.nat(5000),
      drainIntervalMs: fc.nat(5000),
    });
    fc.assert(
      fc.property(state, fc.nat(2_000_000), (some, now) => {
        const decision = decideSend(some, now);
        if (decision.kind === "send") expect(now).toBeGreaterThanOrEqual(some.blockedUntil);
        else expect(decideSend(some, decision.until ?? Number.NaN).kind).toBe("send");
      }),
    );
  });
});
