import { channelFeatures } from "@lastmeter/model/channel";
import type { Setting } from "@lastmeter/model/setting";
import { toKind } from "../exposes/kind.ts";
import { toLeaves } from "../exposes/leaf.ts";
import { toQuantity } from "../exposes/quantity.ts";
import { type Feature, featureSchema } from "../native/feature.ts";
import { isSettable, mergeFields, toField, toWords } from "./field.ts";

const READABLE = 1;
const GETTABLE = 4;
export const EXPOSED = "x:";

const ALARMS = /alarm|threshold|over_|under_|_limit|limit_|siren|breaker|protection|warning|tamper|sos/;
const POWER = /power_on|power_outage|startup|start_up|restore|power_off|memory/;
const CALIBRATION = /calibration|precision|offset|multiplier|divisor|correction/;

interface Root {
  readonly feature: Feature;
  /** Type of the specific feature (switch, light …) it is part of. */
  readonly specific: string | undefined;
}

/** Every feature that can be set as a setting, each property once, in the device's own order. */
export function toExposedSettings(exposes: readonly unknown[]): Setting[] {
  const settings = new Map<string, Setting>();
  for (const root of exposes.flatMap(toRoots)) {
    const { property } = root.feature;
    if (property === undefined || !isSettable(root.feature)) continue;
    const setting = toSetting(root, property);
    const earlier = settings.get(property);
    const field = earlier && mergeFields(earlier.field, setting.field);
    settings.set(property, earlier && field ? { ...earlier, field } : setting);
  }
  return [...settings.values()];
}

function toRoots(entry: unknown): Root[] {
  const parsed = featureSchema.safeParse(entry);
  return parsed.success ? flatten(parsed.data, undefined) : [];
}

/** Specific features have no value of their own: their parts stand for them. */
function flatten(feature: Feature, above: string | undefined): Root[] {
  if (feature.property !== undefined) return [{ feature, specific: above }];
  const specific = channelFeatures.find((type) => type === feature.type) ?? above;
  return (feature.features ?? []).flatMap((part) => flatten(part, specific));
}

function toSetting(root: Root, property: string): Setting {
  const access = root.feature.access ?? 0;
  const isKept = (access & READABLE) !== 0 && !isControl(root);
  return {
    key: `${EXPOSED}${property}`,
    ...toWords(root.feature, property),
    section: isKept ? toSection(property) : "actions",
    field: toField(root.feature),
    kept: isKept,
    gettable: (access & GETTABLE) !== 0,
  };
}

/** What people operate (a switch, a set-point) is sent once: kept, it would undo what they do at the device. */
function isControl({ feature, specific }: Root): boolean {
  const [leaf] = toLeaves([specific === undefined ? feature : { type: specific, features: [feature] }]);
  if (leaf === undefined) return false;
  return toKind(leaf, leaf.type === "numeric" ? toQuantity(leaf).quantity : undefined) === "control";
}

function toSection(property: string): Setting["section"] {
  if (POWER.test(property)) return "power";
  if (CALIBRATION.test(property)) return "calibration";
  return ALARMS.test(property) ? "alarms" : "device";
}
