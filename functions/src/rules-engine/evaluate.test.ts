import type { Severity } from "@lastmeter/model/alarm";
import type { NodeId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import type { Scalar } from "./conditions/condition.ts";
import type { Effect } from "./effects.ts";
import { compile, door, heater, NOON, overload, plug, toDraft } from "./engine.fixture.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import type { Fact } from "./facts.ts";
import { noOutlook } from "./outlook.ts";

const S = 1000;
const MIN = 60 * S;
let sequence = 0;
const say = (nodeId: NodeId, channel: string, value: Scalar, afterMs: number): Fact => ({
  kind: "value",
  nodeId,
  channel,
  value,
  at: NOON + afterMs,
  sequence: sequence++,
});
const draws = (watts: number, afterMs: number, nodeId = heater) => say(nodeId, "power", watts * 10, afterMs);
const told = (afterMs: number): Fact => ({ kind: "told", at: NOON + afterMs, sequence: sequence++ });

function play(drafts: readonly RuleDraft[], facts: readonly Fact[], nowMs: number, change = {}): Effect[] {
  return [...evaluate(compile(drafts, change), facts, noEngineState, NOON + nowMs).effects];
}
/** Of commands, what stands before them in the chain; of those withheld, why. */
const toDone = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect): unknown[] =>
    effect.kind === "command" ? [effect.hops] : effect.kind === "withhold" ? [effect.why] : [],
  );
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

  it("commands no more than thirty times an hour, and as the fourth of a chain not at all", () => {
    const changed = (channel: string): RuleDraft["when"] => ({ kind: "changed", nodeId: door, channel, to: null });
    const rule = toDraft({ when: changed("action"), actions: [off] });
    const facts = Array.from({ length: 40 }, (_, i) => say(door, "action", "single", i * 61 * S));
    const effects = facts
      .map((fact) => ({ fact }))
      .reduce(
        ({ state, all }, { fact }) => {
          const next = evaluate(compile([rule]), [fact], state, fact.at);
          return { state: next.state, all: [...all, ...next.effects] };
        },
        { state: noEngineState, all: [] as Effect[] },
      ).all;
    expect(effects.filter(({ kind }) => kind === "command")).toHaveLength(30);
    expect(effects.filter(({ kind }) => kind === "withhold")).toHaveLength(10);

    const links = [heater, plug, door, heater, plug];
    const chain = links.slice(1).map((nodeId, i) => {
      const when = { kind: "changed", nodeId: links[i] ?? door, channel: `x${i}`, to: null } as const;
      return toDraft({ when, actions: [{ do: "command", nodeId, channel: `x${i + 1}`, value: true }] });
    });
    const known = links.slice(0, 4).map((nodeId, i) => say(nodeId, `x${i}`, false, 0));
    const follow = links.slice(0, 4).map((nodeId, i) => say(nodeId, `x${i}`, true, (i + 1) * S));
    const told = play(
      [...chain, toDraft({ when: { kind: "changed", nodeId: plug, channel: "x4", to: null }, actions: [off] })],
      [...known, ...follow, say(plug, "x4", false, 0), say(plug, "x4", true, 9 * S)],
      10 * S,
    );
    expect(toDone(told)).toEqual([0, 1, 2, 3, "loop"]);
  });

  it("does not command for what was long ago, unless it still is", () => {
    const draft = toDraft({ when: open, actions: [off] });
    const past = [say(door, "contact", false, 0), say(door, "contact", true, MIN)];
    const over = play([draft], past, 60 * MIN).filter(({ kind }) => kind === "command" || kind === "withhold");
    expect(over).toMatchObject([{ why: null }, { why: "stale" }]);
    const still = play([draft], [...past, say(door, "contact", false, 2 * MIN), told(60 * MIN)], 60 * MIN);
    expect(still.filter(({ kind }) => kind === "command")).toMatchObject([{ at: NOON + 60 * MIN }]);
  });

  it("does not go in circles: what its own command brings about gives no command of it", () => {
    const draft = toDraft({
      when: { kind: "state", nodeId: plug, channel: "state", is: true, forMs: 0 },
      actions: [off],
      whenOver: [on],
    });
    const facts = [say(plug, "state", true, 0), say(plug, "state", false, S)];
    const done = play([draft], facts, 2 * MIN).filter(({ kind }) => kind === "command" || kind === "withhold");
    expect(done).toMatchObject([
      { kind: "command", order: { value: false } },
      { kind: "withhold", why: "loop", order: { value: true } },
    ]);
  });

  describe("knows a set-point it commanded by what is told of it", () => {
    const warm = (is: "above" | "below", limit: number): RuleDraft["when"] => {
      const subject = { of: "channel", nodeId: plug, channel: "setpoint" } as const;
      return { kind: "value", subject, is, limit, hysteresis: 0, forMs: 0 };
    };
    const set = (value: number) => ({ do: "command", nodeId: plug, channel: "setpoint", value }) as const;
    const drafts = [
      toDraft({ when: warm("above", 19), actions: [set(18)] }),
      toDraft({ when: warm("below", 19), actions: [set(20)] }),
    ];
    const done = (facts: readonly Fact[]) => toDone(play(drafts, facts, MIN));

    it.each<[string, Fact[], (number | string | null)[]]>([
      [
        "in steps",
        [say(plug, "setpoint", 2100, 0), say(plug, "setpoint", 1800, 8 * S), say(plug, "setpoint", 2000, 16 * S)],
        [0, 1, "loop"],
      ],
      ["rounded by the device", [say(plug, "setpoint", 2100, 0), say(plug, "setpoint", 1850, 8 * S)], [0, 1]],
      ["by somebody else", [say(plug, "setpoint", 2100, 0), say(plug, "setpoint", 1500, 8 * S)], [0, 0]],
    ])("%s", (_, facts, expected) => {
      expect(done(facts)).toEqual(expected);
    });
  });

  it("knows what the clock's command brought about by a gateway whose clock is some seconds behind", () => {
    const at = { by: "clock", time: "12:01" } as const;
    const drafts = [
      toDraft({ when: { kind: "schedule", at, weekdays: [6] }, actions: [on] }),
      toDraft({ when: { kind: "changed", nodeId: plug, channel: "state", to: null }, actions: [on] }),
    ];
    const compiled = compile(drafts);
    const first = evaluate(compiled, [say(plug, "state", false, 0)], noEngineState, NOON);
    const ticked = evaluate(compiled, [], first.state, NOON + MIN);
    const { effects } = evaluate(compiled, [say(plug, "state", true, MIN - 5 * S)], ticked.state, NOON + MIN + S);
    expect(effects.filter(({ kind }) => kind === "command")).toMatchObject([{ hops: 1 }]);
  });

  it("takes what a person does meanwhile for theirs", () => {
    const draft = toDraft({
      when: { ...overload, forMs: 0, subject: { of: "node", nodeId: plug } } as RuleDraft["when"],
      actions: [off],
    });
    const facts = [
      draws(2500, 0, plug),
      say(plug, "state", false, S),
      draws(0, 2 * S, plug),
      say(plug, "state", true, 70 * S),
      draws(2500, 71 * S, plug),
    ];
    const commands = play([draft], facts, 2 * MIN).filter(({ kind }) => kind === "command");
    expect(commands.map((effect) => "at" in effect && effect.at - NOON)).toEqual([0, 71 * S]);
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
    expect(brief(gone.effects)).toEqual(["clear 1"]);
    const changed = compile([draft]);
    const rules = changed.set.rules.map((rule) => ({ ...rule, version: 2 }));
    const second = evaluate(
      compile([draft], { rules }),
      [say(door, "contact", false, 2 * S)],
      first.state,
      NOON + 2 * S,
    );
    expect(second.effects).toMatchObject([{ kind: "clear" }, { kind: "fire", seq: 1, version: 2 }, { kind: "raise" }]);
  });
});
