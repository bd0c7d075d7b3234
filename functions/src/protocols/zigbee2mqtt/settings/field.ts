import type { SettingField } from "@lastmeter/model/setting";
import type { Feature, NativeScalar } from "../native/feature.ts";

const SETTABLE = 2;
const TEXT_MAX = 1000;
const ITEMS_MAX = 64;
const CHOICES_MAX = 1024;
const LABEL_MAX = 128;
const HELP_MAX = 600;

/** Whether anything of a feature can be set: of a composite or list, any of its parts. */
export function isSettable(feature: Feature): boolean {
  if (((feature.access ?? 0) & SETTABLE) !== 0) return true;
  return (
    (feature.features ?? []).some(isSettable) || (feature.item_type !== undefined && isSettable(feature.item_type))
  );
}

/** How a value of the feature is entered; a form of whatever type Zigbee2MQTT may add is text. */
export function toField(feature: Feature): SettingField {
  switch (feature.type) {
    case "numeric":
      return toNumber(feature);
    case "binary":
      return { type: "boolean", on: feature.value_on ?? "ON", off: feature.value_off ?? "OFF" };
    case "enum":
      return toChoice(feature.values ?? []);
    case "composite":
      return toGroup(feature);
    case "list":
      return {
        type: "list",
        item: feature.item_type === undefined ? toText() : toField(feature.item_type),
        maxItems: ITEMS_MAX,
      };
    default:
      return toText();
  }
}

const toText = (): SettingField => ({ type: "text", maxLength: TEXT_MAX });

function toChoice(values: readonly NativeScalar[]): SettingField {
  const choices = [...new Set(values)].slice(0, CHOICES_MAX);
  return choices.length === 0 ? toText() : { type: "choice", choices };
}

function toNumber({ unit, value_min: min, value_max: max, value_step: step }: Feature): SettingField {
  const shown = unit?.trim().slice(0, 32);
  return {
    type: "number",
    ...(shown ? { unit: shown } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(step === undefined ? {} : { step }),
  };
}

/** A composite that can be set is set with all its parts, whatever their own access. */
function toGroup(feature: Feature): SettingField {
  const isWhole = ((feature.access ?? 0) & SETTABLE) !== 0;
  const parts = (feature.features ?? []).flatMap((part) => {
    const name = part.property ?? part.name;
    const isPart = isWhole || part.access === undefined || isSettable(part);
    return name === undefined || !isPart ? [] : [{ name, ...toWords(part, name), field: toField(part) }];
  });
  const unique = [...new Map(parts.map((part) => [part.name, part])).values()];
  return unique.length === 0 ? toText() : { type: "group", parts: unique.slice(0, 64) };
}

export function toWords({ label, name, description }: Feature, property: string): { label: string; help?: string } {
  const help = description?.trim().slice(0, HELP_MAX);
  return { label: (label ?? name ?? property).slice(0, LABEL_MAX), ...(help ? { help } : {}) };
}

/** One field for what is exposed twice (a value of each mode of the device): everything both allow. */
export function mergeFields(first: SettingField, second: SettingField): SettingField {
  if (first.type === "choice" && second.type === "choice") return toChoice([...first.choices, ...second.choices]);
  if (first.type === "group" && second.type === "group") {
    const parts = new Map([...second.parts, ...first.parts].map((part) => [part.name, part]));
    return { type: "group", parts: [...parts.values()] };
  }
  if (first.type !== "number" || second.type !== "number") return first;
  const { min: _min, max: _max, ...rest } = first;
  const min = first.min === undefined || second.min === undefined ? undefined : Math.min(first.min, second.min);
  const max = first.max === undefined || second.max === undefined ? undefined : Math.max(first.max, second.max);
  return { ...rest, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
