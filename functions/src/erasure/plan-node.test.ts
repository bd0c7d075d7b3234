import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { packShard, parseShard } from "../ingest/shard.ts";
import type { Directory } from "../protocols/protocol.ts";
import { forgetNode, forgetState } from "./plan-node.ts";

const [first, second] = ["1", "2"].map((text) => nodeIdSchema.parse(text.repeat(22)));
if (!first || !second) throw new Error("no ids");
const toNode = (nodeId: typeof first, address: string): Directory["nodes"][string] => ({
  ...{ nodeId, address, nativeName: `plug ${address}`, shard: 1, location: null, channels: {}, removed: false },
  total: { power: [], energyImport: [], energyExport: [] },
  health: { availability: "unknown", availabilityAt: null, interview: null, powerSource: null, firmware: null },
});
const directory: Directory = {
  ...{ v: 1, version: 4, ownerId: "owner", location: null, timeZone: "UTC", records: {}, waiting: [] },
  networkId: networkIdSchema.parse("n".repeat(32)),
  nodes: { a: toNode(first, "a"), b: toNode(second, "b") },
  protocolState: "unknown",
};

describe("forgetting a node", () => {
  it("keeps of it the name its device goes by, and tells the bridge anew what matters", () => {
    const { directory: after, shard } = forgetNode(directory, first);
    expect(after).toMatchObject({ nodes: { b: {} }, erased: { a: "plug a" }, version: 5, interestVersion: 5 });
    expect(Object.keys(after.nodes)).toEqual(["b"]);
    expect(shard).toBe(1);
  });

  it("that is not in the directory changes nothing", () => {
    expect(forgetNode(directory, nodeIdSchema.parse("3".repeat(22)))).toEqual({ directory, shard: null });
  });

  it("takes it out of the ingest state and leaves the others", () => {
    const packed = new Map([first, second].map((nodeId, at) => [nodeId, { dueAt: at, bytes: new Uint8Array([at]) }]));
    const after = parseShard(forgetState(packShard({ streamAt: 7, packed }), first));
    expect([...after.packed]).toEqual([[second, { dueAt: 1, bytes: new Uint8Array([1]) }]]);
    expect(after.streamAt).toBe(7);
  });
});
