import type { Channel } from "@lastmeter/model/channel";
import type { CommandValue } from "@lastmeter/model/command";
import { describe, expect, it } from "vitest";
import { toValueFault } from "./value-fault.ts";

const common = { ix: 0, label: "", kind: "control", readable: true, settable: true, gettable: true } as const;
const toChannel = (key: string, more: Partial<Channel>): Channel => ({
  key,
  type: "numeric",
  path: [key],
  ...common,
  ...more,
});

const onOff = toChannel("state", { type: "binary", on: "ON", off: "OFF" });
const mode = toChannel("mode", { type: "enum", values: ["heat", "auto", 1] });
const setpoint = toChannel("setpoint", { quantity: "temperature", min: 5, max: 30, step: 0.5 });
const fahrenheit = toChannel("setpoint", {
  quantity: "temperature",
  factor: 5 / 9,
  offset: -160 / 9,
  min: 40,
  max: 90,
});
const color = toChannel("color", { type: "composite" });
const channels = {
  color,
  x: toChannel("x", { path: ["color", "x"], min: 0, max: 1 }),
  y: toChannel("y", { path: ["color", "y"], min: 0, max: 1 }),
};

describe("a value that is to be set", () => {
  it.each<[string, Channel, CommandValue]>([
    ["true", onOff, true],
    ["toggle where the device knows it", { ...onOff, toggle: "TOGGLE" }, "toggle"],
    ["a word", mode, "heat"],
    ["a word that is a number", mode, 1],
    ["the lowest number", setpoint, 5],
    ["the highest number", setpoint, 30],
    ["a number within its native limits", fahrenheit, 32],
    ["a number without limits", toChannel("level", {}), 254],
    ["a text", toChannel("text", { type: "text" }), "hello"],
    ["both parts", color, { x: 0.3, y: 0.4 }],
  ])("fits: %s", (_, channel, value) => {
    expect(toValueFault(channel, channels, value)).toBeNull();
  });

  it.each<[string, Channel, CommandValue, string]>([
    ["a native word for a binary", onOff, "ON", "true or false"],
    ["toggle where the device does not know it", onOff, "toggle", "true or false"],
    ["an unknown word", mode, "party", "one of the channel's words"],
    ["a word in other case", mode, "HEAT", "one of the channel's words"],
    ["a number below", setpoint, 4.7, "5 to 30"],
    ["a number above", setpoint, 30.3, "5 to 30"],
    ["a number beyond its native limits", fahrenheit, 32.5, "4.4"],
    ["text for a number", setpoint, "20", "a number"],
    ["no number", setpoint, Number.NaN, "a number"],
    ["infinity", toChannel("level", {}), Number.POSITIVE_INFINITY, "a number"],
    ["below absolute zero", toChannel("t", { quantity: "temperature" }), -300, "a number"],
    ["a number for a text", toChannel("text", { type: "text" }), 1, "a text"],
    ["a list", toChannel("list", { type: "list" }), "x", "no list"],
    ["no parts", color, {}, "at least one part"],
    ["an unknown part", color, { z: 1 }, "parts that the channel has"],
    ["a part of every object", color, { constructor: 1 }, "parts that the channel has"],
    ["a part out of range", color, { x: 2 }, "x: 0 to 1"],
    ["one value for a composite", color, 1, "named parts"],
    ["parts for one value", onOff, { on: true }, "true or false"],
  ])("does not fit: %s", (_, channel, value, expected) => {
    expect(toValueFault(channel, channels, value)).toContain(expected);
  });
});
