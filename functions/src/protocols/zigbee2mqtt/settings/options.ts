import type { Setting, SettingField } from "@lastmeter/model/setting";
import { type Feature, featureSchema } from "../native/feature.ts";
import { toField, toWords } from "./field.ts";

export const OPTION = "o:";
export const NETWORK_OPTION = "n:";

/** An option that is `null` is taken out of Zigbee2MQTT's configuration. */
const UNSET = "null";

const yesNo: SettingField = { type: "boolean", on: true, off: false };
const seconds: SettingField = { type: "number", unit: "s", min: 0, max: 86_400, step: 0.1 };
const words: SettingField = { type: "list", item: { type: "text", maxLength: 128 }, maxItems: 64 };
const qos: SettingField = { type: "choice", choices: [0, 1, 2] };

type Known = readonly [name: string, field: SettingField, byDefault?: boolean | number | string];

/** Zigbee2MQTT's own options of every device (its documentation, "Device specific configuration"). */
const common: readonly Known[] = [
  ["retain", yesNo, false],
  ["qos", qos],
  ["optimistic", yesNo, true],
  ["debounce", seconds],
  ["throttle", seconds],
  ["debounce_ignore", words],
  ["filtered_attributes", words],
  ["filtered_cache", words],
  ["filtered_optimistic", words],
];

const minutes = (max: number): SettingField => ({ type: "number", unit: "min", min: 1, max, step: 1 });

/** Of the network, by their place in Zigbee2MQTT's configuration (its documentation, "Configuration"). */
const ofNetwork: readonly Known[] = [
  ["availability.enabled", yesNo, false],
  ["availability.active.timeout", minutes(10_080), 10],
  ["availability.passive.timeout", minutes(43_200), 1500],
  ["advanced.last_seen", { type: "choice", choices: ["disable", "ISO_8601", "ISO_8601_local", "epoch"] }, "disable"],
  ["advanced.cache_state", yesNo, true],
  ["advanced.cache_state_send_on_startup", yesNo, true],
  ["advanced.elapsed", yesNo, false],
  ["advanced.log_level", { type: "choice", choices: ["error", "warning", "info", "debug"] }, "info"],
  ["device_options.qos", qos, 0],
  ["device_options.retain", yesNo, false],
  ["device_options.optimistic", yesNo, true],
  ["device_options.debounce", seconds],
  ["ota.update_check_interval", minutes(525_600), 1440],
  ["ota.disable_automatic_update_check", yesNo, false],
];

function toKnown(prefix: string, section: Setting["section"], [name, field, byDefault]: Known): Setting {
  return {
    key: `${prefix}${name}`,
    label: name,
    word: name.replaceAll(".", "_"),
    section,
    field,
    default: byDefault === undefined ? UNSET : JSON.stringify(byDefault),
    kept: true,
    gettable: false,
  };
}

export const networkOptions: readonly Setting[] = ofNetwork.map((known) => toKnown(NETWORK_OPTION, "network", known));
const commonOptions: readonly Setting[] = common.map((known) => toKnown(OPTION, "behaviour", known));
const commonNames = new Set(common.map(([name]) => name));

/** `definition.options` of the model, then those of every device. */
export function toDeviceOptions(options: readonly unknown[]): Setting[] {
  const own = options.flatMap((entry): Setting[] => {
    const parsed = featureSchema.safeParse(entry);
    const name = parsed.data?.property ?? parsed.data?.name;
    return parsed.success && name !== undefined && !commonNames.has(name) ? [toOption(parsed.data, name)] : [];
  });
  return [...new Map([...own, ...commonOptions].map((setting) => [setting.key, setting])).values()];
}

function toOption(feature: Feature, name: string): Setting {
  const isMeasured = /calibration|precision/.test(name);
  return {
    key: `${OPTION}${name}`,
    ...toWords(feature, name),
    section: isMeasured ? "calibration" : "behaviour",
    field: toField(feature),
    default: UNSET,
    kept: true,
    gettable: false,
  };
}
