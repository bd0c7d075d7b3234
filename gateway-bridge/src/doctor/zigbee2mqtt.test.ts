import { describe, expect, it } from "vitest";
import { toLine } from "./check.ts";
import { decideZigbee2mqttChecks } from "./zigbee2mqtt.ts";

const info = (config: object) => JSON.stringify({ version: "2.14.1", config });
const marks = (seen: [string, string][]) =>
  decideZigbee2mqttChecks("zigbee2mqtt", new Map(seen))
    .map((check) => toLine(check).slice(0, 1))
    .join("");

describe("what the doctor says of Zigbee2MQTT", () => {
  it.each<[string, [string, string][], string]>([
    ["nothing there", [], "✗"],
    [
      "as it should be",
      [
        ["bridge/state", '{"state":"online"}'],
        ["bridge/info", info({ device_options: { qos: 1 }, availability: { enabled: true } })],
      ],
      "✓✓✓",
    ],
    [
      "as it is by default",
      [
        ["bridge/state", '{"state":"online"}'],
        ["bridge/info", info({ device_options: {}, availability: { enabled: false } })],
      ],
      "✓✗✗",
    ],
    [
      "that is too old",
      [
        ["bridge/state", '{"state":"online"}'],
        ["bridge/info", JSON.stringify({ version: "1.42.0", config: {} })],
      ],
      "✗✗✗",
    ],
    ["stopped", [["bridge/state", '{"state":"offline"}']], "✗"],
    [
      "of version 1",
      [
        ["bridge/state", "online"],
        ["bridge/info", "?"],
      ],
      "✓",
    ],
  ])("%s", (_name, seen, expected) => {
    expect(marks(seen)).toBe(expected);
  });
});
