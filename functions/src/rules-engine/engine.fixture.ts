import type { Channel } from "@lastmeter/model/channel";
import type { Trigger } from "@lastmeter/model/condition";
import type { NodeId } from "@lastmeter/model/ids";
import type { RuleDraft } from "@lastmeter/model/rule";
import type { Quantity } from "@lastmeter/model/units";
import { compileRules, type RuleNodes } from "./compile.ts";
import type { Scalar } from "./conditions/condition.ts";
import type { Effect } from "./effects.ts";
import { noEngineState } from "./engine-state.ts";
import { evaluate } from "./evaluate.ts";
import type { Fact } from "./facts.ts";
import { noOutlook } from "./outlook.ts";
import type { RuleSet } from "./rule-set.ts";

export const [heater, plug, door] = ["h", "p", "d"].map((letter) => letter.repeat(22)) as [NodeId, NodeId, NodeId];
/** Saturday, noon in Athens. */
export const NOON = Date.parse("2026-11-28T10:00Z");
const TIME_ZONE = "Europe/Athens";

function channel(key: string, ix: number, more: Partial<Channel> = {}): Channel {
  const common = { key, ix, label: key, readable: true, settable: false, gettable: false, path: [key] };
  return { ...common, kind: "measurement", type: "numeric", ...more };
}
const measured = (key: string, ix: number, quantity: Quantity) =>
  channel(key, ix, { quantity, ...(quantity === "energy" ? { register: true } : {}) });
const channels = {
  power: measured("power", 0, "power"),
  energyImport: measured("energyImport", 1, "energy"),
  state: channel("state", 2, { kind: "control", type: "binary", settable: true, on: "ON", off: "OFF" }),
  contact: channel("contact", 3, { kind: "state", type: "binary" }),
  action: channel("action", 4, { kind: "action", type: "enum" }),
  setpoint: channel("setpoint", 6, {
    kind: "control",
    settable: true,
    quantity: "temperature",
    min: 5,
    max: 30,
    step: 0.5,
  }),
  battery: channel("battery", 5, { kind: "diagnostic", quantity: "batteryLevel" }),
};
const total = { power: [{ channel: "power", sign: 1 as const }], energyImport: ["energyImport"], energyExport: [] };
const nodes: RuleNodes = new Map([heater, plug, door].map((nodeId) => [nodeId, { total, channels }]));

export const overload: Trigger = {
  kind: "value",
  subject: { of: "node", nodeId: heater },
  is: "above",
  limit: 2000,
  hysteresis: 50,
  forMs: 60_000,
};

export function toDraft(change: Partial<RuleDraft> = {}): RuleDraft {
  return {
    name: "",
    when: overload,
    onlyIf: null,
    actions: [{ do: "alarm", severity: "warning", title: null }],
    whenOver: [],
    coolDownMs: 0,
    quiet: null,
    active: { from: null, to: null },
    editors: "managers",
    ...change,
  };
}

function toSet(drafts: readonly RuleDraft[], change: Partial<RuleSet> = {}): RuleSet {
  return {
    v: 1,
    version: 1,
    interestVersion: 1,
    timeZone: TIME_ZONE,
    location: { latitude: 37.98, longitude: 23.73 },
    home: [heater],
    rules: drafts.map((rule, index) => ({
      ruleId: `r${index}`.padEnd(22, "0"),
      version: 1,
      rule,
      by: "owner",
      byLabel: "owner@example.org",
      seq: 0,
    })),
    outlook: noOutlook,
    ...change,
  };
}

export const compile = (drafts: readonly RuleDraft[], change: Partial<RuleSet> = {}) =>
  compileRules(toSet(drafts, change), nodes);

let sequence = 0;
export const say = (nodeId: NodeId, channel: string, value: Scalar, afterMs: number): Fact => ({
  kind: "value",
  nodeId,
  channel,
  value,
  at: NOON + afterMs,
  sequence: sequence++,
});
export const draws = (watts: number, afterMs: number, nodeId = heater) => say(nodeId, "power", watts * 10, afterMs);
export const told = (afterMs: number): Fact => ({ kind: "told", at: NOON + afterMs, sequence: sequence++ });

export function play(drafts: readonly RuleDraft[], facts: readonly Fact[], nowMs: number, change = {}): Effect[] {
  return [...evaluate(compile(drafts, change), facts, noEngineState, NOON + nowMs).effects];
}
