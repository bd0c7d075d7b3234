import type { NodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { type RuleDraft, ruleLimits, ruleVersionSchema } from "@lastmeter/model/rule";
import { homeTariffSchema, type Tariff } from "@lastmeter/model/tariff";
import { describe, expect, it } from "vitest";
import type { RuleGround } from "./ground.ts";
import { type Change, planChange } from "./plan-change.ts";
import { ground, NOW, networkId, plug, toDraft, toRule, withNode } from "./rules.fixture.ts";

const owner = { uid: "owner", label: "owner@example.org" };
const admin = { uid: "admin", label: "admin@example.org" };
const save = (rule: RuleDraft, more: Partial<Extract<Change, { kind: "save" }>> = {}): Change => ({
  kind: "save",
  ruleId: "r",
  version: null,
  rule,
  on: true,
  ...more,
});
const plan = (change: Change, more: Partial<RuleGround> = {}, who = owner) =>
  planChange({ ...ground, ...more }, change, who, NOW, "entry");
const stood = new Map([
  ["r", toRule({ fired: 3, lastFiredAt: NOW - 1, stopped: { fault: "rights", nodeId: null, at: NOW } })],
]);

describe("what managers decide about rules", () => {
  it("is a version of its own, by who saved it, in the access log", () => {
    const planned = plan(save(toDraft(), { version: 1 }), { rules: stood }, admin);
    if (planned.kind !== "planned") expect.fail(planned.kind);
    expect(planned.ground.rules.get("r")).toMatchObject({ version: 2, by: "admin", stopped: null, fired: 3 });
    const [version, entry] = planned.writes;
    expect(version?.path).toBe(paths.ruleVersion(networkId, "r", 2));
    expect(ruleVersionSchema.parse(version && "data" in version ? version.data : null)).toMatchObject({ version: 2 });
    expect(entry).toMatchObject({ data: { act: "configuration", what: "rule saved", nodeIds: [plug.nodeId] } });
  });

  it.each<[string, Change, Partial<RuleGround>, typeof owner, string]>([
    ["a version that is not the newest", save(toDraft(), { version: 2 }), { rules: stood }, owner, "conflict"],
    ["a new one in the place of another", save(toDraft()), { rules: stood }, owner, "conflict"],
    ["one that is not there", save(toDraft(), { version: 1 }), {}, owner, "not_found"],
    ["a switch of none", { kind: "setOn", ruleId: "r", on: true }, {}, owner, "not_found"],
    ["too many", save(toDraft(), { ruleId: "new" }), { rules: toMany() }, owner, "too_many"],
    ...(["save", "setOn", "remove"] as const).map(
      (kind): [string, Change, Partial<RuleGround>, typeof owner, string] => [
        `the owner's own, by an administrator: ${kind}`,
        kind === "save"
          ? save(toDraft(), { version: 1 })
          : kind === "setOn"
            ? { kind, ruleId: "r", on: false }
            : { kind, ruleId: "r" },
        { rules: new Map([["r", toRule({ rule: toDraft({ editors: "owner" }) })]]) },
        admin,
        "forbidden",
      ],
    ),
  ])("is refused: %s", (_, change, more, who, reason) => {
    expect(plan(change, more, who)).toEqual({ kind: "refused", reason });
  });

  it("is the owner's own, by the owner: switched, and removed", () => {
    const rules = new Map([["r", toRule({ rule: toDraft({ editors: "owner" }) })]]);
    expect(plan({ kind: "setOn", ruleId: "r", on: false }, { rules })).toMatchObject({ kind: "planned" });
    const removed = plan({ kind: "remove", ruleId: "r" }, { rules });
    expect(removed.kind === "planned" && removed.ground.rules.size).toBe(0);
  });

  const nobody = "x".repeat(22) as NodeId;
  const state = { kind: "state", nodeId: plug.nodeId, channel: "state", is: true, forMs: 0 } as const;
  const sets = (value: boolean) => ({ do: "command", nodeId: plug.nodeId, channel: "state", value }) as const;
  it.each<[string, string, Partial<RuleDraft>, Partial<RuleGround>?]>([
    ["a node that is not there", "conditions.0", { when: { kind: "silent", nodeId: nobody, forMs: 60_000 } }],
    ["one that was removed", "conditions.0", {}, { nodes: withNode({ status: "removed" }) }],
    [
      "one without power",
      "conditions.0",
      {},
      { nodes: withNode({ total: { power: [], energyImport: [], energyExport: [] } }) },
    ],
    ["a channel that is not there", "conditions.0", { when: { ...state, channel: "nothing" } }],
    ["a number as a state's limit", "conditions.0", { when: { ...numberOf("state") } }],
    [
      "the sun of nowhere",
      "conditions.0",
      { when: { kind: "schedule", at: { by: "sun", event: "sunset", offsetMin: 0 }, weekdays: [1] } },
    ],
    [
      "in the guard",
      "conditions.2",
      { onlyIf: { kind: "all", of: [state, { kind: "not", of: { ...state, nodeId: nobody } }] } },
    ],
    ["a control that is none", "actions.0", { actions: [{ ...sets(true), channel: "power" }] }],
    ["a value it does not take", "actions.0", { actions: [{ ...sets(true), value: "purple" }] }],
    [
      "a node that was not approved",
      "actions.0",
      { actions: [sets(true)] },
      { nodes: withNode({ status: "pending" }) },
    ],
    [
      "somebody not of this home",
      "actions.0",
      { actions: [{ do: "notify", severity: "info", to: ["stranger"], text: "" }] },
    ],
    ["a circle", "whenOver", { when: state, actions: [sets(false)], whenOver: [sets(true)] }],
  ])("names what is wrong: %s", (_, path, change, more) => {
    expect(plan(save(toDraft(change)), more)).toMatchObject({
      kind: "bad_request",
      errors: [{ path: `rule.${path}` }],
    });
  });

  it("may tell members, and switch off again what was on for too long", () => {
    const to = ["member", "admin", "owner"];
    const rule = toDraft({
      when: { ...state, forMs: 3_600_000 },
      actions: [sets(false), { do: "notify", severity: "info", to, text: "" }],
    });
    expect(plan(save(rule))).toMatchObject({ kind: "planned" });
  });
});

describe("a home's tariff", () => {
  const tariff: Tariff = {
    v: 1,
    name: "Flat",
    currency: "EUR",
    timeZone: "Europe/Athens",
    import: { kind: "flat", price: 250_000 },
    export: null,
    standing: [],
    taxPpm: 0,
  };
  it("is in force from its quarter-hour on, and ends what the home had before, not what a provider set", () => {
    const common = { v: 1 as const, tariff, until: null, by: "owner", at: 0 };
    const own = { ...common, id: "old", from: NOW - 1e9, source: null };
    const given = { ...common, id: "given", from: NOW - 1e9, source: { providerId: "p", tariffId: "t", version: 1 } };
    const planned = plan({ kind: "setTariff", tariffId: "new", tariff }, { tariffs: [own, given] });
    if (planned.kind !== "planned") expect.fail(planned.kind);
    const from = Math.floor(NOW / 900_000) * 900_000;
    expect(planned.ground.tariffs.map(({ id, until, from: since }) => [id, since, until])).toEqual([
      ["given", NOW - 1e9, null],
      ["old", NOW - 1e9, from],
      ["new", from, null],
    ]);
    const stored = planned.writes.filter(({ path }) => path === paths.tariff(networkId, "new"));
    expect(stored.map((write) => homeTariffSchema.parse("data" in write && write.data).from)).toEqual([from]);
  });
});

function numberOf(channel: string): RuleDraft["when"] {
  const subject = { of: "channel", nodeId: plug.nodeId, channel } as const;
  return { kind: "value", subject, is: "above", limit: 1, hysteresis: 0, forMs: 0 };
}

function toMany(): RuleGround["rules"] {
  return new Map(Array.from({ length: ruleLimits.rules }, (_, index) => [String(index), toRule()]));
}
