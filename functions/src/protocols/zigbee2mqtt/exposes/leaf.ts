import type { Channel, ChannelType } from "@lastmeter/model/channel";
import { channelFeatures, channelTypes } from "@lastmeter/model/channel";
import type { Feature, NativeScalar } from "../native/feature.ts";

/** One exposed property, wherever it is nested. */
export interface Leaf {
  readonly path: readonly string[];
  readonly type: ChannelType;
  readonly feature: Channel["feature"];
  /** The property without its endpoint: `power` of `power_l1`. */
  readonly name: string;
  readonly property: string;
  readonly endpoint: string | undefined;
  readonly label: string;
  readonly description: string;
  readonly access: number;
  readonly unit: string | undefined;
  readonly category: string | undefined;
  readonly on: NativeScalar | undefined;
  readonly off: NativeScalar | undefined;
  readonly toggle: NativeScalar | undefined;
  readonly values: readonly NativeScalar[] | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly step: number | undefined;
}

export const ANY_ELEMENT = "*";
const MAX_PATH = 8;

function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text);
}

export function toPathKey(path: readonly string[]): string {
  return path.join("\n");
}

/**
 * Every exposed property, each once, in order. Specific features (switch, light …) have no value of their own and hand their type
 * down; composites and lists are leaves themselves and hold further ones. What Zigbee2MQTT exposes twice (a state for each mode of
 * a device) is merged.
 */
export function toLeaves(exposes: readonly Feature[]): Leaf[] {
  const leaves = new Map<string, Leaf>();
  const visit = (
    feature: Feature,
    above: readonly string[],
    specific: Channel["feature"],
    owner: Feature | undefined,
  ) => {
    const inside = isOneOf(channelFeatures, feature.type) ? feature.type : specific;
    let path = above;
    if (feature.property !== undefined && above.length < MAX_PATH) {
      path = [...above, feature.property];
      const leaf = toLeaf(feature, path, inside, owner);
      const key = toPathKey(path);
      const earlier = leaves.get(key);
      leaves.set(key, earlier === undefined ? leaf : merge(earlier, leaf));
    }
    for (const child of feature.features ?? []) visit(child, path, inside, feature);
    if (feature.item_type !== undefined) visit(feature.item_type, [...path, ANY_ELEMENT], inside, feature);
  };
  for (const feature of exposes) visit(feature, [], undefined, undefined);
  return [...leaves.values()];
}

function toLeaf(
  feature: Feature,
  path: readonly string[],
  specific: Channel["feature"],
  owner: Feature | undefined,
): Leaf {
  const property = feature.property ?? "";
  return {
    path,
    type: isOneOf(channelTypes, feature.type) ? feature.type : "text",
    feature: specific,
    name: feature.name ?? property,
    property,
    endpoint: feature.endpoint,
    label: feature.label ?? feature.name ?? property,
    description: feature.description ?? "",
    access: (feature.access ?? 0) & 7,
    unit: feature.unit,
    category: feature.category ?? owner?.category,
    on: feature.value_on,
    off: feature.value_off,
    toggle: feature.value_toggle,
    values: feature.values,
    min: feature.value_min,
    max: feature.value_max,
    step: feature.value_step,
  };
}

/** The first entry's nature with everything both allow. */
function merge(first: Leaf, second: Leaf): Leaf {
  const widest = (a: number | undefined, b: number | undefined, pick: (a: number, b: number) => number) =>
    a === undefined || b === undefined ? undefined : pick(a, b);
  return {
    ...first,
    access: first.access | second.access,
    unit: first.unit ?? second.unit,
    category: first.category === second.category ? first.category : undefined,
    on: first.on ?? second.on,
    off: first.off ?? second.off,
    toggle: first.toggle ?? second.toggle,
    values:
      first.values && second.values
        ? [...new Set([...first.values, ...second.values])]
        : (first.values ?? second.values),
    min: widest(first.min, second.min, Math.min),
    max: widest(first.max, second.max, Math.max),
    step: widest(first.step, second.step, Math.min),
  };
}
