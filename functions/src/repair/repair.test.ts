import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { AppError } from "../platform/app-error.ts";
import type { RepairStore } from "./repair.store.ts";
import { handleRepair } from "./repair.ts";

const nodeId = "nodeA-nodeA-nodeA-node" as NodeId;
const request = { nodeId, from: 1_795_000_000_000, to: 1_795_000_900_000, action: "exclude" };
/** A database that has nothing of the caller's: a stranger's node and no node look the same. */
const nothing: RepairStore = {
  readGround: async () => null,
  readRaw: async () => new Map(),
  commit: async () => "conflict",
};
const call = (data: unknown) =>
  handleRepair(
    { store: nothing, now: 1_795_333_000_000, repairId: "id" },
    { uid: "stranger", verifiedEmail: null },
    data,
  );
const toKind = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.kind : "bug"),
  );

describe("handleRepair", () => {
  it("tells a stranger what it tells of a node that is not there", async () => {
    expect(await toKind(call(request))).toBe("not_found");
  });

  it.each([
    { name: "nothing", data: null },
    { name: "another action", data: { ...request, action: "delete" } },
    { name: "a stretch that ends before it begins", data: { ...request, to: request.from } },
    { name: "a stretch of a year", data: { ...request, to: request.from + 365 * 86_400_000 } },
    { name: "more than it asks for", data: { ...request, uid: "owner" } },
  ])("refuses $name", async ({ data }) => {
    expect(await toKind(call(data))).toBe("bad_request");
  });
});
