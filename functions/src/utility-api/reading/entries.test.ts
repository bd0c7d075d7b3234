import type { Grant } from "@lastmeter/model/grant";
import type { NetworkId, NodeId } from "@lastmeter/model/ids";
import { expect, it } from "vitest";
import { toReadEntries } from "./entries.ts";

it.each([
  { nodes: 1, sizes: [1] },
  { nodes: 100, sizes: [100] },
  { nodes: 230, sizes: [100, 100, 30] },
])("$nodes nodes of a home that were looked at all stand in its log, a hundred an entry", ({ nodes, sizes }) => {
  const grant = { purpose: "billing" } as Grant;
  const looked = Array.from({ length: nodes }, (_, at) => {
    return { networkId: "home" as NetworkId, nodeId: `node${at}` as NodeId, grant };
  });
  const entries = toReadEntries({ clientId: "c", name: "Billing" }, [...looked, ...looked.slice(0, 1)], null, 1);
  expect(entries.map(([, { nodeIds }]) => nodeIds?.length)).toEqual(sizes);
  const told = entries.flatMap(([, { nodeIds }]) => nodeIds ?? []);
  expect(new Set(told)).toEqual(new Set(looked.map(({ nodeId }) => nodeId)));
});
