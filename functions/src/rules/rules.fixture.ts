import type { Grant } from "@lastmeter/model/grant";
import { networkIdSchema } from "@lastmeter/model/ids";
import type { Rule, RuleDraft } from "@lastmeter/model/rule";
import type { DirectoryNode } from "../protocols/protocol.ts";
import { NAME, PLUG, plugExposes, plugOf, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import type { RuledNode, RuleGround } from "./ground.ts";

export const NOW = 1_795_333_000_000;
export const networkId = networkIdSchema.parse("N".repeat(32));
export const { directory } = await withDevices([toDevice(PLUG, NAME, plugExposes)]);
export const plug: DirectoryNode = plugOf(directory);

const node: RuledNode = {
  status: "active",
  role: "load",
  inside: null,
  channels: plug.channels,
  total: plug.total,
  name: "Plug",
};

const toGrant = (principalId: string, role: Grant["role"]): Grant => ({
  v: 1,
  principalId,
  principal: "user",
  label: `${principalId}@example.org`,
  networkId,
  nodeId: null,
  source: "network",
  role,
  resolution: "raw",
  channels: null,
  view: null,
  from: NOW - 1000,
  until: null,
  historyFrom: null,
  purpose: "",
  by: "owner",
  at: NOW - 1000,
  networkName: "Home",
  timeZone: "Europe/Athens",
  ownerLabel: "owner@example.org",
  lastOpenedAt: null,
  dueAt: null,
});

export const ground: RuleGround = {
  networkId,
  kind: "zigbee2mqtt",
  ownerId: "owner",
  timeZone: "Europe/Athens",
  location: null,
  grants: [toGrant("admin", "admin"), toGrant("member", "viewer")],
  nodes: new Map([[plug.nodeId, node]]),
  rules: new Map(),
  tariffs: [],
  set: null,
};

export const withNode = (change: Partial<RuledNode>): RuleGround["nodes"] =>
  new Map([[plug.nodeId, { ...node, ...change }]]);

export function toDraft(change: Partial<RuleDraft> = {}): RuleDraft {
  return {
    name: "Too much",
    when: {
      kind: "value",
      subject: { of: "node", nodeId: plug.nodeId },
      is: "above",
      limit: 2000,
      hysteresis: 50,
      forMs: 60_000,
    },
    onlyIf: null,
    actions: [{ do: "notify", severity: "info", to: null, text: "" }],
    whenOver: [],
    coolDownMs: 0,
    quiet: null,
    active: { from: null, to: null },
    editors: "managers",
    ...change,
  };
}

export function toRule(change: Partial<Rule> = {}): Rule {
  return {
    v: 1,
    networkId,
    version: 1,
    rule: toDraft(),
    on: true,
    stopped: null,
    promptness: "atOnce",
    by: "owner",
    byLabel: "owner@example.org",
    at: NOW,
    createdAt: NOW,
    ...change,
  };
}
