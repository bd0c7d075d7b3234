import type { NodeId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import { addDays, toLocalInstant } from "@lastmeter/model/time";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Effect } from "./effects.ts";
import { compile, door, heater, NOON, toDraft } from "./engine.fixture.ts";
import { byFacts, draft, outlook, said, toFacts } from "./engine-arbitraries.fixture.ts";
import { type EngineState, noEngineState, parseEngineState, toEngineBytes } from "./engine-state.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import type { Fact } from "./facts.ts";

/** `PROPERTY_RUNS=1000`: more of them. */
const runs = Number(process.env.PROPERTY_RUNS ?? 60);
const S = 1000;
const MIN = 60 * S;
const told = fc.array(said, { maxLength: 60 });
/** Sizes of the batches, again from the first. */
const parts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 });

/** Alarms and notices, as they reach people. */
const toTold = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => {
    if (effect.kind !== "raise" && effect.kind !== "clear" && effect.kind !== "notify") return [];
    const rule = "place" in effect ? `${effect.place.ruleId} ${effect.place.seq} ${effect.place.over}` : effect.ruleId;
    return [`${effect.kind} ${rule} ${effect.at}`];
  });

describe("rules", () => {
  it("come to the same alarms and notices whatever way facts are cut into batches, and whoever evaluates them", () => {
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 4 }), told, parts, (drafts, list, sizes) => {
        const facts = toFacts(list);
        const end = (facts.at(-1)?.at ?? NOON) + 20 * MIN;
        const last: Fact = { kind: "told", at: end, sequence: facts.length };
        const compiled = compile(drafts, { outlook });
        const start = { ...noEngineState, clock: NOON, told: NOON };
        const whole = evaluate(compiled, [...facts, last], start, end);
        let state = start;
        const effects: Effect[] = [];
        for (let at = 0, turn = 0; at <= facts.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          const part = [...facts, last].slice(at, at + size);
          const evaluation = evaluate(compile(drafts, { outlook }), part, state, part.at(-1)?.at ?? end);
          state = parseEngineState(toEngineBytes(evaluation.state));
          effects.push(...evaluation.effects);
          at += size;
        }
        expect(toTold(effects)).toEqual(toTold(whole.effects));
      }),
      { numRuns: runs },
    );
  });

  /** A backlog of an hour, drained in parts while the clock stands at its end. */
  const drain = (
    drafts: readonly RuleDraft[],
    facts: readonly Fact[],
    sizes: readonly number[],
    between: (state: EngineState, now: number) => Evaluation | null,
  ) => {
    const end = (facts.at(-1)?.at ?? NOON) + 20 * MIN;
    const now = end + 60 * MIN;
    const compiled = compile(drafts, { outlook });
    let state: EngineState = { ...noEngineState, clock: NOON, told: NOON };
    const effects: Effect[] = [];
    const take = (evaluation: Evaluation | null) => {
      if (evaluation === null) return;
      state = evaluation.state;
      effects.push(...evaluation.effects);
    };
    for (let at = 0, turn = 0; at < facts.length; turn++) {
      const part = facts.slice(at, at + (sizes[turn % sizes.length] ?? 1));
      const told: Fact = { kind: "told", at: part.at(-1)?.at ?? end, sequence: Number.MAX_SAFE_INTEGER };
      take(evaluate(compiled, [...part, told], state, now));
      take(between(state, now));
      at += part.length;
    }
    take(evaluate(compiled, [{ kind: "told", at: end, sequence: Number.MAX_SAFE_INTEGER }], state, now));
    take(evaluate(compiled, [], state, now));
    return effects;
  };

  it("tell a backlog as it was, in whatever parts it comes, and command nothing for it", () => {
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 4 }), told, parts, (drafts, list, sizes) => {
        const facts = toFacts(list);
        const effects = drain(drafts, facts, sizes, () => null);
        expect(toTold(effects)).toEqual(toTold(drain(drafts, facts, [facts.length], () => null)));
        expect(effects.filter(({ kind }) => kind === "command")).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("by what nodes tell are not moved by a clock that is ahead of it", () => {
    fc.assert(
      fc.property(fc.array(byFacts, { minLength: 1, maxLength: 4 }), told, parts, (drafts, list, sizes) => {
        const facts = toFacts(list);
        const tick = (state: EngineState, now: number) => evaluate(compile(drafts, { outlook }), [], state, now);
        expect(toTold(drain(drafts, facts, sizes, tick))).toEqual(
          toTold(drain(drafts, facts, [facts.length], () => null)),
        );
      }),
      { numRuns: runs },
    );
  });

  /** Devices that draw 100 W where they are on or set to be warm; the door's node stands for the grid meter. */
  function toHome() {
    const draws = new Map<NodeId, Map<string, number>>();
    return ({ at, order }: Extract<Effect, { kind: "command" }>, next: () => number): Fact[] => {
      const { nodeId, channel, value } = order;
      const own = draws.get(nodeId) ?? new Map<string, number>();
      draws.set(nodeId, own.set(channel, value === true || Number(value) >= 20 ? 1000 : 0));
      const sum = (of: Iterable<number>) => [...of].reduce((all, each) => all + each, 0);
      const power = (about: NodeId, value: number, after: number): Fact => {
        return { kind: "value", nodeId: about, channel: "power", value, at: at + after, sequence: next() };
      };
      const told = typeof value === "number" ? value * 100 : value === true;
      return [
        { kind: "value", nodeId, channel, value: told, at: at + 500, sequence: next() },
        ...(nodeId === door ? [] : [power(nodeId, sum(own.values()), 1000)]),
        power(door, sum([...draws.values()].flatMap((each) => [...each.values()])), 1500),
      ];
    };
  }

  it("end: no graph of rules whose devices obey at once commands for ever, nor one node twice a minute", () => {
    fc.assert(
      fc.property(
        fc.array(draft, { minLength: 1, maxLength: 5 }),
        fc.array(said, { minLength: 1, maxLength: 12 }),
        (drafts, list) => {
          const compiled = compile(drafts, { outlook, home: [door] });
          const obey = toHome();
          const queue = toFacts(list);
          const spark = queue.length;
          let state = { ...noEngineState, clock: NOON, told: NOON };
          let sequence = 1000;
          const given = new Map<string, number[]>();
          let commands = 0;
          while (queue.length > 0) {
            const fact = queue.shift();
            if (fact === undefined) break;
            const evaluation = evaluate(compiled, [fact], state, fact.at);
            state = evaluation.state;
            for (const effect of evaluation.effects) {
              if (effect.kind !== "command") continue;
              commands++;
              const key = `${effect.place.ruleId} ${effect.order.nodeId} ${effect.order.channel}`;
              given.set(key, [...(given.get(key) ?? []), effect.at]);
              // The device obeys within a second, its meter follows, and then the home's.
              queue.push(...obey(effect, () => sequence++));
              queue.sort((a, b) => a.at - b.at);
            }
            expect(commands).toBeLessThan(spark * 5 * 3 * 4);
          }
          for (const times of given.values()) {
            const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
            expect(Math.min(...gaps, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(MIN);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it("hold what they raised: between the limit and its hysteresis nothing changes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 0, max: 500 }),
        (watts, hysteresis) => {
          const rule = toDraft({
            when: {
              kind: "value",
              subject: { of: "node", nodeId: heater },
              is: "above",
              limit: 2000,
              hysteresis,
              forMs: 0,
            },
          });
          const facts = watts.map(
            (value, i): Fact => ({
              kind: "value",
              nodeId: heater,
              channel: "power",
              value: value * 10,
              at: NOON + i * S,
              sequence: i,
            }),
          );
          let isOn = false;
          const expected = watts.flatMap((value, i) => {
            const before = isOn;
            isOn = isOn ? value > 2000 - hysteresis : value > 2000;
            return before === isOn ? [] : [`${isOn ? "raise" : "clear"} ${i}`];
          });
          const { effects } = evaluate(compile([rule]), facts, noEngineState, NOON + watts.length * S);
          const found = effects.flatMap((effect) =>
            effect.kind === "raise" || effect.kind === "clear" ? [`${effect.kind} ${(effect.at - NOON) / S}`] : [],
          );
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: runs },
    );
  });

  it("keep their schedules: each local day once, on days of 23 and 25 hours too, however seldom they are looked at", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("2026-03-27", "2026-10-23", "2026-06-01"),
        fc.integer({ min: 0, max: 95 }),
        fc.array(fc.integer({ min: 1, max: 30 * 60 }), { minLength: 1, maxLength: 20 }),
        (first, quarter, steps) => {
          const time = `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;
          const rule = toDraft({
            when: { kind: "schedule", at: { by: "clock", time }, weekdays: [1, 2, 3, 4, 5, 6, 7] },
          });
          const compiled = compile([rule]);
          const start = Date.parse(`${first}T22:00Z`);
          const end = start + 5 * 24 * 60 * MIN;
          // A rule begins when it is first evaluated.
          let { state } = evaluate(compiled, [], noEngineState, start);
          const days: string[] = [];
          for (let now = start, turn = 0; now < end; turn++) {
            now = Math.min(now + (steps[turn % steps.length] ?? 1) * MIN, end);
            const evaluation = evaluate(compiled, [], state, now);
            state = evaluation.state;
            for (const effect of evaluation.effects) {
              if (effect.kind !== "fire") continue;
              const local = new Date(effect.at).toLocaleString("sv", { timeZone: "Europe/Athens" });
              days.push(local.slice(0, 10));
              expect(local.slice(11, 16) >= time).toBe(true);
            }
          }
          const expected = Array.from({ length: 7 }, (_, i) => addDays(first, i)).filter((day) => {
            const at = toLocalInstant(day, quarter * 15, "Europe/Athens");
            return at > start && at <= end;
          });
          expect(days).toEqual(expected);
        },
      ),
      { numRuns: runs },
    );
  });
});
