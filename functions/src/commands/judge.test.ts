import type { Channel } from "@lastmeter/model/channel";
import type { CommandValue } from "@lastmeter/model/command";
import type { NodeId } from "@lastmeter/model/ids";
import { toSteps } from "@lastmeter/model/units";
import { describe, expect, it } from "vitest";
import type { Heard } from "./heard.ts";
import { judge } from "./judge.ts";

const nodeId = "n".repeat(22) as NodeId;
const queueEpoch = "q".repeat(22);
const common = { ix: 0, label: "", kind: "control", readable: true, settable: true, gettable: true } as const;
const toChannel = (key: string, more: Partial<Channel> = {}): Channel => ({
  key,
  type: "numeric",
  path: [key],
  ...common,
  ...more,
});
const channels = {
  state: toChannel("state", { type: "binary", feature: "switch", on: "ON", off: "OFF", toggle: "TOGGLE" }),
  cover: toChannel("cover", { type: "enum", feature: "cover", values: ["OPEN", "CLOSE", "STOP"] }),
  setpoint: toChannel("setpoint", { quantity: "temperature", min: 5, max: 30, step: 0.5 }),
  position: toChannel("position", { quantity: "ratio", min: 0, max: 100 }),
  brightness: toChannel("brightness", { quantity: "generic", min: 0, max: 254 }),
  siren: toChannel("siren", { type: "binary", readable: false }),
  color: toChannel("color", { type: "composite" }),
  colorX: toChannel("colorX", { quantity: "generic", path: ["color", "x"] }),
  colorY: toChannel("colorY", { quantity: "generic", path: ["color", "y"] }),
};
type Key = keyof typeof channels;
type Said = readonly [Key, string | number | boolean];

/** Messages 1, 2, …; the command was carried out before number 2. @param known what the toggled state was before */
function isConfirmed(channel: Key, value: CommandValue, said: readonly Said[], known?: boolean): boolean {
  const events = said.map(([key, reported], nth) => ({
    nodeId,
    channel: key,
    value: typeof reported === "number" ? toSteps(channels[key].quantity ?? "generic", reported) : reported,
    at: 0,
    sequence: nth + 1,
  }));
  const heard: Heard = {
    events,
    readings: [],
    answers: undefined,
    failures: undefined,
    queueEpoch,
    isDrained: true,
    toKnown: () => known,
  };
  const order = { kind: "set", nodeId, channel, value } as const;
  return judge({ id: "c", order, after: { queueEpoch, n: 2 } }, { channels }, heard)?.state === "confirmed";
}

describe("what a node reports confirms", () => {
  it.each<[string, Key, CommandValue, readonly Said[], boolean | undefined, boolean]>([
    [
      "a toggle by a change",
      "state",
      "toggle",
      [
        ["state", false],
        ["state", true],
      ],
      undefined,
      true,
    ],
    [
      "no toggle by the same",
      "state",
      "toggle",
      [
        ["state", true],
        ["state", true],
      ],
      undefined,
      false,
    ],
    [
      "a toggle by a change from what was known",
      "state",
      "toggle",
      [
        ["cover", "OPEN"],
        ["state", true],
      ],
      false,
      true,
    ],
    [
      "no toggle by what was known",
      "state",
      "toggle",
      [
        ["cover", "OPEN"],
        ["state", true],
      ],
      true,
      false,
    ],
    [
      "a toggle after the old state",
      "state",
      "toggle",
      [
        ["cover", "OPEN"],
        ["state", true],
        ["state", false],
      ],
      true,
      true,
    ],
    [
      "a toggle of which nothing was known by any report",
      "state",
      "toggle",
      [
        ["cover", "OPEN"],
        ["state", true],
      ],
      undefined,
      true,
    ],
    [
      "a number",
      "setpoint",
      21.5,
      [
        ["setpoint", 20],
        ["setpoint", 21.5],
      ],
      undefined,
      true,
    ],
    [
      "a number that the device rounded to its step",
      "setpoint",
      21.3,
      [
        ["setpoint", 20],
        ["setpoint", 21.5],
      ],
      undefined,
      true,
    ],
    [
      "no number a step further",
      "setpoint",
      21.5,
      [
        ["setpoint", 20],
        ["setpoint", 22.1],
      ],
      undefined,
      false,
    ],
    [
      "a position within one in a hundred",
      "position",
      50,
      [
        ["position", 0],
        ["position", 49],
      ],
      undefined,
      true,
    ],
    [
      "no position on the way",
      "position",
      50,
      [
        ["position", 0],
        ["position", 47],
      ],
      undefined,
      false,
    ],
    [
      "a level",
      "brightness",
      200,
      [
        ["brightness", 0],
        ["brightness", 198],
      ],
      undefined,
      true,
    ],
    [
      "no level on the way",
      "brightness",
      200,
      [
        ["brightness", 0],
        ["brightness", 150],
      ],
      undefined,
      false,
    ],
    [
      "a word",
      "cover",
      "OPEN",
      [
        ["cover", "CLOSE"],
        ["cover", "OPEN"],
      ],
      undefined,
      true,
    ],
    [
      "no other word",
      "cover",
      "OPEN",
      [
        ["cover", "CLOSE"],
        ["cover", "CLOSE"],
      ],
      undefined,
      false,
    ],
    [
      "a stop by any report",
      "cover",
      "STOP",
      [
        ["cover", "OPEN"],
        ["position", 31],
      ],
      undefined,
      true,
    ],
    ["no stop by a report from before", "cover", "STOP", [["cover", "OPEN"]], undefined, false],
    [
      "nothing that is never reported, whatever else is",
      "siren",
      true,
      [
        ["state", false],
        ["state", false],
      ],
      undefined,
      false,
    ],
    [
      "a colour by all its parts",
      "color",
      { x: 0.3, y: 0.4 },
      [
        ["state", true],
        ["colorX", 0.301],
        ["colorY", 0.4],
      ],
      undefined,
      true,
    ],
    [
      "no colour by one part",
      "color",
      { x: 0.3, y: 0.4 },
      [
        ["state", true],
        ["colorX", 0.3],
        ["colorY", 0.6],
      ],
      undefined,
      false,
    ],
  ])("%s", (_, channel, value, said, known, expected) => {
    expect(isConfirmed(channel, value, said, known)).toBe(expected);
  });
});
