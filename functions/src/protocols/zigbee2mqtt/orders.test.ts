import type { CommandOrder, CommandValue } from "@lastmeter/model/command";
import { describe, expect, it } from "vitest";
import { toMessage } from "../decoding/fixtures.ts";
import { type Directory, findNode } from "../protocol.ts";
import { numeric, onOff, PLUG, plugExposes, plugOf, say, toDevice, withDevices } from "./fixtures.ts";
import { toNative } from "./orders.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

const lamp = "0x00158d0000000b02";
const exposes = [
  {
    type: "switch",
    features: [{ ...onOff, name: "state", property: "state_l2", endpoint: "l2", value_toggle: "TOGGLE" }],
  },
  { type: "lock", features: [{ ...onOff, property: "lock_state", value_on: "LOCK", value_off: "UNLOCK" }] },
  { type: "switch", features: [{ ...onOff, property: "valve", value_on: true, value_off: false }] },
  { ...onOff, name: "warning", property: "warning", access: 2 },
  {
    type: "composite",
    name: "burst",
    property: "burst",
    access: 2,
    features: [
      { type: "enum", name: "level", property: "level", access: 2, values: ["low", "high"] },
      numeric("seconds", undefined, 2),
    ],
  },
  {
    type: "light",
    features: [
      numeric("brightness", undefined, 7, { value_min: 0, value_max: 254 }),
      {
        type: "composite",
        name: "color_xy",
        property: "color",
        access: 7,
        features: [numeric("x", undefined, 7), numeric("y", undefined, 7)],
      },
    ],
  },
  {
    type: "climate",
    features: [
      numeric("occupied_heating_setpoint", "°C", 7, { value_min: 5, value_max: 30, value_step: 0.5 }),
      numeric("current_heating_setpoint", "°F", 7, { value_min: 40, value_max: 90, value_step: 1 }),
      { type: "enum", name: "system_mode", property: "system_mode", access: 7, values: ["off", "heat", 3] },
    ],
  },
];
const NAME = "+/#/bridge/request/restart\u0000";
const { directory } = await withDevices([
  toDevice(lamp, NAME, exposes),
  toDevice(PLUG, "bridge/plug/set", plugExposes),
]);
const node = directory.nodes[lamp] ?? expect.fail("no lamp");
const id = "c".repeat(22);
const toKey = (path: string) =>
  Object.values(node.channels).find((channel) => channel.path.join(".") === path)?.key ?? expect.fail(path);
const set = (path: string, value: CommandValue) =>
  toNative(directory, { kind: "set", nodeId: node.nodeId, channel: toKey(path), value }, id);

describe("an order in Zigbee2MQTT's words", () => {
  it.each<[string, string, CommandValue, string]>([
    ["on", "state_l2", true, '{"state_l2":"ON"}'],
    ["off", "state_l2", false, '{"state_l2":"OFF"}'],
    ["toggled", "state_l2", "toggle", '{"state_l2":"TOGGLE"}'],
    ["locked, in its own words", "lock_state", true, '{"lock_state":"LOCK"}'],
    ["open, by a native boolean", "valve", false, '{"valve":false}'],
    ["a level", "brightness", 127, '{"brightness":127}'],
    ["a colour of parts", "color", { x: 0.3127, y: 0.329 }, '{"color":{"x":0.3127,"y":0.329}}'],
    ["a part of a colour", "color.x", 0.3, '{"color":{"x":0.3}}'],
    ["a set-point", "occupied_heating_setpoint", 21.5, '{"occupied_heating_setpoint":21.5}'],
    ["a set-point on the device's steps", "occupied_heating_setpoint", 21.3, '{"occupied_heating_setpoint":21.5}'],
    ["a set-point in the device's unit", "current_heating_setpoint", 20, '{"current_heating_setpoint":68}'],
    ["a mode", "system_mode", "heat", '{"system_mode":"heat"}'],
    ["a mode whose native value is a number", "system_mode", "3", '{"system_mode":3}'],
  ])("%s", (_, path, value, payload) => {
    expect(set(path, value)).toEqual({ topic: `${lamp}/set`, payload, answers: [NAME, "bridge/logging"] });
  });

  it.each<[string, CommandValue]>([
    ["warning", true],
    ["burst", { level: "high", seconds: 3 }],
  ])("says that the node will not tell of it: %s", (path, value) => {
    expect(set(path, value)).toMatchObject({ mute: true });
  });

  it.each<[string, string, CommandValue]>([
    ["a word for a binary", "state_l2", "ON"],
    ["toggle for what has none", "lock_state", "toggle"],
    ["a mode that it does not have", "system_mode", "party"],
    ["parts that it does not have", "color", { hue: 1 }],
    ["text for a number", "brightness", "1"],
  ])("is none for %s", (_, path, value) => {
    expect(set(path, value)).toBeNull();
  });

  it("is a request with the command's id for what concerns the network", () => {
    expect(toNative(directory, { kind: "permitJoin", seconds: 120 }, id)).toEqual({
      topic: "bridge/request/permit_join",
      payload: `{"time":120,"transaction":"${id}"}`,
      answers: [],
    });
    expect(toNative(directory, { kind: "removeNode", nodeId: node.nodeId }, id)).toEqual({
      topic: "bridge/request/device/remove",
      payload: `{"id":"${lamp}","force":false,"block":false,"transaction":"${id}"}`,
      answers: [],
    });
    expect(toNative(directory, { kind: "removeNode", nodeId: node.nodeId, force: true }, id)).toMatchObject({
      payload: expect.stringContaining('"force":true'),
    });
  });

  it("is none for a node that the network does not know, or no longer has", () => {
    const order: CommandOrder = { kind: "removeNode", nodeId: node.nodeId };
    const gone: Directory = { ...directory, nodes: { [lamp]: { ...node, removed: true } } };
    expect(toNative(gone, order, id)).toBeNull();
    expect(toNative({ ...directory, nodes: {} }, order, id)).toBeNull();
    const proto = { kind: "set", nodeId: node.nodeId, channel: "constructor", value: true } as const;
    expect(toNative(directory, proto, id)).toBeNull();
  });

  it("comes back as the value it stands for", async () => {
    for (const [path, value, stored] of [
      ["state_l2", true, true],
      ["system_mode", "3", "3"],
      ["current_heating_setpoint", 20, 2000],
    ] as const) {
      const { payload = "" } = set(path, value) ?? {};
      const { events } = await say(NAME, payload, directory);
      expect(events.find(({ channel }) => channel === toKey(path))?.value).toBe(stored);
    }
  });
});

describe("what Zigbee2MQTT answers", () => {
  const answersTo = async (payload: object) => (await say("bridge/response/permit_join", payload, directory)).answers;

  it("is told by its transaction, also where the data of an error is empty", async () => {
    expect(await answersTo({ data: { time: 60 }, status: "ok", transaction: id })).toEqual([
      { transaction: id, isDone: true, detail: "", sequence: 7 },
    ]);
    expect(await answersTo({ data: {}, error: "Failed to open", status: "error", transaction: id })).toEqual([
      { transaction: id, isDone: false, detail: "Failed to open", sequence: 7 },
    ]);
    expect(await answersTo({ data: {}, status: "ok" })).toEqual([]);
    expect(await answersTo({ data: {}, status: "ok", transaction: 17 })).toEqual([]);
  });

  const plug = plugOf(directory);
  const failuresOf = async (message: string, level = "error") =>
    (await zigbee2mqtt.decode(directory, [toMessage("bridge/logging", { level, message }, 9)])).failures;

  it.each([
    [
      "z2m: Publish 'set' 'state' to 'bridge/plug/set' failed: 'Error: ZCL command timed out'",
      { detail: "Error: ZCL command timed out", isUnreachable: true },
    ],
    [
      "z2m: Publish 'set' 'state' to 'bridge/plug/set' failed: 'Error: ZCL command 0x1/1 genOnOff.on({}) failed (Status 'INVALID_VALUE')'",
      { detail: expect.stringContaining("INVALID_VALUE") },
    ],
    ["z2m: No converter available for 'state' on 'bridge/plug/set': (\"ON\")", { detail: '("ON")' }],
  ])("shows a failed set in the log only: %s", async (message, said) => {
    expect(await failuresOf(message)).toEqual([{ nodeId: plug.nodeId, channels: ["state"], ...said, sequence: 9 }]);
  });

  it.each([
    ["of a device nobody knows", "z2m: Publish 'set' 'state' to 'nobody' failed: 'Error'"],
    ["of a property that is no channel", "z2m: Publish 'set' 'nothing' to 'bridge/plug/set' failed: 'Error'"],
    ["of a get", "z2m: Publish 'get' 'state' to 'bridge/plug/set' failed: 'Error'"],
    ["of something else", "z2m: MQTT failed to connect"],
  ])("%s tells nothing", async (_, message) => {
    expect(await failuresOf(message)).toEqual([]);
  });

  it("below an error tells nothing", async () => {
    expect(await failuresOf("z2m: Publish 'set' 'state' to 'bridge/plug/set' failed: 'Error'", "warning")).toEqual([]);
  });

  it("speaks for every channel inside the property", async () => {
    const [failure] = (await failuresOf(`z2m: Publish 'set' 'color' to '${NAME}' failed: 'Error: x'`)) ?? [];
    expect(failure?.channels.toSorted()).toEqual([toKey("color"), toKey("color.x"), toKey("color.y")].toSorted());
    expect(findNode(directory, failure?.nodeId ?? plug.nodeId)?.address).toBe(lamp);
  });
});
