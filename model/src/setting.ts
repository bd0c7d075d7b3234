import { z } from "zod/mini";

/** JSON text of one value: what it takes as text, stored and sent. */
export const SETTING_TEXT_MAX = 3000;
const DEPTH_MAX = 6;
const ITEMS_MAX = 64;

const scalarSchema = z.union([z.string().check(z.maxLength(256)), z.number(), z.boolean()]);
export type SettingScalar = z.infer<typeof scalarSchema>;
/** A value in the device's own terms and units; `null`: not set, the default holds. */
export type SettingValue = SettingScalar | null | readonly SettingValue[] | { readonly [name: string]: SettingValue };

/**
 * Names one setting of a node or a network, whatever the protocol: a letter that says which of its kinds, then the protocol's own
 * name for it, e.g. `x:power_on_behavior`, `o:energy_calibration`, `r:1:haElectricalMeasurement:activePower`.
 */
export const settingKeySchema = z.string().check(z.regex(/^[a-z]:[A-Za-z0-9_ ./:%()°+-]{1,94}$/));

const lineSchema = (max: number) => z.string().check(z.maxLength(max));

export const firmwareActs = ["check", "update", "abort"] as const;

/** How a value is entered and checked. Numbers are in the native unit. */
export const settingFieldSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("number"),
    unit: z.optional(lineSchema(32)),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
    step: z.optional(z.number()),
  }),
  /** The native words for yes and no. */
  z.object({ type: z.literal("boolean"), on: scalarSchema, off: scalarSchema }),
  z.object({ type: z.literal("choice"), choices: z.array(scalarSchema).check(z.minLength(1), z.maxLength(1024)) }),
  z.object({ type: z.literal("text"), maxLength: z.int() }),
  z.object({
    type: z.literal("group"),
    get parts() {
      return z.array(settingPartSchema).check(z.minLength(1), z.maxLength(64));
    },
  }),
  z.object({
    type: z.literal("list"),
    get item() {
      return settingFieldSchema;
    },
    maxItems: z.int(),
  }),
]);
export type SettingField = z.infer<typeof settingFieldSchema>;

const wordsSchema = {
  /** The device's or protocol's own words. */
  label: lineSchema(128),
  help: z.optional(lineSchema(600)),
};

const settingPartSchema = z.object({
  name: lineSchema(128),
  ...wordsSchema,
  get field() {
    return settingFieldSchema;
  },
});

/** Sections of the form, in order. `actions`: what is sent once, not kept. */
export const settingSections = [
  "alarms",
  "power",
  "device",
  "measuring",
  "calibration",
  "behaviour",
  "network",
  "actions",
] as const;

/** One setting of a node or a network, as its protocol module describes it: form, check and native message follow from it. */
export const settingSchema = z.object({
  key: settingKeySchema,
  ...wordsSchema,
  /** Name of the app's own words for it, where it is no device's: the same settings of every device and network. */
  word: z.optional(lineSchema(64)),
  section: z.enum(settingSections),
  field: settingFieldSchema,
  /** JSON text of what holds where nothing is set. */
  default: z.optional(lineSchema(SETTING_TEXT_MAX)),
  /** The device tells its value; what is kept is set again where it tells another. */
  kept: z.boolean(),
  /** Its value can be asked for. */
  gettable: z.boolean(),
});
export type Setting = z.infer<typeof settingSchema>;
/** `hasFirmware`: the network can update it. */
export const settingsReplySchema = z.object({ settings: z.array(settingSchema), hasFirmware: z.boolean() });
export type Described = z.infer<typeof settingsReplySchema>;

/** The check of a value against its description: the same in the form and on the server. */
export function toValueSchema(field: SettingField): z.ZodMiniType<SettingValue> {
  switch (field.type) {
    case "number":
      return z
        .number()
        .check(
          z.gte(field.min ?? -Number.MAX_VALUE),
          z.lte(field.max ?? Number.MAX_VALUE),
        ) as z.ZodMiniType<SettingValue>;
    case "boolean":
      return toOneOf([field.on, field.off]);
    case "choice":
      return toOneOf(field.choices);
    case "text":
      return z.string().check(z.maxLength(field.maxLength)) as z.ZodMiniType<SettingValue>;
    case "group": {
      const parts = field.parts.map(({ name, field: inner }) => [name, z.optional(toValueSchema(inner))] as const);
      return z
        .strictObject(Object.fromEntries(parts))
        .check(z.refine((value) => Object.keys(value).length > 0)) as unknown as z.ZodMiniType<SettingValue>;
    }
    case "list":
      return z.array(toValueSchema(field.item)).check(z.maxLength(field.maxItems)) as z.ZodMiniType<SettingValue>;
  }
}

function toOneOf(values: readonly SettingScalar[]): z.ZodMiniType<SettingValue> {
  return scalarSchema.check(z.refine((value) => values.includes(value))) as z.ZodMiniType<SettingValue>;
}

/** JSON text → value; undefined where it is none, or none that a setting can have. */
export function parseSettingText(text: string): SettingValue | undefined {
  if (text.length > SETTING_TEXT_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isSettingValue(value, DEPTH_MAX) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSettingValue(value: unknown, depth: number): value is SettingValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === 0) return false;
  const parts = Object.entries(value);
  return (
    parts.length <= ITEMS_MAX && parts.every(([name, part]) => name !== "__proto__" && isSettingValue(part, depth - 1))
  );
}

/** Text of a value, the same for the same value: names in order. Undefined where it is too long or no value of a setting. */
export function toSettingText(value: unknown): string | undefined {
  if (!isSettingValue(value, DEPTH_MAX)) return undefined;
  const text = JSON.stringify(sorted(value));
  return text.length > SETTING_TEXT_MAX ? undefined : text;
}

function sorted(value: SettingValue): SettingValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(parts.map(([name, part]) => [name, sorted(part)]));
}

/** Whether what is reported is what was wanted. A device may tell more parts of a group than were set. */
export function isAsWanted(wanted: SettingValue, reported: SettingValue | undefined): boolean {
  if (wanted === reported) return true;
  if (typeof wanted === "number" && typeof reported === "number") {
    return Math.abs(wanted - reported) <= 1e-6 * Math.max(1, Math.abs(wanted));
  }
  if (typeof wanted !== "object" || wanted === null || typeof reported !== "object" || reported === null) return false;
  if (Array.isArray(wanted) !== Array.isArray(reported)) return false;
  if (Array.isArray(wanted) && wanted.length !== Object.keys(reported).length) return false;
  const told = new Map(Object.entries(reported));
  return Object.entries(wanted).every(([name, part]) => isAsWanted(part, told.get(name)));
}
