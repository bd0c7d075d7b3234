import { describe, expect, it } from "vitest";
import { featureSchema } from "../native/feature.ts";
import { toLeaves } from "./leaf.ts";
import { toQuantity } from "./quantity.ts";
import { toConversion } from "./unit-table.ts";

const toLeaf = (property: string, unit: string | undefined) => {
  const [leaf] = toLeaves([
    featureSchema.parse({ type: "numeric", name: property, property, access: 1, ...(unit !== undefined && { unit }) }),
  ]);
  if (leaf === undefined) throw new Error("no leaf");
  return leaf;
};

describe("quantity of a numeric feature", () => {
  it.each([
    ["power", "W", "power", 1],
    ["active_power", "mWt", "power", 0.001],
    ["total_active_power", "kW", "power", 1000],
    ["power_rise", "w", "power", 1],
    ["energy", "kWh", "energy", 1000],
    ["consumed_energy", "Wh", "energy", 1],
    ["energy_reactive", "kVArh", "reactiveEnergy", 1000],
    ["reactive_power", "VArh", "reactivePower", 1],
    ["voltage", "V", "voltage", 1],
    ["voltage", "mV", "batteryVoltage", 0.001],
    ["battery_voltage", "V", "batteryVoltage", 1],
    ["orp", "mV", "redoxPotential", 1],
    ["leakage_current", "mA", "current", 0.001],
    ["power_factor", "%", "powerFactor", 0.01],
    ["power_factor", undefined, "powerFactor", 1],
    ["humidity", "%", "relativeHumidity", 1],
    ["humidity_calibration", "%", "ratio", 1],
    ["battery", "%", "batteryLevel", 1],
    ["pressure", "kPa", "pressure", 1000],
    ["pressure", "hPa", "pressure", 100],
    ["temperature", "  C", "temperature", 1],
    ["temperature_offset", "°C", "temperatureDifference", 1],
    ["water_consumed", "L", "volume", 0.001],
    ["water_consumed", "m³", "volume", 1],
    ["voc", "ppb", "volumeFraction", 0.001],
    ["ec", "μS/cm", "conductivity", 1],
    ["ec", "µS/cm", "conductivity", 1],
    ["reading_interval", "min.", "duration", 60],
    ["reading_interval", "sec.", "duration", 1],
    ["run_time", "10 ms", "duration", 0.01],
    ["minutes", "m", "duration", 60],
    ["distance", "m", "length", 1],
    ["precipitation", "mm", "rainfall", 1],
    ["rssi", "dB", "signalStrength", 1],
    ["motor_speed", "rpm", "rate", 1 / 60],
    ["radioactive_events_per_minute", "rpm", "doseRate", 1],
    ["thing", "furlong", "generic", 1],
    ["thing", undefined, "generic", 1],
  ])("%s in %s is %s × %s", (property, unit, quantity, factor) => {
    const conversion = toQuantity(toLeaf(property, unit));
    expect(conversion.quantity).toBe(quantity);
    expect(conversion.factor).toBeCloseTo(factor, 12);
  });

  it("takes Fahrenheit with its zero for temperatures and without for differences", () => {
    const { factor, offset = 0 } = toQuantity(toLeaf("temperature_f", "°F"));
    expect(212 * factor + offset).toBeCloseTo(100, 9);
    expect(32 * factor + offset).toBeCloseTo(0, 9);
    expect(toQuantity(toLeaf("temperature_calibration", "℉"))).toEqual({
      quantity: "temperatureDifference",
      factor: 5 / 9,
    });
  });

  it.each(["", "*", "raw", "constructor", "__proto__"])("does not know the unit %j", (unit) => {
    expect(toConversion(unit)).toBeUndefined();
  });
});
