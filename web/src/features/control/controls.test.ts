import type { Channel } from "@lastmeter/model/channel";
import { describe, expect, it } from "vitest";
import { toControls } from "./controls.ts";

const toChannel = (key: string, rest: Partial<Channel>): Channel => ({
  key,
  ix: 0,
  label: key,
  kind: "control",
  type: "binary",
  readable: true,
  settable: true,
  gettable: true,
  path: [key],
  ...rest,
});

const toKinds = (...channels: Channel[]) =>
  toControls({ channels: Object.fromEntries(channels.map((channel) => [channel.key, channel])) }).map(
    ({ kind, channel }) => `${kind} ${channel.key}`,
  );

const position = toChannel("position", { type: "numeric", feature: "cover", quantity: "ratio", min: 0, max: 100 });
const blind = toChannel("state", { type: "enum", feature: "cover", values: ["OPEN", "CLOSE", "STOP"] });
const inside = (name: string) => toChannel(`color_${name}`, { type: "numeric", path: ["color", name] });

describe("the controls of a node", () => {
  it.each([
    { what: "a plug", channels: [toChannel("state", { feature: "switch" })], kinds: ["switch state"] },
    { what: "a lock", channels: [toChannel("state", { feature: "lock" })], kinds: ["lock state"] },
    { what: "a blind, with its position", channels: [blind, position], kinds: ["cover state"] },
    { what: "a position without words", channels: [position], kinds: ["level position"] },
    {
      what: "a thermostat",
      channels: [
        toChannel("systemMode", { type: "enum", feature: "climate", values: ["off", "heat"] }),
        toChannel("setpoint", { type: "numeric", feature: "climate", quantity: "temperature", min: 5, max: 30 }),
      ],
      kinds: ["setPoint setpoint", "choice systemMode"],
    },
    {
      what: "a lamp",
      channels: [
        toChannel("color", { type: "composite", feature: "light" }),
        ...["x", "y"].map(inside),
        toChannel("colorTemp", { type: "numeric", feature: "light", quantity: "colorTemperature", min: 153, max: 500 }),
        toChannel("brightness", { type: "numeric", feature: "light", min: 0, max: 254 }),
        toChannel("state", { feature: "light" }),
      ],
      kinds: ["switch state", "level brightness", "warmth colorTemp", "colour color"],
    },
    { what: "a number without limits", channels: [toChannel("x", { type: "numeric" })], kinds: ["entry x"] },
    { what: "a composite nobody can draw", channels: [toChannel("x", { type: "composite" })], kinds: [] },
    { what: "a setting", channels: [toChannel("x", { kind: "setting" })], kinds: [] },
    { what: "what is only read", channels: [toChannel("x", { settable: false })], kinds: [] },
    { what: "what is gone", channels: [toChannel("x", { retired: true })], kinds: [] },
  ])("of $what", ({ channels, kinds }) => expect(toKinds(...channels)).toEqual(kinds));

  it("tells a light by hue where it has one, else by chromaticity", () => {
    const by = (...names: string[]) => {
      const all = [toChannel("color", { type: "composite" }), ...names.map(inside)];
      const [control] = toControls({ channels: Object.fromEntries(all.map((channel) => [channel.key, channel])) });
      return control?.kind === "colour" ? control.parts.by : null;
    };
    expect([by("x", "y", "hue", "saturation"), by("x", "y"), by("x")]).toEqual(["hue", "xy", null]);
  });

  it("gives each end of a double blind its own position", () => {
    const ends = ["left", "right"].flatMap((endpoint) => [
      { ...blind, key: `state_${endpoint}`, path: [`state_${endpoint}`], endpoint },
      { ...position, key: `position_${endpoint}`, path: [`position_${endpoint}`], endpoint },
    ]);
    const controls = toControls({ channels: Object.fromEntries(ends.map((channel) => [channel.key, channel])) });
    expect(controls.map((control) => control.kind === "cover" && control.position?.key)).toEqual([
      "position_left",
      "position_right",
    ]);
  });
});
