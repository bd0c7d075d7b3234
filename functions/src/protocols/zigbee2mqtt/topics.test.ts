import { describe, expect, it } from "vitest";
import { emptyDirectory } from "../decoding/fixtures.ts";
import type { Directory } from "../protocol.ts";
import { plugExposes, toDevice, withDevices } from "./fixtures.ts";
import { toNames, toTarget } from "./topics.ts";

const names = ["kitchen", "kitchen/kettle plug", "kitchen/kettle plug/set", "odd/availability", "odd"];

async function toDirectory(): Promise<Directory> {
  const devices = names.map((name, i) => toDevice(`0x000000000000000${i}`, name, plugExposes));
  return { ...(await withDevices(devices)).directory, groups: ["all plugs"] };
}

describe("toTarget", () => {
  it.each([
    ["kitchen", "state", "kitchen"],
    ["kitchen/kettle plug", "state", "kitchen/kettle plug"],
    ["kitchen/kettle plug/availability", "availability", "kitchen/kettle plug"],
    ["kitchen/kettle plug/set", "state", "kitchen/kettle plug/set"],
    ["kitchen/kettle plug/get", "ignored", undefined],
    ["kitchen/kettle plug/set/state", "attribute", "kitchen/kettle plug/set"],
    ["kitchen/l1/set", "ignored", undefined],
    ["kitchen/set/state", "ignored", undefined],
    ["kitchen/power", "attribute", "kitchen"],
    ["odd/availability", "state", "odd/availability"],
    ["odd/availability/availability", "availability", "odd/availability"],
    ["all plugs", "ignored", undefined],
    ["all plugs/availability", "ignored", undefined],
    ["nobody/set", "ignored", undefined],
    ["nobody", "unknown", undefined],
    ["kitchenette", "unknown", undefined],
  ])("%s is %s of %s", async (topic, kind, name) => {
    const target = toTarget(toNames(await toDirectory()), topic);
    expect(target.kind).toBe(kind);
    expect("node" in target ? target.node.nativeName : undefined).toBe(name);
  });

  it("ignores what is said in the name of a device that left, and prefers the one that took its name", async () => {
    const { directory } = await withDevices([toDevice("0x0000000000000001", "plug", plugExposes)]);
    const without = (await withDevices([], directory)).directory;
    expect(toTarget(toNames(without), "plug/availability").kind).toBe("ignored");
    const again = (await withDevices([toDevice("0x0000000000000002", "plug", plugExposes)], without)).directory;
    expect(toTarget(toNames(again), "plug")).toMatchObject({ node: { address: "0x0000000000000002" } });
    expect(toTarget(toNames(emptyDirectory), "plug").kind).toBe("unknown");
  });
});
