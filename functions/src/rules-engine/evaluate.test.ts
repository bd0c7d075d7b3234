import type { Severity } from "@lastmeter/model/alarm";
import type { RuleDraft } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effects.ts";
import { compile, door, draws, heater, NOON, play, plug, say, toDraft, told } from "./engine.fixture.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import type { Fact } from "./facts.ts";
import { noOutlook } from "./outlook.ts";

const S = 1000;
const MIN = 60 * S;
const brief = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => ("at" in effect ? [`${effect.kind} ${(effect.at - NOON) / S}`] : []));

describe("a limit with hysteresis that must last", () => {
  it("raises when it has lasted, by what the gateway told, and clears below the hysteresis", () => {
    const facts = [draws(2100, 0), draws(1990, 20 * S), draws(2200, 65 * S), draws(1960, 70 * S), draws(1940, 90 * S)];
    expect(brief(play([toDraft()], facts, 2 * MIN))).toEqual(["fire 60", "raise 60", "over 90", "clear 90"]);
  });

  it.each<[string, Fact[], string[]]>([
    ["came back in time", [draws(2100, 0), draws(1900, 59 * S), told(3 * MIN)], []],
    ["a break starts it anew", [draws(2100, 0), draws(1900, 30 * S), draws(2100, 40 * S), told(99 * S)], []],
    ["not heard since", [draws(2100, 0)], []],
    ["heard later, with nothing new", [draws(2100, 0), told(61 * S)], ["fire 60", "raise 60"]],
    ["gone silent", [draws(2100, 0), { kind: "away", nodeId: heater, at: NOON + S, sequence: 1e6 }, told(2 * MIN)], []],
  ])("%s", (_, facts, expected) => {
    expect(brief(play([toDraft()], facts, 5 * MIN))).toEqual(expected);
  });
});

describe("a rule's life", () => {
  const open: RuleDraft["when"] = { kind: "state", nodeId: door, channel: "contact", is: false, forMs: 0 };
  const off = { do: "command", nodeId: plug, channel: "state", value: false } as const;
  const on = { ...off, value: true };

  it("does not fire again while it cools down, but then what holds", () => {
    const draft = toDraft({ when: open, coolDownMs: 5 * MIN });
    const facts = [false, true, false, true, false].map((value, i) => say(door, "contact", value, i * MIN));
    expect(brief(play([draft], facts, 20 * MIN))).toEqual([
      "fire 0",
      "raise 0",
      "over 60",
      "clear 60",
      "fire 300",
      "raise 300",
    ]);
  });

  it("holds only while the guard does, and is over when it is not", () => {
    const draft = toDraft({
      when: open,
      onlyIf: { kind: "not", of: { ...open, nodeId: plug, channel: "state", is: true } },
    });
    const facts = [say(door, "contact", false, 0), say(plug, "state", false, MIN), say(plug, "state", true, 2 * MIN)];
    expect(brief(play([draft], facts, 20 * MIN))).toEqual(["fire 60", "raise 60", "over 120", "clear 120"]);
  });

  type Levels = [boolean | null, boolean | null];
  it.each<[string, object, [Levels, boolean | null][]]>([
    [
      "all",
      { kind: "all" },
      [
        [[true, true], true],
        [[true, false], false],
        [[null, false], false],
        [[true, null], null],
      ],
    ],
    [
      "any",
      { kind: "any" },
      [
        [[false, true], true],
        [[false, false], false],
        [[null, true], true],
        [[false, null], null],
      ],
    ],
  ])("asks for %s of its conditions, or the contrary; what is not known decides nothing", (_, kind, rows) => {
    const [a, b] = [open, { ...open, nodeId: plug, channel: "state" }];
    const guard = { ...kind, of: [a, b] } as NonNullable<RuleDraft["onlyIf"]>;
    const [plain, contrary] = compile([
      toDraft({ onlyIf: guard }),
      toDraft({ onlyIf: { kind: "all", of: [{ kind: "not", of: guard }] } }),
    ]).rules;
    for (const [levels, expected] of rows) {
      expect(plain?.holds([true, ...levels])).toBe(expected);
      expect(contrary?.holds([true, ...levels])).toBe(expected === null ? null : !expected);
      expect(plain?.holds([false, ...levels])).toBe(false);
    }
  });

  it.each<[string, string, Severity, boolean]>([
    ["11:00", "13:00", "warning", true],
    ["12:00", "13:00", "warning", true],
    ["11:00", "12:00", "warning", false],
    ["22:00", "07:00", "warning", false],
    ["13:00", "12:30", "info", true],
    ["11:00", "13:00", "critical", false],
  ])("tells at noon without a sound: quiet from %s to %s, %s: %s", (from, to, severity, expected) => {
    const quiet = { from, to };
    const tell = { do: "notify", severity, to: null, text: "" } as const;
    const [, told] = play([toDraft({ when: open, actions: [tell], quiet })], [say(door, "contact", false, 0)], S);
    expect(told).toMatchObject({ kind: "notify", quiet: expected });
    const alarm = { do: "alarm", severity, title: null } as const;
    const [, raised] = play([toDraft({ when: open, actions: [alarm], quiet })], [say(door, "contact", false, 0)], S);
    expect(raised).toMatchObject({ kind: "raise", quiet: expected });
  });

  it("is active on its days only, by the home's clock", () => {
    const draft = toDraft({ when: open, active: { from: "2026-11-29", to: "2026-11-29" } });
    const facts = [say(door, "contact", false, 0)];
    const [begin, end] = [12 * 3600, 36 * 3600];
    expect(brief(play([draft], facts, 40 * 60 * MIN))).toEqual([
      `fire ${begin}`,
      `raise ${begin}`,
      `over ${end}`,
      `clear ${end}`,
    ]);
  });

  it("commands a node once a minute, and what is due later if it still stands", () => {
    const draft = toDraft({ when: open, actions: [off], whenOver: [on] });
    const facts = [say(door, "contact", false, 0), say(door, "contact", true, 20 * S), told(2 * MIN)];
    const effects = play([draft], facts, 2 * MIN);
    const commands = effects.filter(({ kind }) => kind === "command");
    expect(commands).toMatchObject([
      { at: NOON, order: { value: false }, hops: 0 },
      { at: NOON + MIN, order: { value: true } },
    ]);
    expect(effects.filter(({ kind }) => kind === "withhold")).toMatchObject([{ why: null }]);
  });

  it("does not command for what was long ago, unless it still is", () => {
    const draft = toDraft({ when: open, actions: [off] });
    const past = [say(door, "contact", false, 0), say(door, "contact", true, MIN)];
    const over = play([draft], past, 60 * MIN).filter(({ kind }) => kind === "command" || kind === "withhold");
    expect(over).toMatchObject([{ why: null }, { why: "stale" }]);
    const still = play([draft], [...past, say(door, "contact", false, 2 * MIN), told(60 * MIN)], 60 * MIN);
    expect(still.filter(({ kind }) => kind === "command")).toMatchObject([{ at: NOON + 60 * MIN }]);
  });

  it("is judged again by what is new: a price, a tariff, a node", () => {
    const when: RuleDraft["when"] = { kind: "event", programmeId: null, level: 1 };
    const first = evaluate(compile([toDraft({ when })]), [], noEngineState, NOON);
    const event = { eventId: "e", programmeId: "peak", level: 2, startAt: NOON - MIN, endAt: NOON + MIN };
    const outlook = { ...noOutlook, events: [{ providerId: "p", event }] };
    const second = evaluate(compile([toDraft({ when })], { version: 2, outlook }), [], first.state, NOON + S);
    expect(brief([...first.effects, ...second.effects])).toEqual(["fire 1", "raise 1"]);
    expect(
      brief(evaluate(compile([toDraft({ when })], { version: 2, outlook }), [], second.state, NOON + MIN).effects),
    ).toEqual(["over 60", "clear 60"]);
  });

  it("clears the alarm of a rule that is gone or changed, and counts its runs on", () => {
    const draft = toDraft({ when: open });
    const first = evaluate(compile([draft]), [say(door, "contact", false, 0)], noEngineState, NOON);
    const gone = evaluate(compile([]), [], first.state, NOON + S);
    expect(brief(gone.effects)).toEqual(["over 1", "clear 1"]);
    const changed = compile([draft]);
    const rules = changed.set.rules.map((rule) => ({ ...rule, version: 2 }));
    const second = evaluate(
      compile([draft], { rules }),
      [say(door, "contact", false, 2 * S)],
      first.state,
      NOON + 2 * S,
    );
    expect(second.effects).toMatchObject([
      { kind: "over", seq: 0, evidence: [] },
      { kind: "clear" },
      { kind: "fire", seq: 1, version: 2 },
      { kind: "raise" },
    ]);
  });

  it("forgets what it knew of others where the home comes to be of other nodes, and keeps what it counted", () => {
    const home = { of: "home" } as const;
    const level = { kind: "value", subject: home, is: "above", limit: 2000, hysteresis: 0, forMs: 0 } as const;
    const energy = {
      kind: "budget",
      subject: home,
      measure: "drawn",
      period: "day",
      limit: 5500,
      percent: 100,
    } as const;
    const drafts = [toDraft({ when: level }), toDraft({ when: energy })];
    const register = (nodeId: typeof plug, wh: number, afterMs: number) => say(nodeId, "energyImport", wh, afterMs);
    const before = compile(drafts, { home: [heater, plug] });
    const facts = [register(heater, 100, 0), register(heater, 5100, 60 * MIN), draws(100, 61 * MIN)];
    const first = evaluate(before, [...facts, draws(1500, 61 * MIN, plug)], noEngineState, NOON + 61 * MIN);
    expect(first.effects).toEqual([]);
    const after = compile(drafts, { home: [door, heater], version: 2 });
    const next = [draws(600, 62 * MIN, door), draws(100, 62 * MIN), register(door, 6000, 62 * MIN)];
    const second = evaluate(after, next, first.state, NOON + 62 * MIN);
    expect(second.effects).toEqual([]);
    const rise = [register(door, 6400, 90 * MIN), register(door, 6600, 91 * MIN), draws(1950, 92 * MIN)];
    expect(brief(evaluate(after, rise, second.state, NOON + 92 * MIN).effects)).toEqual([
      "fire 5460",
      "raise 5460",
      "fire 5520",
      "raise 5520",
    ]);
  });
});
