import { channelSchema } from "@lastmeter/model/channel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NAME, PLUG, plugExposes, plugOf, toDevice, withDevices, withPlug } from "../zigbee2mqtt/fixtures.ts";
import { isSame } from "./same.ts";

describe("isSame", () => {
  it("agrees with equality of JSON values and does not heed the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSame(a, structuredClone(a))).toBe(true);
        expect(isSame(a, b)).toBe(isSame(b, a));
        if (JSON.stringify(a) === JSON.stringify(b)) expect(isSame(a, b)).toBe(true);
      }),
    );
    expect(isSame({ a: 1, b: [{ c: 2, d: undefined }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
    expect(isSame({ a: 1 }, { a: 1, b: 0 })).toBe(false);
    expect(isSame([1], { 0: 1 })).toBe(false);
  });

  it("takes a directory back from storage for what it was", async () => {
    const directory = await withPlug();
    const node = plugOf(directory);
    const channels = Object.fromEntries(
      Object.entries(node.channels).map(([key, channel]) => [key, channelSchema.parse(channel)]),
    );
    const stored = { ...directory, nodes: { [PLUG]: { ...node, channels } } };
    const devices = [toDevice(PLUG, NAME, plugExposes), toDevice("0x00158d0000000a02", "new", undefined)];
    const { nodeChanges } = await withDevices(devices, stored);
    expect(nodeChanges.map((change) => change.node.nativeName)).toEqual(["new"]);
  });
});
