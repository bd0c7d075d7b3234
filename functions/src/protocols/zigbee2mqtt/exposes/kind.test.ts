import { describe, expect, it } from "vitest";
import { numeric, onOff } from "../fixtures.ts";
import { toChannels } from "./channels.ts";

const inside = (type: string, feature: object) => ({ type, features: [feature] });
const word = (property: string, access: number, more: object = {}) => ({
  type: "enum",
  name: property,
  property,
  access,
  values: ["a"],
  ...more,
});
const yesNo = (property: string, access: number, more: object = {}) => ({
  ...onOff,
  name: property,
  property,
  access,
  ...more,
});

describe("kind of a channel", () => {
  it.each<[string, object, string]>([
    ["power", numeric("power", "W"), "measurement"],
    ["power filed under diagnostics", numeric("power", "W", 1, { category: "diagnostic" }), "measurement"],
    ["a limit in watts that can be set", numeric("power_max", "W", 7), "setting"],
    ["power that can be set", numeric("power", "W", 3), "setting"],
    ["temperature", numeric("temperature", "°C"), "measurement"],
    ["temperature of a thermostat", inside("climate", numeric("local_temperature", "°C", 5)), "measurement"],
    ["its set-point", inside("climate", numeric("occupied_heating_setpoint", "°C", 7)), "control"],
    ["its calibration", inside("climate", numeric("local_temperature_calibration", "°C", 3)), "setting"],
    ["its mode", inside("climate", word("system_mode", 7)), "control"],
    ["what it is doing", inside("climate", word("running_state", 5)), "state"],
    ["a switch", inside("switch", onOff), "control"],
    ["brightness", inside("light", numeric("brightness", undefined, 7)), "control"],
    ["colour at power-on", inside("light", numeric("color_temp_startup", "mired", 7)), "setting"],
    ["position of a cover", inside("cover", numeric("position", "%", 7)), "control"],
    ["power-on behaviour", word("power_on_behavior", 7, { category: "config" }), "setting"],
    ["child lock", yesNo("child_lock", 7), "setting"],
    ["contact", yesNo("contact", 1), "state"],
    ["tamper filed under diagnostics", yesNo("tamper", 1, { category: "diagnostic" }), "state"],
    ["low battery", yesNo("battery_low", 1, { category: "diagnostic" }), "diagnostic"],
    ["battery", numeric("battery", "%"), "diagnostic"],
    ["the battery's millivolts", numeric("voltage", "mV"), "diagnostic"],
    ["link quality", numeric("linkquality", "lqi"), "diagnostic"],
    ["a button", word("action", 1, { category: "diagnostic" }), "action"],
    ["a button of several", word("action_left", 1, { name: "action", endpoint: "left" }), "action"],
    ["details of an action", numeric("action_duration", "s"), "diagnostic"],
    ["direction of power", word("energy_flow_a", 1), "diagnostic"],
  ])("%s", (_, feature, kind) => {
    expect(Object.values(toChannels([feature]))[0]?.kind).toBe(kind);
  });
});
