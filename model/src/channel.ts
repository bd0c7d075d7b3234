import { z } from "zod/mini";
import { type Quantity, quantities } from "./units.ts";

/** Stable name of a channel inside its node: canonical (`power`, `energyImport`, `state`) or the native property in camelCase. */
export const channelKeySchema = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_]{0,95}$/));

/**
 * What a channel is for.
 * - `measurement`: a number the device measures; has series. Never settable.
 * - `state`: a binary, enum or text the device reports (contact, occupancy); its changes are events. Not settable.
 * - `control`: the device's main settable features (switch, level, set-point, mode, colour, cover, lock); its changes are events.
 * - `setting`: any other settable feature (thresholds, power-on behaviour, child lock); the configuration unit's business.
 * - `action`: a momentary event (a button press): it matters each time, even when equal to the one before.
 * - `diagnostic`: about the device, not the home (link quality, firmware update); live value only.
 */
export const channelKinds = ["measurement", "state", "control", "setting", "action", "diagnostic"] as const;
export type ChannelKind = (typeof channelKinds)[number];

export const channelTypes = ["numeric", "binary", "enum", "text", "list", "composite"] as const;
export type ChannelType = (typeof channelTypes)[number];

/** The specific feature the channel came from, which decides how it is drawn and controlled. */
export const channelFeatures = ["switch", "light", "cover", "lock", "climate", "fan"] as const;

/** A JSON scalar a device may use for a binary or enum value. */
const nativeScalarSchema = z.union([z.string().check(z.maxLength(256)), z.number(), z.boolean()]);

export const channelSchema = z.object({
  key: channelKeySchema,
  /** Position in packed slots and chunks; given once, never used again for another channel of the node. */
  ix: z.int().check(z.gte(0), z.lte(1023)),
  label: z.string().check(z.maxLength(128)),
  kind: z.enum(channelKinds),
  type: z.enum(channelTypes),
  feature: z.optional(z.enum(channelFeatures)),
  /** Numeric channels only. `generic` keeps the native unit in `nativeUnit`. */
  quantity: z.optional(z.enum(Object.keys(quantities) as [Quantity, ...Quantity[]])),
  /** The unit a person sees for `generic` channels, else the quantity's. */
  unit: z.optional(z.string().check(z.maxLength(32))),
  /** A counter that only rises (energy, gas, water): energy of a slot is the difference of two readings. */
  register: z.optional(z.boolean()),
  /** A counter the device sets back to zero each day, month or year: shown, never summed. */
  periodic: z.optional(z.boolean()),
  direction: z.optional(z.enum(["import", "export"])),
  phase: z.optional(z.enum(["A", "B", "C"])),
  endpoint: z.optional(z.string().check(z.maxLength(64))),
  readable: z.boolean(),
  settable: z.boolean(),
  gettable: z.boolean(),
  /** Where the value stands in the native message: property names from the outside in; `*` is every element of a list. */
  path: z.array(z.string().check(z.maxLength(128))).check(z.minLength(1), z.maxLength(8)),
  /** canonical = native × factor + offset. Absent: 1 and 0. */
  factor: z.optional(z.number()),
  offset: z.optional(z.number()),
  /** Binary: the native values. */
  on: z.optional(nativeScalarSchema),
  off: z.optional(nativeScalarSchema),
  toggle: z.optional(nativeScalarSchema),
  /** Enum: the native values. */
  values: z.optional(z.array(nativeScalarSchema).check(z.maxLength(1024))),
  /** Numeric settable channels: limits in the native unit. */
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  step: z.optional(z.number()),
  /** The device no longer exposes it; its history stays readable. */
  retired: z.optional(z.boolean()),
});
export type Channel = z.infer<typeof channelSchema>;

/** The channel of one named part of a composite: `x` of `color`. */
export function findPart(
  { path }: Pick<Channel, "path">,
  channels: Readonly<Record<string, Channel>>,
  name: string,
): Channel | undefined {
  const whole = [...path, name];
  return Object.values(channels).find(
    (part) => part.path.length === whole.length && part.path.every((property, at) => property === whole[at]),
  );
}
