import { describe, expect, it } from "vitest";
import { toChannels } from "../zigbee2mqtt/exposes/channels.ts";
import { numeric, onOff, plugExposes } from "../zigbee2mqtt/fixtures.ts";
import { proposeRole, proposeTotal } from "./proposals.ts";

const described = { nativeName: "0x00158d0000000a01", model: "", note: "" };
const propose = (exposes: readonly object[], model = "", nativeName = described.nativeName) => {
  const channels = toChannels(exposes);
  const role = proposeRole(channels, { nativeName, model, note: "" });
  const { power, energyImport, energyExport } = proposeTotal(channels, role);
  return { role, power: power.map(({ channel, sign }) => `${sign} ${channel}`), energyImport, energyExport };
};
const watts = (...properties: string[]) => properties.map((property) => numeric(property, "W"));
const kWh = (...properties: string[]) => properties.map((property) => numeric(property, "kWh"));

describe("proposals", () => {
  it.each([
    [
      "plug",
      plugExposes,
      "Smart plug (EU)",
      { role: "load", power: ["1 power"], energyImport: ["energyImport"], energyExport: [] },
    ],
    [
      "P1 meter without a total",
      [
        ...watts("power", "power_phase_b", "power_phase_c"),
        ...kWh("energy", "produced_energy", "energy_tier_1", "energy_tier_2"),
      ],
      "Electricity Meter Interface 2 P1",
      {
        role: "grid",
        power: ["1 powerPhaseA", "1 powerPhaseB", "1 powerPhaseC"],
        energyImport: ["energyImport"],
        energyExport: ["energyExport"],
      },
    ],
    [
      "meter with tariffs only",
      [...watts("power"), ...kWh("energy_t1", "energy_t2")],
      "Electricity meter",
      { role: "grid", power: ["1 power"], energyImport: ["energyImportTier1", "energyImportTier2"], energyExport: [] },
    ],
    [
      "two clamps and their sum",
      [
        ...watts("power_a", "power_b", "power_ab"),
        ...kWh("energy_a", "energy_b", "energy_produced_a", "energy_produced_b"),
      ],
      "Bidirectional energy meter with 80A current clamp",
      {
        role: "grid",
        power: ["1 power"],
        energyImport: ["energyImportA", "energyImportB"],
        energyExport: ["energyExportA", "energyExportB"],
      },
    ],
    [
      "three-phase breaker",
      [{ type: "switch", features: [onOff] }, ...watts("power_a", "power_b", "power_c"), ...kWh("energy")],
      "Three-phase breaker",
      {
        role: "grid",
        power: ["1 powerPhaseA", "1 powerPhaseB", "1 powerPhaseC"],
        energyImport: ["energyImport"],
        energyExport: [],
      },
    ],
    [
      "power strip",
      watts("power_1", "power_2"),
      "Power strip",
      { role: "load", power: ["1 power1", "1 power2"], energyImport: [], energyExport: [] },
    ],
    [
      "thermometer",
      [numeric("temperature", "°C")],
      "Temperature sensor",
      { role: null, power: [], energyImport: [], energyExport: [] },
    ],
    [
      "setting in watts",
      [numeric("power", "W", 7)],
      "Relay",
      { role: null, power: [], energyImport: [], energyExport: [] },
    ],
  ])("%s", (_, exposes, model, expected) => {
    expect(propose(exposes, model)).toEqual(expected);
  });

  it("counts what a plug under a solar inverter meters as given", () => {
    expect(propose(plugExposes, "Smart plug (EU)", "roof/solar inverter")).toEqual({
      role: "production",
      power: ["-1 power"],
      energyImport: [],
      energyExport: ["energyImport"],
    });
  });

  it("keeps the sign of a solar meter that has one", () => {
    const exposes = [...watts("power"), ...kWh("energy", "produced_energy")];
    expect(propose(exposes, "Energy meter", "PV")).toEqual({
      role: "production",
      power: ["1 power"],
      energyImport: ["energyImport"],
      energyExport: ["energyExport"],
    });
  });

  it("does not take an air conditioner's inverter for a solar one, and knows a battery", () => {
    expect(propose(plugExposes, "Smart plug", "Inverter air conditioner").role).toBe("load");
    expect(propose(plugExposes, "Smart plug", "Home battery").role).toBe("storage");
  });
});
