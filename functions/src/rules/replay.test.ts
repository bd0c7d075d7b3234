import type { NodeId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import { packChunk, type Slot, type SlotStats } from "@lastmeter/model/series";
import { describe, expect, it } from "vitest";
import { compileRules } from "../rules-engine/compile.ts";
import { noOutlook } from "../rules-engine/outlook.ts";
import { toEstimate } from "./estimate.ts";
import { toRuleNodes } from "./ground.ts";
import type { NodeDay } from "./history.ts";
import { replayRule } from "./replay.ts";
import { toGaps } from "./replay-gaps.ts";
import { ground, plug, toDraft } from "./rules.fixture.ts";

const MIN = 60_000;
const QUARTER = 15 * MIN;
const DAY = Date.parse("2026-11-26T22:00Z");
const DAY_MS = 86_400_000;
const { ix } = plug.channels.power ?? expect.fail("no power");
const { ix: registerIx } = plug.channels.energyImport ?? expect.fail("no register");
const nodes = toRuleNodes(ground.nodes);

function compile(rule = toDraft()) {
  const active = { ruleId: "replay", version: 1, rule, by: "", byLabel: "", seq: 0 };
  const { timeZone } = ground;
  const common = { v: 1 as const, version: 1, interestVersion: 0, location: null, home: [], outlook: noOutlook };
  return compileRules({ ...common, timeZone, rules: [active] }, nodes);
}
const none: NodeDay = { chunks: [], quarters: [], events: [] };
const toDay = (index: number, day: NodeDay) => ({
  startAt: DAY + index * DAY_MS,
  endAt: DAY + (index + 1) * DAY_MS,
  nodes: new Map<NodeId, NodeDay>([[plug.nodeId, day]]),
});
const raw = (points: [minute: number, watts: number][], dayIndex = 0): NodeDay => ({
  ...none,
  chunks: [
    packChunk(
      new Map([
        [
          ix,
          {
            at: points.map(([minute]) => DAY + dayIndex * DAY_MS + minute * MIN),
            value: points.map(([, watts]) => watts * 10),
            quality: points.map(() => "good" as const),
            sequence: points.map((_, index) => index),
          },
        ],
      ]),
    ),
  ],
});

function toQuarter(startAt: number, watts: number): Slot {
  const seconds = QUARTER / 1000;
  const held = { n: 1, coveredS: seconds, firstAt: startAt, lastAt: startAt, quality: "good" as const };
  const steps = watts * 10;
  const level = { min: steps, max: steps, first: steps, last: steps };
  const power = { ...held, ...level, integral: steps * seconds, energy: null };
  const register = { ...held, integral: 0, min: 0, max: 0, first: 0, last: 0, energy: watts / 4 };
  return {
    startAt,
    endAt: startAt + QUARTER,
    channels: new Map<number, SlotStats>([
      [ix, power],
      [registerIx, register],
    ]),
  };
}

type Clock = { by: "clock"; time: string };

describe("a replay", () => {
  it("fires as the engine would have, from every reading, and says for how long it held", async () => {
    const days = [
      toDay(
        0,
        raw([
          [0, 100],
          [10, 2200],
          [20, 100],
          [30, 2300],
          [30.5, 100],
        ]),
      ),
      toDay(1, raw([[60, 2500]], 1)),
    ];
    const replayed = await replayRule(compile(), days, DAY, DAY + DAY_MS + 120 * MIN);
    expect(replayed).toMatchObject({
      sources: { raw: 2, quarter: 0, none: 0 },
      count: 2,
      firings: [
        { at: DAY + 11 * MIN, overAt: DAY + 20 * MIN },
        { at: DAY + DAY_MS + 61 * MIN, overAt: null },
      ],
      heldMs: 9 * MIN + 59 * MIN,
    });
  });

  it("takes quarter-hours where readings are not kept, and says so, and where nothing is", async () => {
    const quarters = [toQuarter(DAY + 60 * MIN, 2400), toQuarter(DAY + 75 * MIN, 300)];
    const days = [toDay(0, { ...none, quarters }), toDay(1, none)];
    const replayed = await replayRule(compile(), days, DAY, DAY + 2 * DAY_MS);
    expect(replayed.sources).toEqual({ raw: 0, quarter: 1, none: 1 });
    expect(replayed.firings).toEqual([{ at: DAY + 61 * MIN, overAt: DAY + 75 * MIN }]);
  });

  it("of what the clock decides begins with its first day, whatever is stored", async () => {
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    const [at, to] = ["07:00", "08:00"].map((time) => ({ by: "clock", time }) as const) as [Clock, Clock];
    const when = { kind: "schedule", at, weekdays } as const;
    const days = Array.from({ length: 30 }, (_, index) => toDay(index, none));
    const replayed = await replayRule(compile(toDraft({ when })), days, DAY, DAY + 30 * DAY_MS);
    expect(replayed).toMatchObject({ count: 30, sources: { raw: 30 } });
    expect(replayed.firings[0]).toEqual({ at: DAY + 7 * 60 * MIN, overAt: null });
    const during = { kind: "during", from: at, to, weekdays } as const;
    const [day] = days;
    const held = await replayRule(compile(toDraft({ when: during })), day ? [day] : [], DAY, DAY + DAY_MS);
    expect(held.firings).toEqual([{ at: DAY + 7 * 60 * MIN, overAt: DAY + 8 * 60 * MIN }]);
  });

  const of = (channel: string) => ({ of: "channel", nodeId: plug.nodeId, channel }) as const;
  const below = { kind: "value", is: "below", limit: 20, hysteresis: 0, forMs: 0 } as const;
  const state = { kind: "state", nodeId: plug.nodeId, channel: "state", is: true, forMs: 0 } as const;
  const price = { kind: "price", flow: "import", is: "above", limit: 1 } as const;
  it.each<[string, Partial<RuleDraft>, string[]]>([
    ["a measurement", { when: { ...below, subject: of("power") } }, []],
    ["a switch", { when: state }, []],
    ["what a device says of itself", { when: { ...below, subject: of("linkQuality") } }, ["unkept"]],
    ["what it says of itself, as a condition beside", { onlyIf: { ...below, subject: of("linkQuality") } }, ["unkept"]],
    ["a price without a tariff", { when: price }, ["price"]],
    [
      "both",
      { when: price, onlyIf: { kind: "not", of: { ...below, subject: of("linkQuality") } } },
      ["unkept", "price"],
    ],
  ])("of %s says what is not kept of it", (_, change, gaps) => {
    expect(toGaps(compile(toDraft(change)), { tariffs: [], prices: {} })).toEqual(gaps);
  });

  it("says what its command would have saved or cost, and what that takes for granted", () => {
    const price = { kind: "flat" as const, price: 200_000 };
    const tariff = {
      v: 1 as const,
      name: "t",
      currency: "EUR",
      timeZone: "Europe/Athens",
      import: price,
      export: null,
    };
    const tariffs = [{ tariff: { ...tariff, standing: [], taxPpm: 0 }, from: 0, until: null }];
    const quarters = new Map([
      [plug.nodeId, [toQuarter(DAY, 2000), toQuarter(DAY + QUARTER, 2000), toQuarter(DAY + 2 * QUARTER, 0)]],
    ]);
    const held = [{ startAt: DAY + QUARTER / 2, endAt: DAY + 3 * QUARTER }];
    const estimate = (value: boolean | null) => {
      const command = { do: "command", nodeId: plug.nodeId, channel: "state", value: value ?? true } as const;
      const rule = toDraft(value === null ? {} : { actions: [command] });
      const common = { nodes, quarters, tariffs, feeds: new Map(), isTariffOfNow: value === null };
      return toEstimate({ ...common, rule, subjects: [plug.nodeId] }, held);
    };
    // Half of the first quarter-hour's 500 Wh and the second's.
    expect(estimate(null)).toEqual({
      drawnWh: 750,
      savedWh: 0,
      addedWh: 0,
      money: { currency: "EUR", drawn: 150_000, saved: 0, added: 0 },
      assumptions: ["tariffOfNow"],
    });
    expect(estimate(false)).toMatchObject({ savedWh: 750, addedWh: 0, assumptions: ["asItWas", "wouldHaveStopped"] });
    // 2 kW for two and a half quarter-hours are 1,250 Wh, of which 750 were drawn anyway.
    expect(estimate(true)).toMatchObject({ savedWh: 0, addedWh: 500, assumptions: ["asItWas", "wouldHaveDrawn"] });
  });
});
