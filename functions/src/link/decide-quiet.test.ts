import { describe, expect, it } from "vitest";
import { emptyDirectory } from "../protocols/decoding/fixtures.ts";
import type { Directory, DirectoryNode } from "../protocols/protocol.ts";
import { NAME, PLUG, plugExposes, plugOf, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { decideHeard, decideQuiet, toExpectedMs } from "./decide-quiet.ts";

const { directory } = await withDevices([toDevice(PLUG, NAME, plugExposes)]);
const plug = plugOf(directory);
const now = Date.UTC(2026, 10, 28);
const MINUTE_MS = 60_000;
const METER_MS = 130 * MINUTE_MS;
const DAY_MS = 25 * 60 * MINUTE_MS;

function withPlug(part: Partial<DirectoryNode>, of: Partial<Directory> = {}): Directory {
  const health = { ...plug.health, powerSource: "Mains (single phase)", ...part.health };
  return { ...directory, ...of, nodes: { [PLUG]: { ...plug, ...part, health } } };
}
const online = { health: { ...plug.health, availability: "online", powerSource: "Mains (single phase)" } } as const;
const offline = { health: { ...online.health, availability: "offline" } } as const;

describe("how long a device may be silent", () => {
  it.each<[string, Partial<DirectoryNode>, number]>([
    ["a meter on mains", {}, METER_MS],
    ["a meter on a battery", { health: { ...plug.health, powerSource: "Battery" } }, DAY_MS],
    ["a light", { total: { power: [], energyImport: [], energyExport: [] } }, DAY_MS],
    ["as its owner says", { expectedMinutes: 10 }, 10 * MINUTE_MS],
  ])("%s", (_, part, expected) => {
    expect(toExpectedMs(plugOf(withPlug(part)))).toBe(expected);
  });
});

describe("a device that was heard from", () => {
  const seen = new Map([[plug.nodeId, now]]);

  it.each([
    ["was not known", { ...plug.health, powerSource: "Mains (single phase)" }],
    ["was away", offline.health],
  ])("is there, where the network does not tell: %s", (_, health) => {
    const plan = decideHeard(withPlug({ health }), seen);
    expect(plugOf(plan.directory).health).toMatchObject({ availability: "online", availabilityAt: now });
    expect(plan.changes).toEqual([{ kind: "update", node: plugOf(plan.directory) }]);
  });

  it.each<[string, Directory, ReadonlyMap<typeof plug.nodeId, number>]>([
    ["it is known", withPlug(online), seen],
    ["another was heard", withPlug({}), new Map()],
    ["the network tells", withPlug({ ...offline, reachable: "offline" }), seen],
    ["it was removed", withPlug({ removed: true }), seen],
    ["its coordinator is away: that was said before", withPlug(offline, { protocolState: "offline" }), seen],
  ])("changes nothing: %s", (_, before, heard) => {
    expect(decideHeard(before, heard)).toEqual({ directory: before, changes: [] });
  });
});

describe("a device that is silent", () => {
  const look = (before: Directory, silentMs: number, isHeard = true) =>
    decideQuiet(before, new Map([[plug.nodeId, now - silentMs]]), { isHeard, now });

  it("is away from the moment on when it was expected", () => {
    const plan = look(withPlug(online), METER_MS + 1);
    const health = plugOf(plan.directory).health;
    expect(health).toMatchObject({ availability: "offline", availabilityAt: now - 1 });
    expect(plan.changes).toHaveLength(1);
    expect(plan.nextAt).toBe(now + 60 * MINUTE_MS);
  });

  it.each<[string, Directory, number, boolean?]>([
    ["it is not due", withPlug(online), METER_MS - 1],
    ["it is away already", withPlug(offline), METER_MS + 1],
    ["the network tells", withPlug({ ...online, reachable: "online" }), METER_MS + 1],
    ["it was removed", withPlug({ ...online, removed: true }), METER_MS + 1],
    ["the gateway itself is away", withPlug(online), METER_MS + 1, false],
    ["its coordinator is away", withPlug(online, { protocolState: "offline" }), METER_MS + 1],
  ])("is left as it is: %s", (_, before, silentMs, isHeard) => {
    expect(look(before, silentMs, isHeard)).toMatchObject({ directory: before, changes: [] });
  });

  it("that never spoke is not missed", () => {
    expect(decideQuiet(withPlug({}), new Map(), { isHeard: true, now }).changes).toEqual([]);
    expect(decideQuiet(emptyDirectory, new Map(), { isHeard: true, now }).changes).toEqual([]);
  });

  it.each([
    ["when it is due", METER_MS - 20 * MINUTE_MS, 20],
    ["not at once again", METER_MS - 1000, 5],
    ["after an hour: its owner may expect more by then", 0, 60],
  ])("is looked at again %s", (_, silentMs, minutes) => {
    expect(look(withPlug(online), silentMs).nextAt).toBe(now + minutes * MINUTE_MS);
  });
});
