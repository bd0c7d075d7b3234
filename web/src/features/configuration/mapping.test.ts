import { mqttPresets } from "@lastmeter/model/mqtt-presets";
import { describe, expect, it } from "vitest";
import { emptyChannel, toFaults, toGatewayCommand, withDevice, withNature } from "./mapping.ts";

const device = { id: "plug", name: "Plug", availability: null, channels: [emptyChannel("power")] };
const faultsOf = (channel: object) =>
  Object.fromEntries(toFaults({ devices: [{ ...device, channels: [{ ...emptyChannel("power"), ...channel }] }] }));

describe("a description of devices", () => {
  it.each<[string, object, string]>([
    ["topic", { topic: "tele/+/SENSOR" }, "mapping.fault.topic"],
    ["pointer", { pointer: "ENERGY" }, "mapping.fault.pointer"],
    ["label", { label: " " }, "mapping.fault.label"],
    ["key", { key: "1st" }, "mapping.fault.key"],
    ["factor", { factor: 0 }, "mapping.fault.factor"],
    ["on", { kind: "state", type: "binary", on: "A", off: "A" }, "mapping.fault.words"],
    [
      "command.topic",
      { ...withNature(emptyChannel("power"), "control", "numeric"), command: { topic: "a", template: "{value}" } },
      "mapping.fault.command",
    ],
    [
      "command.template",
      { ...withNature(emptyChannel("power"), "control", "numeric"), command: { topic: "a/{node}", template: "" } },
      "mapping.fault.template",
    ],
  ])("says what is expected of %s, in the language of the app", (field, channel, id) => {
    expect(faultsOf(channel)).toEqual({ [`devices.0.channels.0.${field}`]: id });
  });

  it("says so of the same name twice", () => {
    const channels = [emptyChannel("power"), emptyChannel("power")];
    expect([...toFaults({ devices: [{ ...device, channels }] })]).toEqual([
      ["devices.0.channels", "mapping.fault.channels"],
    ]);
  });

  it("is without fault as it is offered, and again beside itself", () => {
    const twice = mqttPresets.reduce(withDevice, { devices: [...mqttPresets] });
    expect(toFaults(twice).size).toBe(0);
    expect(new Set(twice.devices.map(({ id }) => id)).size).toBe(6);
  });

  it("tells the gateway's own command, each topic once and safe for a shell", () => {
    const quoted = { ...emptyChannel("power"), topic: "it's/{node}" };
    expect(toGatewayCommand({ devices: [{ ...device, channels: [quoted, quoted] }] })).toBe(
      String.raw`sudo lastmeter-bridge topics --read 'it'\''s/+'`,
    );
    expect(toGatewayCommand({ devices: mqttPresets.slice(0, 1) })).toBe(
      "sudo lastmeter-bridge topics --read 'stat/+/POWER' 'stat/+/RESULT' 'tele/+/LWT' 'tele/+/SENSOR' " +
        "--tell 'cmnd/+/POWER' 'cmnd/+/PowerOnState' 'cmnd/+/TelePeriod'",
    );
  });
});
