import { describe, expect, it } from "vitest";
import { toMessage } from "../decoding/fixtures.ts";
import { coordinator, NAME, PLUG, plugExposes, plugOf, toDevice, withDevices, withPlug } from "./fixtures.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const { decode } = zigbee2mqtt;

describe("bridge/devices", () => {
  it("makes pending nodes of devices, not of the coordinator, and none twice", async () => {
    const first = await withDevices([
      toDevice(PLUG, NAME, plugExposes),
      toDevice("0x00158d0000000a02", "new", undefined),
    ]);
    expect(first.nodeChanges).toMatchObject([
      {
        kind: "create",
        vendor: "V",
        model: "M",
        role: "load",
        node: { nativeName: NAME, shard: 0, health: { interview: "successful" } },
      },
      { kind: "create", vendor: null, role: null, node: { nativeName: "new", channels: {} } },
    ]);
    const again = await withDevices(
      [toDevice(PLUG, NAME, plugExposes), toDevice("0x00158d0000000a02", "new", undefined)],
      first.directory,
    );
    expect(again).toMatchObject({ nodeChanges: [], records: [] });
    expect(again.directory).toBe(first.directory);
  });

  it("keeps a node through renaming, removal and return", async () => {
    const directory = await withPlug();
    const { nodeId } = plugOf(directory);
    const renamed = await withDevices([toDevice(PLUG, "plug", plugExposes)], directory);
    expect(renamed.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, nativeName: "plug" } }]);
    const removed = await withDevices([], renamed.directory);
    expect(removed.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, removed: true } }]);
    const back = await withDevices([toDevice(PLUG, "plug", plugExposes)], removed.directory);
    expect(back.nodeChanges).toMatchObject([{ kind: "update", node: { nodeId, removed: false } }]);
  });

  it("proposes role and total when the definition comes, unless the owner decided", async () => {
    const before = (await withDevices([toDevice(PLUG, NAME, undefined)])).directory;
    const known = await withDevices([toDevice(PLUG, NAME, plugExposes)], before);
    expect(known.nodeChanges).toMatchObject([
      { role: "load", node: { total: { power: [{ channel: "power", sign: 1 }] } } },
    ]);
    const own = { ...plugOf(before), ownerSet: ["total" as const] };
    const decided = await withDevices([toDevice(PLUG, NAME, plugExposes)], { ...before, nodes: { [PLUG]: own } });
    expect(decided.nodeChanges).toMatchObject([{ node: { total: { power: [], energyImport: [] } } }]);
  });

  it("does not lose devices to a broken entry or a list without coordinator", async () => {
    const directory = await withPlug();
    const broken = await decode(directory, [toMessage("bridge/devices", [coordinator, { friendly_name: 3 }])]);
    expect(broken.deadLetters).toMatchObject([{ reason: "[1].ieee_address: not a device of Zigbee2MQTT" }]);
    expect(plugOf(broken.directory).removed).toBe(false);
    expect(plugOf((await decode(directory, [toMessage("bridge/devices", [])])).directory).removed).toBe(false);
  });

  it("gives every 50 nodes a shard of their own", async () => {
    const devices = Array.from({ length: 101 }, (_, i) =>
      toDevice(`0x${String(i).padStart(16, "0")}`, `d${i}`, plugExposes),
    );
    const shards = Object.values((await withDevices(devices)).directory.nodes).map(({ shard }) => shard);
    expect([shards[0], shards[49], shards[50], shards[100]]).toEqual([0, 0, 1, 2]);
  });
});
