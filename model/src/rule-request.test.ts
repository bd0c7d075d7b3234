import { describe, expect, it } from "vitest";
import { forecastSchema, outlookFactSchema, programmeEventSchema } from "./outlook.ts";
import { replayResultSchema, ruleSavedSchema, rulesRequestSchema } from "./rule-request.ts";
import { feedDaySchema } from "./tariff.ts";

const at = 1_795_332_600_000;

describe("what the callable `rules` is asked", () => {
  const networkId = "N".repeat(32);
  it.each([
    ["a switch", { act: "setOn", networkId, ruleId: "r".repeat(22), on: false }],
    ["a removal", { act: "remove", networkId, ruleId: "r".repeat(22) }],
    ["no tariff any more", { act: "setTariff", networkId, tariff: null }],
  ])("is understood: %s", (_, request) => {
    expect(rulesRequestSchema.parse(request)).toEqual(request);
  });

  it.each([
    ["another act", { act: "run", networkId }],
    ["more than it takes", { act: "remove", networkId, ruleId: "r".repeat(22), force: true }],
    ["a network that is none", { act: "setTariff", networkId: "home", tariff: null }],
  ])("is refused: %s", (_, request) => {
    expect(rulesRequestSchema.safeParse(request).success).toBe(false);
  });

  it("is answered", () => {
    const saved = { ruleId: "r".repeat(22), version: 2, promptness: "atOnce" };
    expect(ruleSavedSchema.parse(saved)).toEqual(saved);
    const replayed = {
      from: at - 86_400_000,
      to: at,
      sources: { raw: 1, quarter: 0, none: 0 },
      count: 1,
      firings: [{ at, overAt: null }],
      heldMs: 0,
      gaps: [],
      estimate: null,
    };
    expect(replayResultSchema.parse(replayed)).toEqual(replayed);
  });
});

describe("what providers send", () => {
  const event = { eventId: "e", programmeId: "peak", level: 2, startAt: at, endAt: at + 3_600_000 };
  const price = { startAt: at, endAt: at + 900_000, price: -5_000 };
  it("is understood", () => {
    const forecast = { quantity: "temperature", issuedAt: at, values: [{ startAt: at, endAt: at + 1, value: 3.5 }] };
    for (const fact of [
      { kind: "prices", providerId: "p", feedId: "f", prices: [price] },
      { kind: "event", providerId: "p", event },
      { kind: "forecast", providerId: "p", forecast },
    ])
      expect(outlookFactSchema.parse(fact)).toEqual(fact);
    const day = { v: 1, currency: "EUR", prices: [price], at };
    expect(feedDaySchema.parse(day)).toEqual(day);
  });

  it("is refused: prices beside the quarter-hours, what ends before it begins, an unknown quantity", () => {
    const late = { startAt: price.startAt + 1, endAt: price.endAt + 1 };
    expect(feedDaySchema.safeParse({ v: 1, currency: "EUR", prices: [{ ...price, ...late }], at }).success).toBe(false);
    expect(programmeEventSchema.safeParse({ ...event, endAt: at }).success).toBe(false);
    expect(forecastSchema.safeParse({ quantity: "mood", issuedAt: at, values: [] }).success).toBe(false);
  });
});
