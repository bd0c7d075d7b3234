import type { NodeId } from "@lastmeter/model/ids";
import { type NodeChanges, nodeChangesSchema } from "@lastmeter/model/node-edit";
import { describe, expect, it } from "vitest";
import { emptyDirectory } from "../protocols/decoding/fixtures.ts";
import { NAME, PLUG, plugExposes, plugOf, say, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { type NodeEditFacts, planNodeEdit } from "./plan-node-edit.ts";

const { directory } = await withDevices([toDevice(PLUG, NAME, plugExposes)]);
const plug = plugOf(directory);
const { nodeId } = plug;
const [board, lamp, stranger] = ["b", "l", "s"].map((letter) => letter.repeat(22) as NodeId) as [
  NodeId,
  NodeId,
  NodeId,
];
const now = 1_795_333_000_000;

function plan(changes: NodeChanges, more: Partial<NodeEditFacts> = {}) {
  return planNodeEdit({
    nodeId,
    changes,
    node: { channels: plug.channels, status: "pending" },
    directory,
    insideOf: new Map([
      [nodeId, board],
      [board, null],
      [lamp, nodeId],
    ]),
    who: "owner",
    whoLabel: "owner@example.org",
    now,
    entryId: "entry",
    ...more,
  });
}

function toNode(changes: NodeChanges, more: Partial<NodeEditFacts> = {}) {
  const planned = plan(changes, more);
  return planned.kind === "planned" ? plugOf(planned.directory) : null;
}

describe("an edit of a node", () => {
  it("writes what was decided, nothing else, and says so in the access log", () => {
    const changes = { name: "Kettle", room: null, status: "active" } as const;
    expect(plan(changes)).toMatchObject({
      kind: "planned",
      writes: [
        { kind: "replaceFields", path: `nodes/${nodeId}`, data: changes, fields: ["name", "room", "status"] },
        {
          kind: "create",
          path: `networks/${emptyDirectory.networkId}/accessLog/entry`,
          data: { act: "configuration", who: "owner", nodeIds: [nodeId], value: "name room status", at: now },
        },
      ],
    });
  });

  it.each<[string, NodeChanges, object]>([
    ["name", { name: "Kettle" }, { ownerSet: ["name"] }],
    ["role", { role: null }, { ownerSet: ["role"] }],
    ["location", { location: null }, { ownerSet: ["location"], location: null }],
    ["total", { total: { power: [], energyImport: ["energyImport"], energyExport: [] } }, { ownerSet: ["total"] }],
    ["rated current", { ratedCurrentA: 16 }, { ratedCurrentA: 16, ownerSet: [] }],
    ["expected interval", { expectedMinutes: 60 }, { expectedMinutes: 60, ownerSet: [] }],
  ])("tells the gateway's path: %s", (_, changes, expected) => {
    expect(toNode(changes)).toMatchObject(expected);
    const { ownerSet = [] } = toNode({ name: "x", ...changes }) ?? {};
    expect(new Set(ownerSet).size).toBe(ownerSet.length);
  });

  it.each<[string, NodeChanges]>([
    ["room", { room: "Kitchen" }],
    ["inside", { inside: board }],
    ["approval", { status: "active" }],
    ["icon", { icon: "light" }],
    ["protection", { protected: true }],
  ])("leaves the directory as it is: %s", (_, changes) => {
    expect(plan(changes)).toMatchObject({ kind: "planned" });
    expect(toNode(changes)).toBe(plug);
  });

  it("rings the gateway for a rating alone, since what goes beyond it is told at once", () => {
    const rated = plan({ ratedCurrentA: 16 });
    const named = plan({ name: "Kettle" });
    if (rated.kind !== "planned" || named.kind !== "planned") throw new Error("refused");
    const rings = ({ writes }: typeof rated) => writes.some(({ path }) => path.endsWith("/doorbell/gateway"));
    expect([rings(rated), rings(named)]).toEqual([true, false]);
    expect(rated.directory.interestVersion).toBe(directory.version + 1);
    expect(named.directory.interestVersion).toBe(directory.interestVersion);
  });

  it("takes a rating back, and what an owner decided stands whatever the network says", async () => {
    const rated = plan({ ratedCurrentA: 16, name: "Kettle" });
    if (rated.kind !== "planned") throw new Error("refused");
    expect(toNode({ ratedCurrentA: null }, rated)?.ratedCurrentA).toBeUndefined();
    const listed = await say("bridge/devices", [toDevice(PLUG, "renamed", plugExposes)], rated.directory);
    expect(plugOf(listed.directory)).toMatchObject({ nativeName: "renamed", ratedCurrentA: 16, ownerSet: ["name"] });
  });

  const total = { power: [], energyImport: [], energyExport: [] };
  it.each<[string, string, NodeChanges, Partial<NodeEditFacts>?]>([
    ["a removed node is not approved", "status", { status: "active" }, { node: { channels: {}, status: "removed" } }],
    ["inside itself", "inside", { inside: nodeId }],
    ["inside one that is inside it", "inside", { inside: lamp }],
    ["inside another network's", "inside", { inside: stranger }],
    ["an unknown channel", "total.power", { total: { ...total, power: [{ channel: "nothing", sign: 1 }] } }],
    ["an inherited name", "total.power", { total: { ...total, power: [{ channel: "constructor", sign: 1 }] } }],
    ["energy as power", "total.power", { total: { ...total, power: [{ channel: "energyImport", sign: 1 }] } }],
    ["power as energy", "total.energyImport", { total: { ...total, energyImport: ["power"] } }],
    ["a register twice", "total.energyExport", { total: { ...total, energyExport: ["energyImport", "energyImport"] } }],
  ])("is refused by its field: %s", (_, field, changes, more) => {
    expect(plan(changes, more)).toMatchObject({ kind: "refused", errors: [{ path: `changes.${field}` }] });
  });
});

describe("changes", () => {
  it.each([
    ["none", {}],
    ["an empty name", { name: " " }],
    ["a name too long", { name: "x".repeat(257) }],
    ["another status", { status: "removed" }],
    ["a rating of nothing", { ratedCurrentA: 0 }],
    ["a rating no home has", { ratedCurrentA: 1001 }],
    ["a place off the Earth", { location: { latitude: 91, longitude: 0 } }],
    ["a picture that there is not", { icon: "rocket" }],
    ["an expectation below five minutes", { expectedMinutes: 4 }],
    ["what only the server writes", { memberIds: ["me"] }],
  ])("are refused: %s", (_, changes) => {
    expect(nodeChangesSchema.safeParse(changes).success).toBe(false);
  });

  it("are trimmed", () => {
    expect(nodeChangesSchema.parse({ name: " Kettle " })).toEqual({ name: "Kettle" });
  });
});
