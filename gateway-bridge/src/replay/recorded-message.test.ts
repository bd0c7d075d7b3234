import { describe, expect, it } from "vitest";
import { parseRecordedMessage } from "./recorded-message.ts";

const parse = (t: unknown, topic: unknown = "zigbee2mqtt/plug", payload: unknown = "{}") =>
  parseRecordedMessage(JSON.stringify({ t, topic, payload }), "zigbee2mqtt");

describe("a line of a recording", () => {
  it.each([
    ["2026-11-22T07:58:29+0000", "2026-11-22T07:58:29.000Z"],
    ["2026-11-22T07:58:29.250Z", "2026-11-22T07:58:29.250Z"],
    ["2026-11-22 09:58:29+02:00", "2026-11-22T07:58:29.000Z"],
    ["2026-11-22T09:58+02", "2026-11-22T07:58:00.000Z"],
    [1_166_286_240_000, "2006-12-16T16:24:00.000Z"],
    [1_166_286_240_000.4, "2006-12-16T16:24:00.000Z"],
  ])("takes %s as its time", (t, at) => {
    expect(parse(t)).toEqual({ at: Date.parse(at), topic: "plug", payload: Buffer.from("{}") });
  });

  it.each([
    ["zigbee2mqtt/kitchen/kettle plug/availability", "kitchen/kettle plug/availability"],
    ["bridge/state", "bridge/state"],
    ["zigbee2mqtt2/plug", "zigbee2mqtt2/plug"],
  ])("has %s relative to the base topic", (topic, relative) => {
    expect(parse(0 + 1e12, topic)).toMatchObject({ topic: relative });
  });

  it.each([
    ["without a zone", parse("2026-11-22T07:58:29"), "t"],
    ["in seconds", parse(1_166_286_240), "t"],
    ["that is no time", parse("yesterday"), "t"],
    ["of a day that is none", parse("2026-13-22T07:58:29Z"), "t"],
    ["that is not there", parse(undefined), "t"],
    ["without a topic", parse(1e12, ""), "topic"],
    ["with nothing below the base topic", parse(1e12, "zigbee2mqtt/"), "topic"],
    ["with a filter for a topic", parse(1e12, "zigbee2mqtt/+"), "topic"],
    ["with a topic that is too long", parse(1e12, "x".repeat(600)), "topic"],
    ["with an object for a payload", parse(1e12, "plug", { state: "ON" }), "payload"],
    ["with a payload that is too large", parse(1e12, "plug", "x".repeat(1_600_000)), "payload"],
    ["that is no JSON", parseRecordedMessage("{", "zigbee2mqtt"), "line"],
    ["that is no object", parseRecordedMessage("7", "zigbee2mqtt"), "line"],
  ])("%s names the field", (_, parsed, field) => {
    expect(parsed).toMatchObject({ field });
  });

  it("may be blank, and may carry more", () => {
    expect(parseRecordedMessage("  \r", "zigbee2mqtt")).toBeNull();
    expect(parseRecordedMessage('{"t":1e12,"topic":"a","payload":"","qos":1}', "b")).toMatchObject({ topic: "a" });
  });
});
