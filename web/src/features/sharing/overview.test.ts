import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { toAccess } from "../../lib/access.ts";
import { toLock, toReaders, toRevocations } from "./overview.ts";

const now = Date.UTC(2026, 10, 22);
const [plug, meter] = ["p".repeat(22) as NodeId, "m".repeat(22) as NodeId];

function toGrant(principalId: string, nodeId: NodeId | null, more: Partial<Grant> = {}): Grant {
  return {
    v: 1,
    principalId,
    principal: principalId.startsWith("c~") ? "client" : "user",
    label: principalId,
    networkId: "n".repeat(32) as NetworkId,
    nodeId,
    source: nodeId === null ? "network" : "node",
    role: "viewer",
    resolution: "day",
    channels: null,
    view: null,
    from: now,
    until: null,
    historyFrom: null,
    purpose: "",
    by: "owner",
    at: now,
    networkName: "Home",
    timeZone: "Europe/Athens",
    ownerLabel: "owner",
    lastOpenedAt: null,
    dueAt: null,
    ...more,
  };
}

const copy = toGrant("anna", plug, { source: "network" });
const grants = [toGrant("zoe", plug), toGrant("anna", null), copy, toGrant("c~acme-energy", meter)];

describe("who sees what", () => {
  it("is told once: what the server copied to the nodes is the home's grant", () => {
    expect(toReaders(grants).map(({ label, whole, nodes }) => [label, whole !== null, nodes.length])).toEqual([
      ["anna", true, 0],
      ["c~acme-energy", false, 1],
      ["zoe", false, 1],
    ]);
  });

  it("tells who a node is visible to", () => {
    expect(toAccess(plug, grants)).toMatchObject({ visibility: "shared" });
    expect(toAccess(plug, grants).own.map(({ label }) => label)).toEqual(["zoe"]);
    expect(toAccess(plug, grants).through.map(({ label }) => label)).toEqual(["anna"]);
    expect(toAccess(plug, [toGrant("anna", null)]).visibility).toBe("household");
    expect(toAccess(plug, [toGrant("zoe", meter)]).visibility).toBe("private");
  });

  it("takes a node's own grant before that of the home", () => {
    const own = toGrant("anna", plug, { resolution: "month" });
    expect(toAccess(plug, [own, toGrant("anna", null)])).toMatchObject({ own: [own], through: [] });
  });
});

it.each([
  ["the owner ends everything", toGrant("anna", null, { role: "admin" }), { uid: "owner", isOwner: true }, null],
  ["an administrator ends a viewer's", toGrant("zoe", plug), { uid: "anna", isOwner: false }, null],
  ["nobody ends their own", toGrant("anna", null, { role: "admin" }), { uid: "anna", isOwner: false }, "own"],
  ["nor another administrator's", toGrant("eva", null, { role: "admin" }), { uid: "anna", isOwner: false }, "admin"],
] as const)("%s", (_name, grant, who, lock) => expect(toLock(grant, who)).toBe(lock));

describe("ending several", () => {
  it("takes one call for each set of nodes", () => {
    const chosen = [toGrant("zoe", plug), toGrant("zoe", meter), toGrant("eva", meter), toGrant("eva", plug)];
    expect(toRevocations(chosen)).toEqual([{ nodeIds: [plug, meter], principalIds: ["zoe", "eva"] }]);
  });
  it("ends all of who has the whole home", () => {
    const chosen = [toGrant("anna", plug), toGrant("anna", null), toGrant("zoe", plug)];
    expect(toRevocations(chosen)).toEqual([
      { nodeIds: null, principalIds: ["anna"] },
      { nodeIds: [plug], principalIds: ["zoe"] },
    ]);
  });
});
