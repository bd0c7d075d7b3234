import type { ChannelKind } from "@lastmeter/model/channel";
import type { Quantity } from "@lastmeter/model/units";
import { ANY_ELEMENT, type Leaf } from "./leaf.ts";

const SETTABLE = 2;
/** Settable, but of the device's own settings even inside a light, a cover or a thermostat. */
const SETTING =
  /calibration|startup|start_up|power_on|(^|_)(min|max)(_|$)|limit|threshold|offset|schedule|program|effect|option|level_config|execute_if_off|window|sensitivity|timeout|duration|delay|hysteresis|dead_?(zone|band)|sensor|keypad|child_lock|lockout|transition|speed_config|gradient/;
/** Settable outside a specific feature and still what a person wants to do with the device. */
const CONTROL =
  /^(state|brightness|position|tilt|color|color_temp|fan_mode|fan_speed|fan_state|system_mode|preset|current_heating_setpoint|occupied_heating_setpoint|occupied_cooling_setpoint|valve|valve_state|alarm|siren|lock|trigger)$/;
/** What a home wants to know even where the converter files it under the device's diagnostics. */
const OF_THE_HOME =
  /^(tamper|window_open|contact|occupancy|presence|motion|smoke|gas|water_leak|carbon_monoxide|vibration)$/;
const homeQuantities: ReadonlySet<Quantity> = new Set<Quantity>(["power", "energy", "current", "voltage", "frequency"]);
/** Readings about the device, whatever they are filed under. */
const OF_THE_DEVICE =
  /linkquality|rssi|lqi|^battery|battery_|device_temperature|cpu_temperature|outage|rejoin|reboot|restart|resets|reported_packages|uptime|lifetime|firmware|version|modbus|serial|(^|_)(error|fault)s?(_|$)|timestamp|group_id|multiplier|divisor|_formatting|unit_of_measure|max_pin|min_pin|supported_max|self_test|test_in_progress|raw_temperature|filter_age|device_age|clicks_count|switches_count|history|records|ip_address|model_n|date_|(^|_)limit(_|$)|threshold|factory_test|energy_flow|^test\d/;

/**
 * What a property is for. Bit 2 of `access` decides first: a thing that can be set is never a measurement, whatever its unit.
 */
export function toKind(leaf: Leaf, quantity: Quantity | undefined): ChannelKind {
  const name = leaf.name.toLowerCase();
  if ((leaf.access & SETTABLE) !== 0) return isControl(leaf, name) ? "control" : "setting";
  if (name === "action") return "action";
  if (leaf.path.includes(ANY_ELEMENT) || leaf.type === "list" || leaf.type === "composite") return "diagnostic";
  if (name.startsWith("action_")) return "diagnostic";
  if (leaf.category !== undefined && !isOfTheHome(name, quantity)) return "diagnostic";
  if (quantity === "batteryVoltage" || OF_THE_DEVICE.test(name)) return "diagnostic";
  return leaf.type === "numeric" ? "measurement" : "state";
}

function isControl(leaf: Leaf, name: string): boolean {
  if (leaf.category !== undefined || leaf.path.includes(ANY_ELEMENT) || SETTING.test(name)) return false;
  if (leaf.feature !== undefined) return true;
  return leaf.path.length === 1 && CONTROL.test(name);
}

function isOfTheHome(name: string, quantity: Quantity | undefined): boolean {
  if (OF_THE_HOME.test(name)) return true;
  return quantity !== undefined && homeQuantities.has(quantity) && !/balance|capacitor/.test(name);
}
