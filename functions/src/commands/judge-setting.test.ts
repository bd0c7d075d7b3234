import type { NodeId } from "@lastmeter/model/ids";
import { describe, expect, it } from "vitest";
import { NAME, numeric, onOff, PLUG, plugOf, say, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { judgeSetting } from "./judge-setting.ts";

const queueEpoch = "q".repeat(22);
const exposes = [
  { type: "switch", features: [onOff] },
  { type: "enum", name: "effect", property: "effect", access: 2, values: ["blink"] },
  numeric("countdown", "s", 3, { value_min: 0, value_max: 43_200 }),
  {
    type: "composite",
    name: "schedule",
    property: "schedule",
    access: 3,
    features: [numeric("hour", undefined, 3), numeric("temperature", "°C", 3)],
  },
  { type: "cover", features: [{ ...onOff, type: "enum", name: "cover", property: "cover", values: ["OPEN", "STOP"] }] },
];
const { directory } = await withDevices([toDevice(PLUG, NAME, exposes)]);

/** Messages are number 7; the order was carried out before number `n`. */
async function judge(setting: string, value: unknown, topic: string, payload: unknown, n = 7) {
  const decoded = await say(topic, payload, directory);
  const node = plugOf(decoded.directory);
  const order = { kind: "configure", nodeId: node.nodeId, setting, value: JSON.stringify(value) } as const;
  const heard = { ...decoded, answers: [], failures: decoded.failures, queueEpoch, isDrained: true };
  return judgeSetting(order, node, { queueEpoch, n }, { ...heard, toKnown: () => undefined });
}
const confirmed = { state: "confirmed" };

describe("a setting is confirmed by what its device tells", () => {
  it.each<[string, string, unknown, object, object | null]>([
    ["of a control", "x:state", "ON", { state: "ON" }, confirmed],
    ["not of another value", "x:state", "ON", { state: "OFF" }, null],
    ["of a number", "x:countdown", 60, { countdown: 60 }, confirmed],
    ["not of another number", "x:countdown", 60, { countdown: 3600 }, null],
    ["of a group, by the parts that were set", "x:schedule", { hour: 6 }, { schedule: { hour: 6 } }, confirmed],
    ["not of other parts", "x:schedule", { hour: 6 }, { schedule: { temperature: 6 } }, null],
    ["of what never shows, by any sign of life", "x:cover", "STOP", { cover: "OPEN" }, confirmed],
    ["not of what it does not report", "x:effect", "blink", { state: "ON" }, null],
  ])("%s", async (_, setting, value, state, expected) => {
    expect(await judge(setting, value, NAME, state)).toEqual(expected);
    expect(await judge(setting, value, NAME, state, 8)).toBeNull();
  });

  it.each(["x:state", "x:effect", "x:schedule"])("and fails in the network's words: %s", async (setting) => {
    const message = `z2m: Publish 'set' '${setting.slice(2)}' to '${NAME}' failed: 'Error: no route'`;
    const verdict = await judge(setting, "ON", "bridge/logging", { level: "error", message });
    expect(verdict).toEqual({ state: "failed", reason: "device", detail: "Error: no route" });
  });

  it("of another node tells nothing", async () => {
    const decoded = await say(NAME, { state: "ON" }, directory);
    const order = { kind: "configure", nodeId: "z".repeat(22) as NodeId, setting: "x:state", value: '"ON"' } as const;
    const heard = { ...decoded, answers: [], failures: [], queueEpoch, isDrained: true, toKnown: () => undefined };
    expect(judgeSetting(order, plugOf(directory), { queueEpoch, n: 1 }, heard)).toBeNull();
  });
});
