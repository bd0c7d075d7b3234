import type { Channel } from "@lastmeter/model/channel";
import { nodeIdSchema } from "@lastmeter/model/ids";
import { newestSchema } from "@lastmeter/model/link/messages";
import { describe, expect, it } from "vitest";
import { type NodeNow, toNewest } from "./newest.ts";

const NOW = 1_795_000_000_000;
const shared = { ix: 0, readable: true, settable: false, gettable: false } as const;
const channels: Record<string, Channel> = {
  power: {
    ...shared,
    key: "power",
    label: "Power",
    kind: "measurement",
    type: "numeric",
    quantity: "power",
    path: ["p"],
  },
  dust: {
    ...shared,
    key: "dust",
    label: "Dust",
    kind: "measurement",
    type: "numeric",
    quantity: "generic",
    unit: "mg",
    path: ["d"],
  },
  state: { ...shared, key: "state", label: "State", kind: "control", type: "binary", path: ["s"] },
};
const toNode = (name: string, room: string | null, values: object = {}): NodeNow => ({
  nodeId: nodeIdSchema.parse(name.padEnd(22, "0")),
  node: { name, room, channels },
  live: { v: 1, at: NOW, values: { ...values }, power: null, today: null, location: null },
});

describe("what a display is told", () => {
  it("is each live value as it stands, with its words", () => {
    const at = NOW - 5000;
    const values = {
      power: { value: 12_345, at },
      dust: { value: 7, at },
      state: { value: true, at },
      gone: { value: 1, at },
    };
    const newest = toNewest([toNode("Plug", null, values)], NOW);
    expect(newestSchema.parse(newest)).toEqual(newest);
    expect(newest.nodes[0]?.values).toEqual([
      { channel: "power", label: "Power", value: 12_345, decimals: 1, unit: "W", at },
      { channel: "dust", label: "Dust", value: 7, decimals: 3, unit: "mg", at },
      { channel: "state", label: "State", value: true, at },
    ]);
  });

  it("goes by room and name, and a node that never reported is there without values", () => {
    const nodes = [toNode("b", "Kitchen"), toNode("c", null), { ...toNode("a", "Kitchen"), live: null }];
    const newest = toNewest(nodes, NOW);
    expect(newest.nodes.map(({ name, values }) => [name, values.length])).toEqual([
      ["c", 0],
      ["a", 0],
      ["b", 0],
    ]);
  });
});
