import { z } from "zod/mini";
import { networkIdSchema } from "./ids.ts";
import { locationSchema } from "./location.ts";
import { dispatcherSchema, networkKinds } from "./network.ts";
import { instantSchema, timeZoneSchema } from "./time.ts";

/** No line breaks, no other control characters. */
const lineSchema = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), z.regex(/^[^\p{Cc}]*$/u, "one line of text"));

/** A person may have so many networks of their own. */
export const OWN_NETWORKS_MAX = 20;

/** What an administrator says of a network: the same schema checks the form and the request. */
export const networkDraftSchema = z.strictObject({
  name: lineSchema(80).check(z.minLength(1)),
  description: z.string().check(z.trim(), z.maxLength(500)),
  kind: z.enum(networkKinds),
  location: z.nullable(locationSchema),
  timeZone: timeZoneSchema,
  /** Name or address of the gateway on the home's own network, for support only: the gateway dials out. "": not told. */
  gatewayAddress: lineSchema(255).check(z.regex(/^[\p{L}\p{N}._:%[\]-]*$/u, "a host name or an IP address")),
});
export type NetworkDraft = z.infer<typeof networkDraftSchema>;

/** Argument of the callable `gateways`. */
export const gatewaysRequestSchema = z.discriminatedUnion("act", [
  /** Result: `enrolmentReplySchema`. */
  z.strictObject({ act: z.literal("register"), network: networkDraftSchema }),
  /**
   * Owner or administrator. Result: empty. The kind never changes, the time zone only while the network has no nodes: the hours, days and
   * months of a history are those of its zone.
   */
  z.strictObject({ act: z.literal("edit"), networkId: networkIdSchema, network: z.partial(networkDraftSchema) }),
  /**
   * Owner or administrator. A new key travels to the gateway in a sealed reply; the old one lives until a frame comes under the new one.
   * Again while two live: nothing changes. Result: empty.
   */
  z.strictObject({ act: z.literal("rotate"), networkId: networkIdSchema }),
  /** Owner or administrator. The gateway is refused from its next call on, its listener at once; its data stays on its disk. Result: empty. */
  z.strictObject({ act: z.literal("revoke"), networkId: networkIdSchema }),
  /**
   * Owner only, since it shows a key, which outlives any grant. A new gateway (or the old one set up anew); every older key and session is
   * dead. Result: `enrolmentReplySchema`.
   */
  z.strictObject({ act: z.literal("replace"), networkId: networkIdSchema }),
]);
export type GatewaysRequest = z.infer<typeof gatewaysRequestSchema>;

/** Shown once, stored nowhere in the clear. */
export const enrolmentReplySchema = z.strictObject({
  networkId: networkIdSchema,
  /** Key as text with checksum (`link/key.ts`). */
  key: z.string(),
  /** Network, dispatcher and key in one line (`link/enrolment.ts`): for QR, paste and the one-line command. */
  enrolment: z.string(),
  /** The bridge's configuration file. */
  config: z.strictObject({ network: networkIdSchema, key: z.string(), dispatcher: z.string() }),
  dispatcher: dispatcherSchema,
});
export type EnrolmentReply = z.infer<typeof enrolmentReplySchema>;

export const enrolmentStages = ["waiting", "hello", "proved", "receiving"] as const;

/**
 * What stands in the way, most basic first. `wrongKey`: a hello with our network id whose proof fails. `clock`: the gateway's clock is
 * off by more than ten minutes. `noBroker`: the bridge has no broker. `noProtocol`: no Zigbee2MQTT (or other coordinator) is heard.
 * `qos0`: states come at QoS 0. `noAvailability`: the network does not tell whether devices are there. `defaultKey`: the ZigBee network
 * uses Zigbee2MQTT's well-known key. `outdated`: there is a newer bridge. `revoked`: a revoked gateway still calls.
 */
export const gatewayFaults = [
  "wrongKey",
  "clock",
  "noBroker",
  "noProtocol",
  "qos0",
  "noAvailability",
  "defaultKey",
  "outdated",
  "revoked",
  "clone",
] as const;
export type GatewayFault = (typeof gatewayFaults)[number];

/** Beyond this the clock is a fault: times so far off are not believed. */
export const CLOCK_FAULT_MS = 600_000;

/** Document `networks/{n}/gateway/status`: for owner and administrators; written when something in it changes that a person would notice. */
export const gatewayStatusSchema = z.object({
  v: z.literal(1),
  stage: z.enum(enrolmentStages),
  /** When each stage was first reached since the key was made. */
  helloAt: z.nullable(instantSchema),
  provedAt: z.nullable(instantSchema),
  firstMessageAt: z.nullable(instantSchema),
  faults: z.array(z.object({ fault: z.enum(gatewayFaults), since: instantSchema })),
  /** Newest frame, to the minute while somebody watches, else to the hour. */
  lastSeenAt: z.nullable(instantSchema),
  version: z.nullable(z.string()),
  /** The newest bridge there is; equal to `version` or null where nothing is to do. */
  newestVersion: z.nullable(z.string()),
  queue: z.object({ length: z.int(), oldestAt: z.nullable(instantSchema) }),
  /** Gateway's clock − server's, ms, rounded to seconds. */
  clockSkewMs: z.nullable(z.int()),
  /** Set while two keys live. */
  rotation: z.nullable(z.object({ since: instantSchema, state: z.enum(["offered", "proved"]) })),
  /** When the key in use was made. */
  keyMadeAt: instantSchema,
  /** When the gateway was revoked; null: it was not. */
  revokedAt: z.nullable(instantSchema),
});
export type GatewayStatus = z.infer<typeof gatewayStatusSchema>;
