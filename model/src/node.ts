import { z } from "zod/mini";
import { channelKeySchema, channelSchema } from "./channel.ts";
import { networkIdSchema, nodeIdSchema, uidSchema } from "./ids.ts";
import { locationSchema } from "./location.ts";
import { instantSchema } from "./time.ts";

export const nodeRoles = ["grid", "production", "storage", "load"] as const;
export type NodeRole = (typeof nodeRoles)[number];

/** Which channels make a node's power and energy. Proposed by the protocol, changed by an owner. */
export const totalSchema = z.object({
  /** Node power = Σ sign × channel. */
  power: z
    .array(z.object({ channel: channelKeySchema, sign: z.union([z.literal(1), z.literal(-1)]) }))
    .check(z.maxLength(16)),
  /** Registers whose sum is what the node drew. */
  energyImport: z.array(channelKeySchema).check(z.maxLength(16)),
  /** Registers whose sum is what the node gave. */
  energyExport: z.array(channelKeySchema).check(z.maxLength(16)),
});
export type Total = z.infer<typeof totalSchema>;

/** The pictures that may stand for a node. */
export const nodeIcons = [
  "plug",
  "light",
  "thermometer",
  "humidity",
  "door",
  "motion",
  "lock",
  "cover",
  "fan",
  "sensor",
  "computer",
  "grid",
  "production",
  "storage",
] as const;
export type NodeIcon = (typeof nodeIcons)[number];

export const availabilities = ["online", "offline", "unknown"] as const;

export const nodeHealthSchema = z.object({
  availability: z.enum(availabilities),
  availabilityAt: z.nullable(instantSchema),
  /** The protocol's own word for how far the device is known: `successful`, `in progress`, `failed`, `pending`. */
  interview: z.nullable(z.string().check(z.maxLength(32))),
  powerSource: z.nullable(z.string().check(z.maxLength(64))),
  firmware: z.nullable(z.string().check(z.maxLength(128))),
});
export type NodeHealth = z.infer<typeof nodeHealthSchema>;

/**
 * Document `health/{nodeId}`, apart from the node: who is lent a node sees its values, not its state. `managers`: the owner and current
 * administrators; the gateway's path writes everything else, never them.
 */
export const healthSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  managers: z.array(uidSchema).check(z.maxLength(100)),
  health: nodeHealthSchema,
});
export type Health = z.infer<typeof healthSchema>;

/** Five minutes to a month. */
export const expectedMinutesSchema = z.int().check(z.gte(5), z.lte(44_640));

/** Document `nodes/{nodeId}`. */
export const nodeSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  ownerId: uidSchema,
  /** Everybody who may see the node in a list, owner included. */
  memberIds: z.array(uidSchema).check(z.maxLength(100)),
  /** Address in its own network, e.g. `0x00158d0000000a01`. */
  address: z.string().check(z.minLength(1), z.maxLength(64)),
  /** The network's own name for it, e.g. Zigbee2MQTT's friendly name. */
  nativeName: z.string().check(z.maxLength(256)),
  /** What people call it; follows `nativeName` until somebody renames the node. */
  name: z.string().check(z.minLength(1), z.maxLength(256)),
  room: z.nullable(z.string().check(z.maxLength(64))),
  vendor: z.nullable(z.string().check(z.maxLength(128))),
  model: z.nullable(z.string().check(z.maxLength(128))),
  description: z.nullable(z.string().check(z.maxLength(256))),
  /** `pending` until an administrator approves it; `removed` when its network no longer knows it. */
  status: z.enum(["pending", "active", "removed"]),
  role: z.nullable(z.enum(nodeRoles)),
  /** The node whose meter already counts this one. */
  inside: z.nullable(nodeIdSchema),
  total: totalSchema,
  channels: z.record(z.string(), channelSchema),
  /** The most this node can carry, in A, by its owner: what is beyond counts as suspect. Null or absent: the home's own limit. */
  ratedCurrentA: z.optional(z.nullable(z.number().check(z.positive(), z.lte(1000)))),
  /** Null: the network's. */
  location: z.nullable(locationSchema),
  /** Chosen by its owner; null or absent: by what the node is for. */
  icon: z.optional(z.nullable(z.enum(nodeIcons))),
  /** To switch it takes a second tap: a freezer, a pump, whatever must not stop by mistake. */
  protected: z.optional(z.boolean()),
  /** Silent for longer it counts as away, where its network does not tell. Null or absent: by its kind. */
  expectedMinutes: z.optional(z.nullable(expectedMinutesSchema)),
});
export type Node = z.infer<typeof nodeSchema>;

/** A value of a live document: integer in the channel's step for numeric channels, else canonical; with its time. */
export const liveValueSchema = z.object({
  value: z.union([z.number(), z.string().check(z.maxLength(1024)), z.boolean()]),
  at: instantSchema,
});
export type LiveValue = z.infer<typeof liveValueSchema>;

/** Field `d` of document `live/{nodeId}`: newest values and today so far. */
export const liveDataSchema = z.object({
  v: z.literal(1),
  /** Time of the newest message of the node. */
  at: instantSchema,
  values: z.record(z.string(), liveValueSchema),
  /** Σ total.power, integer in steps of power (0.1 W), with the time of its newest part; null where the node has no power. */
  power: z.nullable(z.object({ value: z.int(), at: instantSchema })),
  /** Since local midnight of the home's zone; null where the node has no energy and no power. `estimated`: integrated from power. */
  today: z.nullable(
    z.object({
      day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
      importWh: z.number(),
      exportWh: z.number(),
      estimated: z.boolean(),
    }),
  ),
  location: z.nullable(locationSchema),
});
export type LiveData = z.infer<typeof liveDataSchema>;

/** Document `live/{nodeId}`. `readers`: who may see raw, owner included; ingest writes only `d`. */
export const liveSchema = z.object({
  networkId: networkIdSchema,
  readers: z.array(uidSchema).check(z.maxLength(100)),
  d: z.nullable(liveDataSchema),
});
export type Live = z.infer<typeof liveSchema>;
