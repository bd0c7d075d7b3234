import type { NodeId } from "@lastmeter/model/ids";
import { expect, it } from "vitest";
import { toFound } from "./found.ts";

const toNode = (name: string, ownerLabel: string) => ({
  ...{ nodeId: "N".repeat(22) as NodeId, name, networkName: "Home", ownerLabel, role: "viewer" as const },
  ...{ resolution: "day" as const, channels: null, from: 0, until: null, historyFrom: null, purpose: "A tariff" },
  timeZone: "UTC",
});
const nodes = [
  toNode("House meter", "anna@example.org"),
  toNode("Fridge", "anna@example.org"),
  toNode("Fridge", "bo@x.org"),
];

it.each([
  ["", 3],
  ["fridge", 2],
  ["FRIDGE anna", 1],
  ["tariff home", 3],
  ["boiler", 0],
])("%j finds %i", (words, count) => {
  expect(toFound(nodes, words)).toHaveLength(count);
});
