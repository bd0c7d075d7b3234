import { z } from "zod/mini";
import { channelKeySchema } from "./channel.ts";
import { principalIdSchema } from "./grant.ts";
import { networkIdSchema, nodeIdSchema } from "./ids.ts";
import { firmwareActs, SETTING_TEXT_MAX, settingKeySchema } from "./setting.ts";
import { instantSchema } from "./time.ts";

const COMMAND_DEFAULT_MS = 60_000;
export const COMMAND_MAX_MS = 15 * 60_000;
/** The network stays open for new devices at most this long; Zigbee2MQTT takes no more. */
export const PERMIT_JOIN_MAX_S = 254;

export const commandStates = ["queued", "sent", "confirmed", "failed", "expired", "denied"] as const;
export type CommandState = (typeof commandStates)[number];

/** Where a command may go from each state; each ends in exactly one of the last four. */
const nextStates: Readonly<Record<CommandState, readonly CommandState[]>> = {
  queued: ["sent", "failed", "expired", "denied"],
  sent: ["confirmed", "failed", "expired", "denied"],
  confirmed: [],
  failed: [],
  expired: [],
  denied: [],
};

export const canBecome = (from: CommandState, to: CommandState): boolean => nextStates[from].includes(to);
export const isFinal = (state: CommandState): boolean => nextStates[state].length === 0;

/**
 * Why a command ended as it did.
 * - `superseded`: a newer one for the same node and channel. `refused`: the bridge found its topic or payload unfit.
 * - `gateway`: the bridge could not make sure that it happens once only. `device`: the network said that it failed.
 * - `unreachable`: the network said that it did not get through to the device, which may be asleep or far.
 * - `no_answer`: handed over, but the node did not report the new state in time.
 * - `no_draw`: stands beside `confirmed`: the node says on, but a minute later its meter still shows nothing drawn.
 * - `unreported`: stands beside `confirmed`: its network has it and told no fault, and the node does not report what was set.
 * - `no_gateway`: it did not reach the home's network in time. `no_grant`, `revoked`: who gave it may not, or the gateway is not welcome.
 */
export const commandReasons = [
  "superseded",
  "refused",
  "gateway",
  "device",
  "unreachable",
  "no_answer",
  "no_draw",
  "unreported",
  "no_gateway",
  "no_grant",
  "revoked",
] as const;
export type CommandReason = (typeof commandReasons)[number];

/** What a binary channel may be told beside `true` and `false`, where its `toggle` is set. */
export const TOGGLE = "toggle";

const scalarSchema = z.union([z.string().check(z.maxLength(256)), z.number(), z.boolean()]);
/** In the channel's own terms: canonical numbers, `true`/`false` for binaries, a word for enums, named parts for colours. */
export const commandValueSchema = z.union([
  scalarSchema,
  z
    .record(z.string().check(z.regex(/^[a-z_]{1,32}$/)), scalarSchema)
    .check(z.refine((parts) => Object.keys(parts).length <= 8, "at most 8 parts")),
]);
export type CommandValue = z.infer<typeof commandValueSchema>;

/**
 * What may be asked for directly: a node's channel set, the network opened for new devices (0 s: closed), a node removed from its network,
 * by `force` also where it cannot be told so.
 */
const operations = [
  z.strictObject({
    kind: z.literal("set"),
    nodeId: nodeIdSchema,
    channel: channelKeySchema,
    value: commandValueSchema,
  }),
  z.strictObject({ kind: z.literal("permitJoin"), seconds: z.int().check(z.gte(0), z.lte(PERMIT_JOIN_MAX_S)) }),
  z.strictObject({ kind: z.literal("removeNode"), nodeId: nodeIdSchema, force: z.optional(z.literal(true)) }),
] as const;

/** What follows from what is wanted of a node's settings: only `configuration` orders it, by the setting's description. */
const adjustments = [
  /** `value` is JSON text, in the device's own terms. `nodeId` null: of the network itself. */
  z.strictObject({
    kind: z.literal("configure"),
    nodeId: z.nullable(nodeIdSchema),
    setting: settingKeySchema,
    value: z.string().check(z.maxLength(SETTING_TEXT_MAX)),
  }),
  /** Asks the node for what it has. */
  z.strictObject({ kind: z.literal("readSetting"), nodeId: nodeIdSchema, setting: settingKeySchema }),
  z.strictObject({ kind: z.literal("firmware"), nodeId: nodeIdSchema, act: z.enum(firmwareActs) }),
] as const;

export const commandOrderSchema = z.discriminatedUnion("kind", [...operations, ...adjustments]);
export type CommandOrder = z.infer<typeof commandOrderSchema>;

/** What the callable `command` is asked. `lifeMs`: how long it may take until it is executed. */
export const commandRequestSchema = z.strictObject({
  networkId: networkIdSchema,
  order: z.discriminatedUnion("kind", operations),
  lifeMs: z._default(z.int().check(z.gte(1000), z.lte(COMMAND_MAX_MS)), COMMAND_DEFAULT_MS),
});

/** On whose behalf: a tap, a rule of the owner's, a program by the API, the configuration that is wanted. `cause` names the rule or the programme event. */
export const commandWhySchema = z.strictObject({
  source: z.enum(["app", "rule", "api", "system"]),
  cause: z.nullable(z.string().check(z.maxLength(128))),
  /** How many rules stand before this one in the chain of causes. */
  hops: z.int().check(z.gte(0), z.lte(3)),
});

export type CommandWhy = z.infer<typeof commandWhySchema>;

/** Reply of the callable `command`: the document to watch. */
export const commandReplySchema = z.strictObject({ commandId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) });

/** Document `networks/{n}/commands/{commandId}`; the id is 128 random bits. Created by a callable, changed by the server only. */
export const commandSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  order: commandOrderSchema,
  /** For lists of a node's commands; null: of the network. */
  nodeId: z.nullable(nodeIdSchema),
  /** Rises with each command of the network: max(the last one + 1, the server's clock in ms). */
  seq: z.int().check(z.gte(0)),
  who: principalIdSchema,
  whoLabel: z.string().check(z.maxLength(254)),
  why: commandWhySchema,
  at: instantSchema,
  /** By the server's clock; `COMMAND_DEFAULT_MS` after `at` unless told, at most `COMMAND_MAX_MS`. Nothing is executed at or after it. */
  deadline: instantSchema,
  state: z.enum(commandStates),
  reason: z.nullable(z.enum(commandReasons)),
  /** With `device`: the network's own words. */
  detail: z.optional(z.string().check(z.maxLength(256))),
  /** First handed to the gateway in a sealed reply. */
  sentAt: z.nullable(instantSchema),
  /** Given to the network by the bridge, by its word. */
  publishedAt: z.nullable(instantSchema),
  endedAt: z.nullable(instantSchema),
});
export type Command = z.infer<typeof commandSchema>;

/** Commands with the same target replace each other, the highest `seq` wins; opaque to the bridge. */
export function toCommandTarget(order: CommandOrder): string {
  switch (order.kind) {
    case "set":
      return `${order.nodeId}/${order.channel}`;
    case "permitJoin":
      return "permitJoin";
    case "removeNode":
      return order.nodeId;
    case "configure":
      return `${order.nodeId ?? "network"}/${order.setting}`;
    case "readSetting":
      return `${order.nodeId}/?${order.setting}`;
    case "firmware":
      // To stop an update that nobody has heard of yet is not to replace it.
      return `${order.nodeId}/firmware${order.act === "abort" ? "/abort" : ""}`;
  }
}
