import type { Setting } from "@lastmeter/model/setting";
import { describe, expect, it } from "vitest";
import type { Text } from "../../lib/text.ts";
import catalogue from "../../locales/configuration/en.json";
import { toChoiceLabel, toSettingLabel } from "./labels.ts";

const messages: Record<string, string> = catalogue;
const text: Text = (id, values = {}) =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, String(value)), messages[id] ?? id);
const label = (key: string, more: Partial<Setting> = {}) =>
  toSettingLabel(
    {
      key,
      label: "Native",
      section: "device",
      field: { type: "text", maxLength: 9 },
      kept: true,
      gettable: true,
      ...more,
    },
    text,
  );

describe("the label of a setting", () => {
  it.each([
    ["x:power_on_behavior", "After a power cut"],
    ["x:power_on_behavior_left", "After a power cut (left)"],
    ["x:state_l2", "Switch (l2)"],
    ["x:no_such_property", "Native"],
    ["o:power_calibration", "Power: calibration"],
    ["o:current_phase_b_precision", "Current, phase B: decimals"],
    ["o:voc_calibration", "Native"],
    ["r:1:haElectricalMeasurement:activePower", "Power"],
    ["r:2:seMetering:currentSummDelivered", "Energy (2)"],
    ["r:1:msWhatever:measuredValue", "Native"],
  ])("%s is %s", (key, expected) => {
    expect(label(key)).toBe(expected);
  });

  it("of every device is the app's own", () => {
    expect(label("o:retain", { word: "retain" })).toBe("Keep the last message on the broker");
  });

  it("of a choice's word is a common one, else the device's", () => {
    expect(["previous", "OFF", "blink", 3].map((choice) => toChoiceLabel(choice, text))).toEqual([
      "As before",
      "Off",
      "blink",
      "3",
    ]);
  });
});
