import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { toDueStandings } from "./due-standings.ts";

const networkId = "N".repeat(32) as NetworkId;
const other = "M".repeat(32) as NetworkId;
const toGrant = (principalId: string, nodeId: string | null, network = networkId) => ({
  networkId: network,
  principalId,
  nodeId: nodeId as NodeId | null,
});

describe("what is due", () => {
  it("is gathered by network and principal", () => {
    const due = [toGrant("eva", "a"), toGrant("eva", "b"), toGrant("max", "a"), toGrant("eva", "c", other)];
    expect(toDueStandings(due)).toEqual([
      { networkId, principalId: "eva", nodeIds: ["a", "b"] },
      { networkId, principalId: "max", nodeIds: ["a"] },
      { networkId: other, principalId: "eva", nodeIds: ["c"] },
    ]);
  });

  it.each([
    ["first", [toGrant("eva", null), toGrant("eva", "a")]],
    ["last", [toGrant("eva", "a"), toGrant("eva", null)]],
  ])("takes all nodes where the network's own grant is due, found %s", (_, due) => {
    expect(toDueStandings(due)).toEqual([{ networkId, principalId: "eva", nodeIds: null }]);
  });
});
