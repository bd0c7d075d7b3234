import { describe, expect, it } from "vitest";
import { isRelayed, matchesFilter, toRelativeTopic } from "./topics.ts";

describe("topics", () => {
  it.each([
    ["zigbee2mqtt", "zigbee2mqtt/kitchen/kettle plug", "kitchen/kettle plug"],
    ["home/z2m", "home/z2m/bridge/state", "bridge/state"],
    ["zigbee2mqtt", "zigbee2mqtt", null],
    ["zigbee2mqtt", "zigbee2mqtt/", null],
    ["zigbee2mqtt", "zigbee2mqtt2/x", null],
  ])("below %s: %s is %s", (base, topic, expected) => {
    expect(toRelativeTopic(base, topic)).toBe(expected);
  });

  it.each([
    ["#", "a/b", true],
    ["bridge/#", "bridge", true],
    ["bridge/#", "bridge/a/b", true],
    ["+/set", "plug/set", true],
    ["+/set", "kitchen/plug/set", false],
    ["a/+", "a", false],
    ["a/b", "a/b/c", false],
    ["a/b/c", "a/b", false],
  ])("filter %s on %s: %s", (filter, topic, expected) => {
    expect(matchesFilter(filter, topic)).toBe(expected);
  });

  it.each([
    ["bridge/definitions", "{}", false],
    ["bridge/converters", "[]", false],
    ["bridge/devices", "[]", true],
    ["bridge/logging", '{"level":"info","message":"an \\"error\\" in words"}', false],
    ["bridge/logging", '{"level":"error","message":"x"}', true],
    ["bridge/logging", '{"level":"error"', true],
    ["noisy/plug", "{}", false],
    ["plug", "", true],
  ])("%s %s is relayed: %s", (topic, payload, expected) => {
    expect(isRelayed(topic, Buffer.from(payload), ["noisy/#"])).toBe(expected);
  });
});
