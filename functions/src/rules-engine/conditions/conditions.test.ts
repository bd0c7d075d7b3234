import type { Trigger } from "@lastmeter/model/condition";
import { toFeedKey } from "@lastmeter/model/price";
import type { Tariff } from "@lastmeter/model/tariff";
import { describe, expect, it } from "vitest";
import { compile, heater, toDraft } from "../engine.fixture.ts";
import { noOutlook, type Outlook, withOutlookFacts } from "../outlook.ts";
import type { Memory } from "./condition.ts";

const MIN = 60_000;
const HOUR = 60 * MIN;
const at = (text: string) => Date.parse(text);
/** Midnight of 28 November 2026, a Saturday, in Athens. */
const DAY = at("2026-11-27T22:00Z");

function toCondition(when: Trigger, outlook: Outlook = noOutlook) {
  const [condition] = compile([toDraft({ when })], { outlook }).rules[0]?.conditions ?? [];
  if (!condition) throw new Error("no condition");
  return condition;
}
const holdsAt = (when: Trigger, clock: number, outlook?: Outlook, memory: Memory = {}) =>
  toCondition(when, outlook).judge(memory, { clock, told: clock }).holds;

/** The stretches of a day in which it holds, by asking only when it says that it may change. */
function toStretches(when: Trigger, from: number, to: number, outlook?: Outlook): string[] {
  const condition = toCondition(when, outlook);
  const edges: string[] = [];
  let before: boolean | null = false;
  for (let clock = from; clock < to; clock = condition.clockDueAt({}, clock)) {
    const { holds } = condition.judge({}, { clock, told: clock });
    if (holds !== before) edges.push(`${holds} ${new Date(clock).toISOString().slice(5, 16)}`);
    before = holds;
  }
  return edges;
}

const tariff: Tariff = {
  v: 1,
  name: "Day ahead",
  currency: "EUR",
  timeZone: "Europe/Athens",
  import: { kind: "dynamic", providerId: "p", feedId: "f", factorPpm: 1_000_000, markup: 0 },
  export: null,
  standing: [{ amount: 500_000, per: "day" }],
  taxPpm: 0,
};
/** Cheap from 2 to 5 and from 13 to 15 local time, cheapest at 14. */
const priceOf = (hour: number) => (hour === 14 ? 1 : hour === 13 || (hour >= 2 && hour < 5) ? 50 : 200);
const prices = Array.from({ length: 24 }, (_, hour) => ({
  startAt: DAY + hour * HOUR,
  endAt: DAY + (hour + 1) * HOUR,
  price: priceOf(hour),
}));
const market: Outlook = {
  ...noOutlook,
  tariffs: [{ tariff, from: 0, until: null }],
  prices: { [toFeedKey("p", "f")]: prices },
};

describe("a price", () => {
  it("is above its limit while it is, and unknown where no price is", () => {
    const when: Trigger = { kind: "price", flow: "import", is: "below", limit: 100 };
    expect(toStretches(when, DAY, DAY + 24 * HOUR, market)).toEqual([
      "true 11-28T00:00",
      "false 11-28T03:00",
      "true 11-28T11:00",
      "false 11-28T13:00",
    ]);
    expect(holdsAt(when, DAY + 25 * HOUR, market)).toBe(null);
    expect(holdsAt(when, DAY)).toBe(null);
  });

  it.each<[string, Partial<Extract<Trigger, { kind: "cheapest" }>>, string[]]>([
    ["3 hours", { hours: 3 }, ["true 11-28T00:00", "false 11-28T02:00", "true 11-28T12:00", "false 11-28T13:00"]],
    ["3 hours together", { hours: 3, together: true }, ["true 11-28T00:00", "false 11-28T03:00"]],
    ["2 hours together", { hours: 2, together: true }, ["true 11-28T11:00", "false 11-28T13:00"]],
    [
      "one of an afternoon",
      { hours: 1, between: { from: "15:00", to: "18:00" } },
      ["true 11-28T13:00", "false 11-28T14:00"],
    ],
  ])("is among the cheapest: %s", (_, change, expected) => {
    const when = { kind: "cheapest", hours: 1, between: null, together: false, ...change } as const;
    expect(toStretches(when, DAY, DAY + 20 * HOUR, market)).toEqual(expected);
  });
});

describe("a time of day", () => {
  const daily = [1, 2, 3, 4, 5, 6, 7];
  const clock = (time: string) => ({ by: "clock" as const, time });
  it.each<[string, Trigger, number, number, string[]]>([
    [
      "over midnight, begun on a Friday only",
      { kind: "during", from: clock("22:00"), to: clock("06:00"), weekdays: [5] },
      DAY,
      DAY + 48 * HOUR,
      ["true 11-27T22:00", "false 11-28T04:00"],
    ],
    [
      "of light",
      {
        kind: "during",
        from: { by: "sun", event: "sunrise", offsetMin: 60 },
        to: { by: "sun", event: "sunset", offsetMin: 0 },
        weekdays: daily,
      },
      DAY,
      DAY + 24 * HOUR,
      ["true 11-28T06:19", "false 11-28T15:06"],
    ],
    [
      "in the night that has 3 o'clock twice",
      { kind: "during", from: clock("03:00"), to: clock("04:00"), weekdays: daily },
      at("2026-10-24T21:00Z"),
      at("2026-10-25T21:00Z"),
      ["true 10-25T00:00", "false 10-25T02:00"],
    ],
  ])("%s", (_, when, from, to, expected) => {
    expect(toStretches(when, from, to)).toEqual(expected);
  });
});

describe("what providers tell", () => {
  const event = (level: number) => ({
    kind: "event" as const,
    providerId: "p",
    event: { eventId: "e", programmeId: "peak", level, startAt: DAY + HOUR, endAt: DAY + 2 * HOUR },
  });
  it("is an event at its level or above, of its programme or any, until it is taken back", () => {
    const told = withOutlookFacts(noOutlook, [event(2)], DAY);
    const of = (programmeId: string | null, level: number): Trigger => ({ kind: "event", programmeId, level });
    const inside = DAY + 90 * MIN;
    expect(
      [of(null, 2), of("peak", 1), of("peak", 3), of("other", 1)].map((when) => holdsAt(when, inside, told)),
    ).toEqual([true, true, false, false]);
    expect(toStretches(of(null, 1), DAY, DAY + 3 * HOUR, told)).toEqual(["true 11-27T23:00", "false 11-28T00:00"]);
    expect(holdsAt(of(null, 1), inside, withOutlookFacts(told, [event(0)], DAY))).toBe(false);
  });

  it("is a forecast of the hours ahead, the newest, unknown where it ends", () => {
    const issue = (issuedAt: number, value: number) => ({
      kind: "forecast" as const,
      providerId: "p",
      forecast: {
        quantity: "temperature" as const,
        issuedAt,
        values: [0, 1, 2].map((hour) => ({
          startAt: DAY + hour * HOUR,
          endAt: DAY + (hour + 1) * HOUR,
          value: value - hour,
        })),
      },
    });
    const told = withOutlookFacts(noOutlook, [issue(DAY, 5), issue(DAY - 1, 50)], DAY);
    const when = { kind: "forecast", quantity: "temperature", is: "below", limit: 4, aheadMs: 2 * HOUR } as const;
    const by = (take: "min" | "max" | "mean") => holdsAt({ ...when, take }, DAY, told);
    expect([by("min"), by("mean"), by("max")]).toEqual([false, false, false]);
    expect(holdsAt({ ...when, take: "min" }, DAY + HOUR, told)).toBe(true);
    expect(holdsAt({ ...when, take: "mean" }, DAY + 4 * HOUR, told)).toBe(null);
  });

  it("replaces the prices it corrects, and is forgotten when it is over", () => {
    const fact = { kind: "prices" as const, providerId: "p", feedId: "f" };
    const told = withOutlookFacts(market, [{ ...fact, prices: [{ startAt: DAY, endAt: DAY + HOUR, price: 7 }] }], DAY);
    const list = told.prices[toFeedKey("p", "f")] ?? [];
    expect([list.length, list[0]?.price, list[1]?.price]).toEqual([24, 7, 200]);
    const later = withOutlookFacts(told, [{ ...fact, prices: [] }], DAY + 72 * HOUR);
    expect(later.prices[toFeedKey("p", "f")]).toEqual([]);
  });
});

describe("an appliance", () => {
  it("has finished when it has drawn little for long enough after it drew much, once for each time", () => {
    const when: Trigger = {
      kind: "finished",
      subject: { of: "node", nodeId: heater },
      above: 50,
      below: 5,
      forMs: 10 * MIN,
    };
    const condition = toCondition(when);
    const memory: Memory = {};
    const say = (watts: number, minute: number) => condition.onValue(memory, 0, watts * 10, DAY + minute * MIN);
    const holds = (minute: number) => {
      const told = DAY + minute * MIN;
      return condition.judge(memory, { clock: told, told }).holds;
    };
    say(2, 0);
    expect(holds(60)).toBe(false);
    say(800, 60);
    say(3, 90);
    expect([holds(99), holds(100)]).toEqual([false, true]);
    // A pump that drips on is no new programme.
    say(20, 105);
    expect(holds(106)).toBe(true);
    say(900, 200);
    expect(holds(200)).toBe(false);
    say(3, 210);
    say(20, 215);
    say(3, 216);
    expect([holds(225), holds(226)]).toEqual([false, true]);
  });
});

describe("a budget", () => {
  const budget = (change: object): Trigger => ({
    kind: "budget",
    subject: { of: "node", nodeId: heater },
    measure: "drawn",
    period: "day",
    limit: 1000,
    percent: 80,
    ...change,
  });

  it("counts what registers rise, from midnight on, and nothing a register invents", () => {
    const condition = toCondition(budget({}), market);
    const memory: Memory = {};
    const say = (wh: number, minute: number) => condition.onValue(memory, 0, wh, DAY + minute * MIN);
    const judge = (minute: number) => {
      const told = DAY + minute * MIN;
      const { holds, value } = condition.judge(memory, { clock: told, told });
      return [holds, value];
    };
    expect(judge(0)).toEqual([null, null]);
    say(5000, -60);
    // Half of it was before midnight.
    say(5400, 60);
    expect(judge(60)).toEqual([false, 200]);
    say(900_000_000, 61);
    say(5500, 62);
    expect(judge(62)).toEqual([false, 200]);
    say(6100, 300);
    expect(judge(300)).toEqual([true, 800]);
    expect(judge(24 * 60)).toEqual([false, 0]);
    expect(condition.clockDueAt(memory, DAY + HOUR)).toBe(DAY + 24 * HOUR);
  });

  it("costs what each quarter-hour cost, and the standing charge of the day", () => {
    const condition = toCondition(budget({ measure: "cost", limit: 500_300, percent: 100 }), market);
    const memory: Memory = {};
    condition.onValue(memory, 0, 0, DAY + HOUR);
    // An hour at 200 and an hour at 50: 1 kWh each.
    condition.onValue(memory, 0, 2000, DAY + 3 * HOUR);
    const told = DAY + 3 * HOUR;
    expect(condition.judge(memory, { clock: told, told })).toMatchObject({ holds: false, value: 500_250 });
    condition.onValue(memory, 0, 3000, DAY + 4 * HOUR);
    expect(condition.judge(memory, { clock: told, told })).toMatchObject({ holds: true, value: 500_300 });
  });
});

describe("silence", () => {
  it("is a node's where its gateway was heard, and counts anew after the gateway's own", () => {
    const condition = toCondition({ kind: "silent", nodeId: heater, forMs: HOUR });
    const memory: Memory = {};
    const holds = (told: number) => condition.judge(memory, { clock: told, told }).holds;
    expect(holds(DAY)).toBe(null);
    condition.onHeard(memory, DAY);
    expect([holds(DAY + HOUR - 1), holds(DAY + HOUR)]).toEqual([false, true]);
    condition.onAway(memory, null, DAY + 2 * HOUR);
    expect([holds(DAY + 3 * HOUR - 1), holds(DAY + 3 * HOUR)]).toEqual([false, true]);
    condition.onAway(memory, 0, DAY + 5 * HOUR);
    expect(holds(DAY + 5 * HOUR)).toBe(true);
  });
});
