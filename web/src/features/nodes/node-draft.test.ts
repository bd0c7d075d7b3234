import type { Node } from "@lastmeter/model/node";
import { describe, expect, it } from "vitest";
import { type NodeDraft, toChanges, toNodeDraft } from "./node-draft.ts";

const node: Node = {
  v: 1,
  networkId: "N".repeat(32) as Node["networkId"],
  ownerId: "owner",
  memberIds: ["owner"],
  address: "0x1",
  nativeName: "plug",
  name: "plug",
  room: null,
  vendor: null,
  model: null,
  description: null,
  status: "pending",
  role: "load",
  inside: null,
  total: { power: [], energyImport: [], energyExport: [] },
  channels: {},
  location: null,
};
const start = toNodeDraft(node);
const board = "b".repeat(22);

describe("the form of a node", () => {
  it("says nothing where nothing was changed", () => {
    expect(toChanges(start, start)).toEqual({ changes: null });
    expect(toChanges(start, { ...start, name: start.name })).toEqual({ changes: null });
  });

  it.each<[string, Partial<NodeDraft>, object]>([
    ["name", { name: " Kettle " }, { name: "Kettle" }],
    ["room", { room: " Kitchen " }, { room: "Kitchen" }],
    ["role", { role: null }, { role: null }],
    ["inside", { inside: board }, { inside: board }],
    ["icon", { icon: "light" }, { icon: "light" }],
    ["protection", { isProtected: true }, { protected: true }],
    ["rating with a comma", { ratedCurrent: "2,5" }, { ratedCurrentA: 2.5 }],
    ["expectation", { expectedMinutes: "60" }, { expectedMinutes: 60 }],
    ["place", { coordinates: "37.98 23.73" }, { location: { latitude: 37.98, longitude: 23.73 } }],
  ])("says what was changed and nothing else: %s", (_, part, expected) => {
    expect(toChanges(start, { ...start, ...part })).toEqual({ changes: expected });
  });

  it("takes everything back", () => {
    const decided: Node = {
      ...node,
      room: "Kitchen",
      inside: board as Node["inside"],
      icon: "light",
      protected: true,
      ratedCurrentA: 16,
      expectedMinutes: 60,
      location: { latitude: 1, longitude: 2 },
    };
    expect(toChanges(toNodeDraft(decided), start)).toEqual({
      changes: {
        room: null,
        inside: null,
        icon: null,
        protected: false,
        ratedCurrentA: null,
        expectedMinutes: null,
        location: null,
      },
    });
  });

  it.each<[string, Partial<NodeDraft>, string[]]>([
    ["no name", { name: " " }, ["name"]],
    ["a room too long", { room: "x".repeat(65) }, ["room"]],
    ["a rating that is no number", { ratedCurrent: "much" }, ["ratedCurrent"]],
    ["a rating of nothing", { ratedCurrent: "0" }, ["ratedCurrent"]],
    ["no place", { coordinates: "here" }, ["coordinates"]],
  ])("names the wrong field: %s", (_, part, wrong) => {
    expect(toChanges(start, { ...start, ...part })).toEqual({ wrong });
  });
});
