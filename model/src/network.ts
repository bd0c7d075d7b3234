import { z } from "zod/mini";
import { uidSchema } from "./ids.ts";
import { locationSchema } from "./location.ts";
import { instantSchema, timeZoneSchema } from "./time.ts";

/** Every kind of network by name; its module is one line in `functions/src/protocols/registry.ts`. */
const kinds = {
  zigbee2mqtt: { describesItself: true, admitsDevices: true },
  /** Its administrators say what its messages mean. */
  mqttjson: { describesItself: false, admitsDevices: false },
} as const;
export type NetworkKind = keyof typeof kinds;
export const networkKinds = Object.keys(kinds) as [NetworkKind, ...NetworkKind[]];

export const describesItself = (kind: NetworkKind): boolean => kinds[kind].describesItself;
/** Whether devices join and leave it by its own word. */
export const admitsDevices = (kind: NetworkKind): boolean => kinds[kind].admitsDevices;

/** Where the gateway dials: the message dispatcher of the founding document. */
export const dispatcherSchema = z.object({
  url: z.url().check(z.maxLength(512)),
  host: z.string().check(z.maxLength(255)),
  port: z.int().check(z.gte(1), z.lte(65_535)),
});

/** The gateway as its owner sees it; changes only when something a person would notice changes. */
export const linkHealthSchema = z.object({
  /** `waiting`: no gateway has proved the key yet. */
  state: z.enum(["waiting", "online", "offline"]),
  since: instantSchema,
  /** The protocol's own coordinator, e.g. Zigbee2MQTT's `bridge/state`. */
  protocol: z.enum(["online", "offline", "unknown"]),
  bridgeVersion: z.nullable(z.string().check(z.maxLength(32))),
  /** Open for new devices until then; null: closed. Absent: the network has not said. */
  joinUntil: z.optional(z.nullable(instantSchema)),
});
export type LinkHealth = z.infer<typeof linkHealthSchema>;

/** Document `networks/{networkId}`. */
export const networkSchema = z.object({
  v: z.literal(1),
  ownerId: uidSchema,
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  description: z.string().check(z.maxLength(500)),
  kind: z.enum(networkKinds),
  location: z.nullable(locationSchema),
  timeZone: timeZoneSchema,
  dispatcher: dispatcherSchema,
  /** Name or address of the gateway on the home's own network; absent or "": not told. */
  gatewayAddress: z.optional(z.string().check(z.maxLength(255))),
  link: linkHealthSchema,
  /** Months that raw readings are kept, by the owner; absent: 13. Quarters and coarser are kept until erased. */
  rawMonths: z.optional(z.int().check(z.gte(1), z.lte(36))),
  /** Raised when the gateway is revoked or replaced; a gateway's token is good only for the epoch it was made in. */
  linkEpoch: z.int().check(z.gte(1)),
});
export type Network = z.infer<typeof networkSchema>;

/** Document `networks/{networkId}/watch/{uid}`: somebody who may see raw is looking. At most two minutes ahead of server time. */
export const WATCH_MAX_MS = 120_000;
export const watchSchema = z.object({ until: instantSchema, nodeId: z.optional(z.string()) });
