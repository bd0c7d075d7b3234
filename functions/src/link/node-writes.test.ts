import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import type { Directory, DirectoryNode, NodeChange } from "../protocols/protocol.ts";
import { planNodeWrites } from "./node-writes.ts";

const nodeId = nodeIdSchema.parse("n".repeat(22));
const path = `nodes/${nodeId}`;
const noTotal = { power: [], energyImport: [], energyExport: [] };
const total = { ...noTotal, power: [{ channel: "power", sign: 1 as const }] };

function toNode(changes: Partial<DirectoryNode> = {}): DirectoryNode {
  const health = {
    availability: "online",
    availabilityAt: null,
    interview: null,
    powerSource: null,
    firmware: null,
  } as const;
  const node = { nodeId, address: "0x1", nativeName: "plug", shard: 0, location: null, total, channels: {}, health };
  return { ...node, removed: false, ...changes };
}

function toDirectory(node?: DirectoryNode): Directory {
  return {
    v: 1,
    version: 1,
    networkId: networkIdSchema.parse("N".repeat(32)),
    ownerId: "owner",
    location: null,
    timeZone: "Europe/Athens",
    nodes: node === undefined ? {} : { [node.address]: node },
    records: {},
    waiting: [],
    protocolState: "online",
  };
}

const described = { vendor: "Tuya", model: "TS011F", description: null };

function toCreate(node = toNode()): NodeChange {
  return { kind: "create", node, ...described, role: "load" };
}

function plan(change: NodeChange, previous?: DirectoryNode, existing: readonly (typeof nodeId)[] = []) {
  const facts = { before: toDirectory(previous), after: toDirectory(change.node) };
  return planNodeWrites({ ...facts, changes: [change], existing: new Set(existing) });
}

describe("a new node", () => {
  it("is pending, belongs to the owner alone and has a live document", () => {
    expect(plan(toCreate())).toMatchObject([
      {
        kind: "create",
        path,
        data: { name: "plug", status: "pending", ownerId: "owner", memberIds: ["owner"], role: "load" },
      },
      { kind: "merge", path: `live/${nodeId}`, data: { readers: ["owner"], d: null } },
      { kind: "merge", path: `health/${nodeId}`, data: { managers: ["owner"], health: { availability: "online" } } },
    ]);
  });

  it("without a name of its own is called by its address", () => {
    expect(plan(toCreate(toNode({ nativeName: "" })))).toMatchObject([{ data: { name: "0x1" } }, {}, {}]);
  });

  it("whose document exists already is updated, names and roles untouched", () => {
    const [write, ...others] = plan(toCreate(), undefined, [nodeId]);
    expect(others).toMatchObject([{ kind: "replaceFields", path: `health/${nodeId}` }]);
    expect(write).toMatchObject({ kind: "replaceFields", path, data: { nativeName: "plug", model: "TS011F" } });
    for (const field of ["name", "role", "total", "status", "memberIds", "room", "location"]) {
      expect(write).not.toHaveProperty(`data.${field}`);
    }
  });
});

describe("a node that changed", () => {
  it.each<[string, Partial<DirectoryNode>, Partial<DirectoryNode>, object]>([
    ["takes the network's new name", {}, { nativeName: "lamp" }, { name: "lamp", nativeName: "lamp" }],
    ["is removed", {}, { removed: true }, { status: "removed" }],
    ["comes back to be approved again", { removed: true }, {}, { status: "pending" }],
    ["is given the total proposed anew", { total: noTotal }, {}, { total }],
  ])("%s", (_, before, after, data) => {
    expect(plan({ kind: "update", node: toNode(after) }, toNode(before))).toMatchObject([
      { kind: "replaceFields", path, data },
    ]);
  });

  it("keeps what its owner decided", () => {
    const ownerSet = ["name", "total", "role"] as const;
    const node = toNode({ nativeName: "lamp", ownerSet });
    const [write] = plan({ kind: "update", node, role: "grid" }, toNode({ total: noTotal, ownerSet }));
    expect(write).toMatchObject({ data: { nativeName: "lamp" } });
    for (const field of ["name", "total", "role"]) expect(write).not.toHaveProperty(`data.${field}`);
  });

  it("that only came or went says so where its managers look, and leaves managers and node alone", () => {
    const offline = { ...toNode().health, availability: "offline" as const };
    const data = { v: 1, networkId: toDirectory().networkId, health: offline };
    expect(plan({ kind: "update", node: toNode({ health: offline }) }, toNode())).toEqual([
      { kind: "replaceFields", path: `health/${nodeId}`, data, fields: ["v", "networkId", "health"] },
    ]);
  });

  it("and changed back in the same batch ends as it was", () => {
    const change = { kind: "update", node: toNode({ nativeName: "for a moment" }) } as const;
    const facts = { before: toDirectory(toNode()), after: toDirectory(toNode()) };
    expect(planNodeWrites({ ...facts, changes: [change], existing: new Set() })).toEqual([]);
  });

  it("names exactly the fields it replaces", () => {
    const [write] = plan({ kind: "update", node: toNode(), vendor: null }, toNode());
    expect(write?.kind === "replaceFields" && write.fields).toEqual(
      write && "data" in write ? Object.keys(write.data) : null,
    );
    expect(write).not.toHaveProperty("data.model");
  });
});
