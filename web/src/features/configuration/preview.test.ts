import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import { describe, expect, it } from "vitest";
import { findRecord, toPointers, toPreview } from "./preview.ts";

const channels = new Map(
  mqttPresets.flatMap(({ id, channels: all }) =>
    all.map((each) => [`${id} ${each.key}`, each] as [string, typeof each]),
  ),
);
const of = (name: string) => channels.get(name) ?? expect.fail(name);

describe("the preview", () => {
  it.each([
    ["tasmota-plug energyImport", '{"ENERGY":{"Total":12.345}}', { kind: "value", text: "12345 Wh" }],
    ["tasmota-plug state", "ON", { kind: "yesNo", is: true }],
    ["opendtu power", "412.5", { kind: "value", text: "-412.5 W" }],
    ["tasmota-plug power", "{}", { kind: "nothing" }],
    ["tasmota-plug power", '{"ENERGY":{"Power":"much"}}', { kind: "fault", reason: "expected a number, got string" }],
  ])("of %s in %s", (name, payload, expected) => {
    expect(toPreview(of(name), payload)).toEqual(expected);
  });

  it("offers every place that holds a value, and finds the message of a pattern", () => {
    expect(toPointers('{"a":{"b/c":1},"d":[true]}')).toEqual(["/a/b~1c", "/d/0"]);
    const record = { id: "r", topic: "tele/kettle/SENSOR", version: 1, at: 1, bytes: 1, parts: 1, hash: "" };
    expect(findRecord([record], "tele/{node}/SENSOR")).toBe(record);
    expect(findRecord([record], "stat/{node}/POWER")).toBeNull();
  });
});
