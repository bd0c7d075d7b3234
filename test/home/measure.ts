import { DAY_MS } from "./calendar.ts";
import type { DeviceKey } from "./devices.ts";
import { type Plug, toVoltageV } from "./model.ts";
import { bedroomAt, doorOpenAt, heatingAt, type Instant, phaseOf } from "./world.ts";

export type Measures = Readonly<Record<string, string | number | boolean>>;

const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals || 0;

/** Registers as they stood when the devices were built in, Wh. */
const OPENING_WH = { import1: 7_407_300, import2: 4_938_270, export1: 2_314_000, export2: 31_700 };
const PLUG_OPENING_WH: Record<Plug, number> = { fridge: 112_400, washingMachine: 38_900, waterHeater: 401_300 };
const SOLAR_OPENING_WH = { drawn: 5_210, given: 6_127_400 };

/** How far voltage and current are from in step: fridges and electronics draw more current than their power needs. */
const POWER_FACTOR: Record<Plug, number> = { fridge: 0.68, washingMachine: 0.93, waterHeater: 1 };

const kwh = (wh: number) => round(wh / 1000, 2);
/** Not rounded by the converter: a product of integers with its float noise, e.g. `938.4010000000001`. */
const rawKwh = (wh: number) => Math.floor(wh) * 0.001;

function measureGrid({ at, model, power, registersWh }: Instant): Measures {
  const volts = (phase: "A" | "B" | "C") => toVoltageV(model, phase, power.phasesW[phase], at);
  const amps = (phase: "A" | "B" | "C") => round(Math.abs(power.phasesW[phase]) / volts(phase) / 0.97, 2);
  const import1 = OPENING_WH.import1 + registersWh.import1;
  const import2 = OPENING_WH.import2 + registersWh.import2;
  const export1 = OPENING_WH.export1 + registersWh.export1;
  const export2 = OPENING_WH.export2 + registersWh.export2;
  return {
    power: Math.round(power.phasesW.A) || 0,
    power_phase_b: Math.round(power.phasesW.B) || 0,
    power_phase_c: Math.round(power.phasesW.C) || 0,
    current: amps("A"),
    current_phase_b: amps("B"),
    current_phase_c: amps("C"),
    voltage: round(volts("A"), 1),
    voltage_phase_b: round(volts("B"), 1),
    voltage_phase_c: round(volts("C"), 1),
    energy: kwh(import1 + import2),
    produced_energy: rawKwh(export1 + export2),
    energy_tier_1: rawKwh(import1),
    energy_tier_2: rawKwh(import2),
    produced_energy_tier_1: rawKwh(export1),
    produced_energy_tier_2: rawKwh(export2),
  };
}

/** A single-phase inverter behind a three-phase meter: B and C carry nothing. */
function measureSolar({ at, model, power, registersWh }: Instant): Measures {
  const voltageV = toVoltageV(model, "A", power.phasesW.A, at);
  return {
    power: Math.round(power.solarW) || 0,
    power_reactive: Math.round(Math.abs(power.solarW) * 0.04 + 6),
    current: round(Math.abs(power.solarW) / voltageV, 1),
    current_phase_b: 0,
    current_phase_c: 0,
    voltage: round(voltageV, 1),
    voltage_phase_b: round(toVoltageV(model, "B", power.phasesW.B, at), 1),
    voltage_phase_c: round(toVoltageV(model, "C", power.phasesW.C, at), 1),
    energy: kwh(SOLAR_OPENING_WH.drawn + registersWh.solarDrawn),
    produced_energy: rawKwh(SOLAR_OPENING_WH.given + registersWh.solarGiven),
  };
}

function measurePlug(plug: Plug, { at, model, choices, power, registersWh }: Instant): Measures {
  const phase = phaseOf(plug);
  const voltageV = toVoltageV(model, phase, power.phasesW[phase], at);
  const powerW = power.loadsW[plug];
  return {
    state: choices.off.has(plug) ? "OFF" : "ON",
    power: Math.round(powerW),
    current: round(powerW / voltageV / POWER_FACTOR[plug], 2),
    voltage: Math.round(voltageV),
    energy: kwh(PLUG_OPENING_WH[plug] + registersWh[plug]),
  };
}

/** A lithium cell that lasts about `days`, then is changed. */
function measureBattery(at: number, days: number, shift: number): { battery: number; voltage: number } {
  const used = ((at / DAY_MS + shift) % days) / days;
  return { battery: Math.round(100 - 88 * used), voltage: Math.round((3_050 - 330 * used) / 100) * 100 };
}

/** What a device would answer now, in Zigbee2MQTT's properties, units and rounding. */
export function measure(key: DeviceKey, instant: Instant): Measures {
  switch (key) {
    case "grid":
      return measureGrid(instant);
    case "solar":
      return measureSolar(instant);
    case "fridge":
    case "washingMachine":
    case "waterHeater":
      return measurePlug(key, instant);
    case "thermostat": {
      const { setpointC, roomC, heating } = heatingAt(instant.model, instant.choices, instant.at);
      return {
        local_temperature: round(roomC, 1),
        occupied_heating_setpoint: setpointC,
        system_mode: instant.choices.mode,
        running_state: heating ? "heat" : "idle",
        battery: measureBattery(instant.at, 520, 130).battery,
      };
    }
    case "climate": {
      const { temperatureC, humidity } = bedroomAt(instant.model, instant.at);
      return {
        temperature: round(temperatureC, 2),
        humidity: round(humidity, 2),
        ...measureBattery(instant.at, 460, 40),
      };
    }
    case "door":
      return { contact: !doorOpenAt(instant.model, instant.at), ...measureBattery(instant.at, 900, 300) };
  }
}
