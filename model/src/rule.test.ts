import { describe, expect, it } from "vitest";
import type { Guard, Level, Trigger } from "./condition.ts";
import type { NodeId } from "./ids.ts";
import { type RuleDraft, ruleDraftSchema, ruleRunSchema, ruleSchema, ruleVersionSchema, toRunId } from "./rule.ts";
import { toConditions, toNodeIds, toSentence } from "./rule-sentence.ts";

const heater = "h".repeat(22) as NodeId;
const plug = "p".repeat(22) as NodeId;
const HOT: Trigger = {
  kind: "value",
  subject: { of: "node", nodeId: heater },
  is: "above",
  limit: 2000,
  hysteresis: 50,
  forMs: 60_000,
};
const [A, B, C] = ["a", "b", "c"].map(
  (channel): Level => ({ kind: "state", nodeId: plug, channel, is: true, forMs: 0 }),
) as [Level, Level, Level];
const draft: RuleDraft = {
  name: "",
  when: HOT,
  onlyIf: null,
  actions: [{ do: "notify", severity: "warning", to: null, text: "" }],
  whenOver: [],
  coolDownMs: 0,
  quiet: null,
  active: { from: null, to: null },
  editors: "managers",
};
const nest = (guard: Guard, times: number): Guard =>
  times === 0 ? guard : nest({ kind: "not", of: guard }, times - 1);

describe("a rule", () => {
  it.each<[string, Partial<RuleDraft>]>([
    ["as it is", {}],
    ["four inside each other", { onlyIf: nest(A, 4) }],
    ["eleven conditions beside the trigger", { onlyIf: { kind: "any", of: Array<Guard>(11).fill(A) } }],
    ["days", { active: { from: "2026-11-28", to: "2026-11-28" } }],
  ])("is understood: %s", (_, change) => {
    expect(ruleDraftSchema.parse({ ...draft, ...change })).toEqual({ ...draft, ...change });
  });

  it.each<[string, object]>([
    ["onlyIf", { onlyIf: nest(A, 5) }],
    ["onlyIf", { onlyIf: { kind: "any", of: Array(12).fill(A) } }],
    ["onlyIf", { onlyIf: { kind: "changed", nodeId: plug, channel: "state", to: null } }],
    ["whenOver", { when: { kind: "changed", nodeId: plug, channel: "state", to: null }, whenOver: draft.actions }],
    ["actions", { actions: [] }],
    ["actions", { actions: [1, 2].map(() => ({ do: "alarm", severity: "info", title: null })) }],
    ["actions", { actions: [true, false].map((value) => ({ do: "command", nodeId: plug, channel: "state", value })) }],
    ["whenOver", { whenOver: [true, true].map((value) => ({ do: "command", nodeId: plug, channel: "state", value })) }],
    ["whenOver", { whenOver: [{ do: "alarm", severity: "info", title: null }] }],
    ["when", { when: { ...HOT, limit: Number.NaN } }],
    ["when", { when: { kind: "finished", subject: { of: "node", nodeId: heater }, above: 5, below: 5, forMs: 0 } }],
    ["when", { when: { kind: "cheapest", hours: 24, between: null, together: false } }],
    ["quiet", { quiet: { from: "22:00", to: "24:00" } }],
    ["active", { active: { from: "2026-11-29", to: "2026-11-28" } }],
    ["when", { when: { kind: "schedule", at: { by: "clock", time: "07:00" }, weekdays: [1, 1] } }],
  ])("is refused by its field: %s %#", (field, change) => {
    const parsed = ruleDraftSchema.safeParse({ ...draft, ...change });
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
  });

  it("is read from left to right, with brackets where `and` and `or` meet", () => {
    const onlyIf: Guard = {
      kind: "all",
      of: [A, { kind: "not", of: { kind: "all", of: [B, { kind: "not", of: C }] } }],
    };
    const parts = toSentence({ ...draft, onlyIf });
    expect(parts).toEqual([
      { part: "when", condition: HOT, index: 0 },
      { part: "onlyIf", condition: A, index: 1, negated: false, join: null, opens: 0, closes: 0 },
      { part: "onlyIf", condition: B, index: 2, negated: true, join: "and", opens: 1, closes: 0 },
      { part: "onlyIf", condition: C, index: 3, negated: false, join: "or", opens: 0, closes: 1 },
      { part: "action", action: draft.actions[0], join: null },
    ]);
    expect(toConditions({ ...draft, onlyIf })).toEqual([HOT, A, B, C]);
    expect(toNodeIds({ ...draft, onlyIf })).toEqual([heater, plug]);
  });

  it("keeps its newest hundred runs", () => {
    expect([0, 7, 99, 100].map(toRunId)).toEqual(["00", "07", "99", "00"]);
  });

  it("is stored with who it acts for, its versions and its traces", () => {
    const saved = { version: 1, rule: draft, by: "owner", byLabel: "owner@example.org", at: 1_795_333_000_000 };
    const networkId = "N".repeat(32);
    const rule = { v: 1, networkId, ...saved, on: true, stopped: null, promptness: "atOnce", createdAt: saved.at };
    expect(ruleSchema.parse(rule)).toEqual(rule);
    expect(ruleVersionSchema.parse({ v: 1, ...saved })).toEqual({ v: 1, ...saved });
    const run = {
      v: 1,
      networkId,
      ruleId: "r".repeat(22),
      version: 1,
      seq: 0,
      firedAt: saved.at,
      evidence: [{ condition: 0, holds: true, value: 2100, at: saved.at }],
      did: { "0": { do: "notify", severity: "warning", quiet: false, noticeIds: [] } },
      overAt: null,
      overEvidence: [],
      didWhenOver: {},
      hops: 0,
      outcomes: {},
      told: { ["n".repeat(22)]: { push: "sent", shownAt: saved.at } },
    };
    expect(ruleRunSchema.parse(run)).toEqual(run);
  });
});
