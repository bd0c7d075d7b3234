import { networkIdSchema } from "@lastmeter/model/ids";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { describe, expect, it } from "vitest";
import type { Directory } from "../protocols/protocol.ts";
import { planDirectory } from "./directory.ts";

const networkId = networkIdSchema.parse("N".repeat(32));
const before: Directory = {
  v: 1,
  version: 3,
  networkId,
  ownerId: "owner",
  location: null,
  timeZone: "Europe/Athens",
  nodes: {},
  records: {},
  waiting: [],
  protocolState: "unknown",
};

describe("planDirectory", () => {
  it("writes nothing where nothing changed", () => {
    expect(planDirectory(before, before)).toEqual({ directory: before, writes: [], overflow: [] });
  });

  it("raises the version with every change, whatever the protocol did", () => {
    for (const version of [1, 3, 4]) {
      const { directory, writes } = planDirectory(before, { ...before, version, protocolState: "online" });
      expect(directory.version).toBe(4);
      expect(writes).toMatchObject([{ path: `networks/${networkId}/state/directory`, data: { version: 4 } }]);
    }
  });

  it("lets waiting messages go where the document has no room for them", () => {
    const waiting = [{ sequence: 7, at: 1_795_000_000_000, topic: "unknown", payload: randomBytes(2000) }];
    const { directory, overflow } = planDirectory(before, { ...before, waiting }, 1000);
    expect(directory.waiting).toEqual([]);
    expect(overflow).toMatchObject([{ sequence: 7, topic: "unknown", reason: expect.stringContaining("expected") }]);
  });
});
