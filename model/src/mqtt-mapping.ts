import { z } from "zod/mini";
import { type Channel, channelKeySchema } from "./channel.ts";
import { type Quantity, quantities } from "./units.ts";

/** Stands for one whole level of a topic: which device speaks. */
export const NODE_LEVEL = "{node}";
/** Stands in a command's template for the value. */
export const VALUE_MARK = "{value}";
export const mappingLimits = { devices: 50, channels: 64, levels: 10, patternLength: 128, nodeLength: 47 } as const;

const lineSchema = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const LITERAL = /^[^+#{}/\p{Cc}]{1,64}$/u;
/** What may be published to is narrower: nothing a broker or device could take for something else. */
const COMMAND_LITERAL = /^[A-Za-z0-9_.:-]{1,64}$/;

function isPattern(pattern: string, literal: RegExp): boolean {
  const levels = pattern.split("/");
  const nodes = levels.filter((level) => level === NODE_LEVEL).length;
  const isClean = levels.every((level) => level === NODE_LEVEL || literal.test(level));
  return isClean && nodes === 1 && levels.length <= mappingLimits.levels && !pattern.startsWith("$");
}

/** A topic with the device's level as `{node}`, relative to the gateway's base topic where it has one. No wildcards. */
const patternSchema = z.string().check(
  z.maxLength(mappingLimits.patternLength),
  z.refine((pattern) => isPattern(pattern, LITERAL), "a topic with {node} as one of its levels, without + and #"),
);
const commandPatternSchema = z.string().check(
  z.maxLength(mappingLimits.patternLength),
  z.refine(
    (pattern) => isPattern(pattern, COMMAND_LITERAL),
    "a topic of letters, digits and _ . : - with {node} as one of its levels",
  ),
);
/** RFC 6901; "" is the whole payload, which need not be JSON. */
const pointerSchema = z
  .string()
  .check(z.maxLength(128), z.regex(/^(\/([^~]|~[01])*)?$/, "a JSON pointer, e.g. /ENERGY/Power"));

const scalarSchema = z.union([z.string().check(z.maxLength(64)), z.number(), z.boolean()]);

const commandSchema = z.object({
  topic: commandPatternSchema,
  /** The payload, with `{value}` where the value stands: alone as a bare word, else as JSON. */
  template: z.string().check(
    z.maxLength(500),
    z.refine((template) => template.includes(VALUE_MARK), "a payload with {value} in it"),
  ),
});

const mappedChannelSchema = z
  .object({
    key: channelKeySchema,
    label: lineSchema(128),
    kind: z.enum(["measurement", "state", "control", "setting"]),
    type: z.enum(["numeric", "binary", "enum", "text"]),
    topic: patternSchema,
    pointer: pointerSchema,
    /** Numbers: canonical = native × factor + offset, in the quantity's unit. */
    quantity: z.optional(z.enum(Object.keys(quantities) as [Quantity, ...Quantity[]])),
    factor: z.optional(z.number()),
    offset: z.optional(z.number()),
    /** A counter that only rises. */
    register: z.optional(z.boolean()),
    direction: z.optional(z.enum(["import", "export"])),
    phase: z.optional(z.enum(["A", "B", "C"])),
    on: z.optional(scalarSchema),
    off: z.optional(scalarSchema),
    values: z.optional(z.array(scalarSchema).check(z.minLength(1), z.maxLength(64))),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
    step: z.optional(z.number()),
    command: z.nullable(commandSchema),
  })
  .check(
    z.refine(({ kind, command }) => (kind === "control" || kind === "setting") === (command !== null), {
      path: ["command"],
      message: "a command for what is operated or set, none for what is measured",
    }),
    z.refine(({ kind, type, quantity }) => kind !== "measurement" || (type === "numeric" && quantity !== undefined), {
      path: ["quantity"],
      message: "a number with a quantity for what is measured",
    }),
    z.refine(({ type, on, off }) => type !== "binary" || (on !== undefined && off !== undefined && on !== off), {
      path: ["on"],
      message: "the words for yes and no",
    }),
    z.refine(({ type, values }) => type !== "enum" || values !== undefined, {
      path: ["values"],
      message: "the words there are",
    }),
    z.refine(({ factor }) => factor !== 0, { path: ["factor"], message: "a number other than 0" }),
  );
export type MappedChannel = z.infer<typeof mappedChannelSchema>;

const mappedDeviceSchema = z
  .object({
    /** Stays for good: nodes are known by it. */
    id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,15}$/)),
    name: lineSchema(80),
    availability: z.nullable(
      z.object({ topic: patternSchema, pointer: pointerSchema, online: scalarSchema, offline: scalarSchema }),
    ),
    channels: z.array(mappedChannelSchema).check(z.minLength(1), z.maxLength(mappingLimits.channels)),
  })
  .check(
    z.refine(({ channels }) => new Set(channels.map(({ key }) => key)).size === channels.length, {
      path: ["channels"],
      message: "each name once",
    }),
  );
export type MappedDevice = z.infer<typeof mappedDeviceSchema>;

/** How the messages of a network that does not describe itself are understood, as an administrator says. */
export const mqttMappingSchema = z.object({
  devices: z.array(mappedDeviceSchema).check(
    z.maxLength(mappingLimits.devices),
    z.refine((devices) => new Set(devices.map(({ id }) => id)).size === devices.length, "each id once"),
  ),
});
export type MqttMapping = z.infer<typeof mqttMappingSchema>;

/** The device's level of a topic that fits the pattern, else null. */
export function matchPattern(pattern: string, topic: string): string | null {
  const wanted = pattern.split("/");
  const levels = topic.split("/");
  if (wanted.length !== levels.length) return null;
  let node: string | null = null;
  for (const [index, level] of wanted.entries()) {
    const given = levels[index] ?? "";
    if (level === NODE_LEVEL) node = given;
    else if (level !== given) return null;
  }
  return node !== null && LITERAL.test(node) && node.length <= mappingLimits.nodeLength ? node : null;
}

/** The topic of one device; null where its level could be taken for something else. */
export function toCommandTopic(pattern: string, node: string): string | null {
  if (!COMMAND_LITERAL.test(node)) return null;
  return toTopic(pattern, node);
}

export function toTopic(pattern: string, node: string): string {
  return pattern.replace(NODE_LEVEL, () => node);
}

export function toPointerPath(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a payload says: its JSON, or the bare text. */
export function parsePayloadText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.trim();
  }
}

/** The value under a pointer; undefined where there is none. */
export function readPointer(payload: unknown, pointer: string): unknown {
  let value = payload;
  for (const name of toPointerPath(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return value;
}

/** Numbers often come as text. */
export function toNativeValue({ type }: Pick<MappedChannel, "type">, value: unknown): unknown {
  const isNumber = type === "numeric" && typeof value === "string" && /^\s*-?\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(value);
  return isNumber ? Number(value) : value;
}

/** The payload of a command. */
export function fillTemplate(template: string, value: unknown): string {
  if (template.trim() === VALUE_MARK) return typeof value === "string" ? value : JSON.stringify(value);
  return template.replaceAll(VALUE_MARK, () => JSON.stringify(value));
}

/** The channel a description makes. @param ix given once and kept. */
export function toMappedChannel(mapped: MappedChannel, ix: number): Channel {
  const { key, label, kind, type, topic, pointer, quantity, command, factor, ...rest } = mapped;
  const { offset, register, direction, phase, on, off, values, min, max, step } = rest;
  const told = { offset, register, direction, phase, on, off, values, min, max, step };
  return {
    key,
    ix,
    label,
    kind,
    type,
    ...(type === "numeric" ? { quantity: quantity ?? "generic", unit: quantities[quantity ?? "generic"].unit } : {}),
    readable: true,
    settable: command !== null,
    gettable: false,
    path: [topic, pointer],
    ...(factor === undefined || factor === 1 ? {} : { factor }),
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  };
}
