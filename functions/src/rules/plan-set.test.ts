import type { Rule } from "@lastmeter/model/rule";
import { describe, expect, it } from "vitest";
import { zigbee2mqtt } from "../protocols/zigbee2mqtt/zigbee2mqtt.ts";
import { addRuleWants } from "../rules-engine/interest.ts";
import { parseRuleSet, toRuleSetBytes } from "../rules-engine/rule-set.ts";
import type { RuleGround } from "./ground.ts";
import { toHomeNodes } from "./ground.ts";
import { isSameSet, planSet } from "./plan-set.ts";
import { directory, ground, NOW, plug, toDraft, toRule, withNode } from "./rules.fixture.ts";

const told = { directory, protocol: zigbee2mqtt, now: NOW };
const plan = (rules: Rule[], more: Partial<RuleGround> = {}) =>
  planSet(
    { ...ground, rules: new Map(rules.map((rule, index) => [`r${index}`.padEnd(22, "0"), rule])), ...more },
    told,
  );
const first = ({ rules }: ReturnType<typeof plan>) => [...rules.values()][0];

describe("what rules come to", () => {
  it("is those that are on, as bytes that are read again", () => {
    const { set } = plan([toRule(), toRule({ on: false })]);
    expect(set.rules).toHaveLength(1);
    expect(parseRuleSet(toRuleSetBytes(set))).toEqual(set);
    const again = plan([toRule(), toRule({ on: false })], { set });
    expect(isSameSet(set, again.set)).toBe(true);
    expect(again.set).toMatchObject({ version: set.version + 1, interestVersion: set.interestVersion });
    expect(isSameSet(set, plan([], { set }).set)).toBe(false);
  });

  it.each<[string, Partial<Rule>, Partial<RuleGround>, object | null]>([
    ["all is there", {}, {}, null],
    ["who made it may no longer manage", { by: "member" }, {}, { fault: "rights", nodeId: null }],
    ["who made it is an administrator", { by: "admin" }, {}, null],
    ["and was removed as one", { by: "admin" }, { grants: [] }, { fault: "rights", nodeId: null }],
    ["its node left", {}, { nodes: withNode({ status: "removed" }) }, { fault: "nodeGone", nodeId: plug.nodeId }],
    ["its node was erased", {}, { nodes: new Map() }, { fault: "nodeGone", nodeId: plug.nodeId }],
    [
      "its channel is gone",
      {
        rule: toDraft({ when: { kind: "state", nodeId: plug.nodeId, channel: "state", is: true, forMs: 0 } }),
      },
      { nodes: withNode({ channels: {} }) },
      { fault: "channelGone", nodeId: plug.nodeId },
    ],
    [
      "nobody is left to be told",
      { rule: toDraft({ actions: [{ do: "notify", severity: "info", to: ["member"], text: "" }] }) },
      { grants: [] },
      { fault: "recipient", nodeId: null },
    ],
  ])("%s", (_, rule, more, fault) => {
    const planned = plan([toRule(rule)], more);
    expect(first(planned)?.stopped).toEqual(fault === null ? null : { ...fault, at: NOW });
    expect(planned.set.rules).toHaveLength(fault === null ? 1 : 0);
  });

  it("tells only those who may still be told", () => {
    const rule = toDraft({ actions: [{ do: "notify", severity: "info", to: ["member", "owner"], text: "" }] });
    expect(plan([toRule({ rule })], { grants: [] }).set.rules[0]?.rule.actions).toMatchObject([{ to: ["owner"] }]);
  });

  it("is told the gateway as bounds in its own numbers, and rises only when those change", () => {
    const { set, compiled, isPrompt } = plan([toRule()]);
    const interest = addRuleWants(zigbee2mqtt.toInterest(directory), compiled, told);
    expect(interest.topics[plug.nativeName]?.bounds.map(({ path, above }) => [path.join("."), above])).toEqual([
      ["power", expect.closeTo(2000.05, 5)],
      ["power", expect.closeTo(1950.05, 5)],
    ]);
    expect(isPrompt).toBe(true);
    expect(plan([toRule({ rule: toDraft({ name: "Other" }) })], { set }).set.interestVersion).toBe(set.interestVersion);
    expect(plan([], { set }).set.interestVersion).toBe(set.interestVersion + 1);
  });

  it("needs short intervals, and says so, where the gateway cannot tell: a sum of several powers", () => {
    const subject = { of: "home" as const };
    const rule = toDraft({ when: { kind: "value", subject, is: "below", limit: 0, hysteresis: 0, forMs: 0 } });
    const total = { ...plug.total, power: [...plug.total.power, ...plug.total.power] };
    const nodes = withNode({ role: "grid" });
    const twice = { ...directory, nodes: { [plug.address]: { ...plug, total } } };
    const planned = planSet(
      { ...ground, nodes, rules: new Map([["r".repeat(22), toRule({ rule })]]) },
      { ...told, directory: twice },
    );
    expect([planned.isPrompt, first(planned)?.promptness]).toEqual([false, "interval"]);
    expect(plan([toRule({ rule })], { nodes }).isPrompt).toBe(true);
  });
});

describe("the home", () => {
  it("is its grid meters, else loads that are not inside another", () => {
    const [[id, node] = []] = [...ground.nodes];
    if (!id || !node) expect.fail("no node");
    const other = "o".repeat(22) as typeof id;
    const both = (change: object) =>
      new Map([
        [id, node],
        [other, { ...node, ...change }],
      ]);
    expect(toHomeNodes(both({}))).toEqual([id, other].sort());
    expect(toHomeNodes(both({ inside: id }))).toEqual([id]);
    expect(toHomeNodes(both({ role: "grid" }))).toEqual([other]);
    expect(toHomeNodes(both({ role: "grid", status: "removed" }))).toEqual([id]);
  });
});
