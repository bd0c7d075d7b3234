import type { NetworkId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effects.ts";
import { compile, door, draws, heater, NOON, overload, play, plug, say, toDraft } from "./engine.fixture.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import type { Fact } from "./facts.ts";
import { planRuns } from "./plan-runs.ts";

const S = 1000;
const MIN = 60 * S;
const off = { do: "command", nodeId: plug, channel: "state", value: false } as const;
const on = { ...off, value: true };

/** Of commands, what stands before them in the chain; of those withheld, why. */
const toDone = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect): unknown[] =>
    effect.kind === "command" ? [effect.hops] : effect.kind === "withhold" ? [effect.why] : [],
  );

describe("commands of rules", () => {
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

  describe("of a rule that is saved anew, or switched off and on", () => {
    const when: RuleDraft["when"] = { kind: "state", nodeId: door, channel: "contact", is: false, forMs: 0 };
    const drafts = [toDraft({ when, actions: [off], whenOver: [on] })];
    const { rules } = compile(drafts).set;
    const saved = compile(drafts, { rules: rules.map((rule) => ({ ...rule, version: 2 })), version: 2 });
    const first = evaluate(compile(drafts), [say(door, "contact", false, 0)], noEngineState, NOON);
    const open = (afterMs: number) => [say(door, "contact", true, afterMs - S), say(door, "contact", false, afterMs)];

    it.each<[string, (state: typeof first.state) => typeof first.state]>([
      ["saved", (state) => state],
      ["off and on", (state) => evaluate(compile([], { version: 3 }), [], state, NOON + 5 * S).state],
    ])("come no faster: %s", (_, between) => {
      const second = evaluate(saved, open(30 * S), between(first.state), NOON + 30 * S);
      expect(toDone(second.effects)).toEqual([null]);
      expect(toDone(evaluate(saved, open(62 * S), second.state, NOON + 62 * S).effects)).toContain(0);
    });

    it("say in the trace that they are over, and that what waited will not come", () => {
      const waits = evaluate(compile(drafts), [say(door, "contact", true, S)], first.state, NOON + S);
      expect(toDone(waits.effects)).toEqual([null]);
      const { effects } = evaluate(saved, [], waits.state, NOON + 2 * S);
      expect(effects).toEqual([
        { kind: "drop", place: { ruleId: rules[0]?.ruleId, version: 1, seq: 0, over: true, index: 0 }, why: "changed" },
      ]);
      const path = `networks/n/rules/${rules[0]?.ruleId}/runs/00`;
      const data = { did: {}, didWhenOver: { 0: { withheld: "changed" } } };
      expect(planRuns("n" as NetworkId, effects, new Map())).toEqual([{ kind: "merge", path, data }]);
      expect(planRuns("n" as NetworkId, effects, new Map(), () => false)).toEqual([]);
    });
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

  describe("that change the home as a whole", () => {
    const home = (is: "above" | "below", limit: number, hysteresis = 0): RuleDraft["when"] => {
      return { kind: "value", subject: { of: "home" }, is, limit, hysteresis, forMs: 0 };
    };
    /** The heater's node stands for the grid meter; the plug draws 2 kW where it is on. What was commanded, by the minute. */
    function live(drafts: readonly RuleDraft[], minutes: number, baseAt: (minute: number) => number) {
      let state = noEngineState;
      let isOn = false;
      const given: string[] = [];
      for (let at = 0; at < minutes * MIN; at += 10 * S) {
        const facts = [draws(baseAt(at / MIN) + (isOn ? 2000 : 0), at), say(plug, "state", isOn, at)];
        const evaluation = evaluate(compile(drafts), facts, state, NOON + at);
        state = evaluation.state;
        for (const effect of evaluation.effects) {
          if (effect.kind !== "command") continue;
          isOn = effect.order.value === true;
          given.push(`${isOn ? "on" : "off"} ${Math.floor(at / MIN)}`);
        }
      }
      return given;
    }

    it("goes slowly where what it switches ends what it waits for, and leaves it off between", () => {
      const draft = toDraft({ when: home("below", -800, 900), actions: [on], whenOver: [off] });
      expect(live([draft], 70, () => -900)).toEqual(["on 0", "off 1", "on 31", "off 32", "on 62", "off 63"]);
    });

    it("goes slowly where two rules undo each other", () => {
      const drafts = [
        toDraft({ when: home("above", 3000), actions: [off] }),
        toDraft({ when: home("below", 2000), actions: [on] }),
      ];
      expect(live(drafts, 45, () => 1500)).toEqual(["on 0", "off 0", "on 30", "off 30"]);
    });

    it("switches off in time what it switched on, where the sun goes", () => {
      const draft = toDraft({ when: home("below", -2000, 3200), actions: [on], whenOver: [off] });
      expect(live([draft], 60, (minute) => (minute < 20 ? -2100 : 500))).toEqual(["on 0", "off 20"]);
      expect(live([draft], 60, (minute) => (minute < 1 ? -2100 : 500))).toEqual(["on 0", "off 1"]);
    });

    it("switches on again what it switched off to spare the home, once that has had time to help", () => {
      const draft = toDraft({ when: home("above", 3000, 100), actions: [off], whenOver: [on] });
      const facts = [draws(3500, 0), draws(1500, 10 * S)];
      const waits = evaluate(compile([draft]), facts, noEngineState, NOON + 10 * S);
      expect(toDone(waits.effects)).toEqual([0, null]);
      const later = [draws(1500, 30 * MIN + 10 * S)];
      expect(toDone(evaluate(compile([draft]), later, waits.state, NOON + 30 * MIN + 10 * S).effects)).toEqual([0]);
      const again = [draws(3500, 20 * MIN)];
      const dropped = evaluate(compile([draft]), again, waits.state, NOON + 20 * MIN).effects;
      expect(toDone(dropped)).toEqual(["loop", 0]);
    });
  });
});
