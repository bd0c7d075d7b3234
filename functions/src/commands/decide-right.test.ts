import type { CommandOrder } from "@lastmeter/model/command";
import type { Grant, GrantRole } from "@lastmeter/model/grant";
import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { decideRight } from "./decide-right.ts";

const NOW = Date.UTC(2026, 10, 28);
const nodeId = "N".repeat(22) as NodeId;
const who = "c~program";
const orders: Readonly<Record<string, CommandOrder>> = {
  set: { kind: "set", nodeId, channel: "state", value: true },
  configure: { kind: "configure", nodeId, setting: "x:mode", value: '"on"' },
  read: { kind: "readSetting", nodeId, setting: "x:mode" },
  firmware: { kind: "firmware", nodeId, act: "update" },
  remove: { kind: "removeNode", nodeId },
  configureNetwork: { kind: "configure", nodeId: null, setting: "n:mode", value: "1" },
  permitJoin: { kind: "permitJoin", seconds: 60 },
};
const toGrant = (role: GrantRole | null, until: number | null = null): Grant | null =>
  role &&
  ({
    ...{ v: 1, principalId: who, principal: "client", label: "", networkId: "n", nodeId, source: "node", role },
    ...{ resolution: "raw", channels: null, view: null, from: NOW - 1, until, historyFrom: null, purpose: "" },
    ...{ by: "owner", at: 0, networkName: "", timeZone: "UTC", ownerLabel: "", lastOpenedAt: null, dueAt: null },
  } as unknown as Grant);

describe("an order of somebody with these grants", () => {
  it.each<[string, GrantRole | null, GrantRole | null, string]>([
    ["none", null, null, ""],
    ["viewer of the node", null, "viewer", ""],
    ["operator of the node", null, "operator", "set"],
    ["administrator of the node", null, "admin", "set configure read"],
    ["administrator of the network", "admin", "admin", Object.keys(orders).join(" ")],
  ])("%s", (_, ofNetwork, ofNode, allowed) => {
    const facts = { who, ownerId: "owner", networkGrant: toGrant(ofNetwork), nodeGrant: toGrant(ofNode), now: NOW };
    const rights = Object.entries(orders).map(([name, order]) => [name, decideRight({ ...facts, order })]);
    const refused = ofNode === null ? "unknown" : "forbidden";
    expect(rights).toEqual(
      Object.keys(orders).map((name) => [name, allowed.split(" ").includes(name) ? "allowed" : refused]),
    );
  });

  it("that is over are none, and the owner needs none", () => {
    const over = { networkGrant: toGrant("admin", NOW), nodeGrant: toGrant("admin", NOW) };
    for (const order of Object.values(orders)) {
      expect(decideRight({ order, who, ownerId: "owner", ...over, now: NOW })).toBe("unknown");
      expect(decideRight({ order, who, ownerId: who, networkGrant: null, nodeGrant: null, now: NOW })).toBe("allowed");
    }
  });
});
