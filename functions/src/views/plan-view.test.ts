import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { channels, nodeId, total } from "../ingest/plan.fixture.ts";
import { parseDirectory, toDirectoryBytes } from "../link/directory-codec.ts";
import { AppError } from "../platform/app-error.ts";
import type { Directory } from "../protocols/protocol.ts";
import { planDropping, planOpening, VIEWS_MAX } from "./plan-view.ts";
import type { Views } from "./view-content.ts";

const toId = (n: number) => String(n).padStart(22, "v");
const health = { availability: "online", availabilityAt: null, interview: null, powerSource: null, firmware: null };

function toDirectory(views?: Views): Directory {
  const node = { nodeId, address: "0x1", nativeName: "plug", shard: 0, location: null, total, channels, views };
  return {
    v: 1,
    version: 4,
    networkId: networkIdSchema.parse("N".repeat(32)),
    ownerId: "owner",
    location: null,
    timeZone: "Europe/Athens",
    nodes: { "0x1": { ...node, health: { ...health, availability: "online" }, removed: false } },
    records: {},
    waiting: [],
    protocolState: "online",
  };
}
const viewsOf = (directory: Directory) => directory.nodes["0x1"]?.views;

function kindOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.kind : "another error";
  }
}

describe("a view in the directory", () => {
  it("names its channels once and in order, and is kept", () => {
    const opened = planOpening(toDirectory(), nodeId, toId(1), ["voltage", "power", "voltage"]);
    expect(viewsOf(opened)).toEqual({ [toId(1)]: ["power", "voltage"] });
    expect(viewsOf(parseDirectory(toDirectoryBytes(opened)))).toEqual(viewsOf(opened));
  });

  it("is opened and dropped once", () => {
    const opened = planOpening(toDirectory({ [toId(1)]: ["power"] }), nodeId, toId(2), ["voltage"]);
    expect(planOpening(opened, nodeId, toId(2), ["voltage"])).toBe(opened);
    const dropped = planDropping(opened, nodeId, toId(1));
    expect(viewsOf(dropped)).toEqual({ [toId(2)]: ["voltage"] });
    expect(planDropping(dropped, nodeId, toId(1))).toBe(dropped);
    expect(viewsOf(planDropping(dropped, nodeId, toId(2)))).toBeUndefined();
  });

  const many = Object.fromEntries(Array.from({ length: VIEWS_MAX }, (_, n) => [toId(n), ["power"]]));
  it.each<[string, Directory, string, string[], string | null]>([
    ["of another network's node", toDirectory(), "x".repeat(22), ["power"], "not_found"],
    ["of a channel the node has not", toDirectory(), nodeId, ["power", "gas"], "bad_request"],
    ["of a name every object has", toDirectory(), nodeId, ["constructor"], "bad_request"],
    ["of nothing", toDirectory(), nodeId, [], "bad_request"],
    ["beyond the most", toDirectory(many), nodeId, ["power"], "too_many"],
    ["that is one of the most", toDirectory({ ...many, [toId(9)]: ["power"] }), nodeId, ["power"], null],
  ])("%s", (_name, directory, id, keys, kind) => {
    expect(kindOf(() => planOpening(directory, nodeIdSchema.parse(id.padEnd(22, "_")), toId(9), keys))).toBe(kind);
  });
});
