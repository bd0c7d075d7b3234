import { z } from "zod/mini";
import { principalIdSchema } from "./grant.ts";
import { networkIdSchema, nodeIdSchema } from "./ids.ts";
import { mqttMappingSchema } from "./mqtt-mapping.ts";
import { firmwareActs, SETTING_TEXT_MAX, settingKeySchema } from "./setting.ts";
import { instantSchema } from "./time.ts";

/** JSON text of a setting's value. */
export const settingTextSchema = z.string().check(z.maxLength(SETTING_TEXT_MAX));

/**
 * One setting as it is wanted. `pending`: on its way; `confirmed`: the device or network has it, by its own word, or (`reason`
 * `unreported`) it was given to the network, which told no fault, and the device does not report it; `failed`: it could not be set, `detail` says why in the device's own words where it gave any, `retryAt` when it is tried again by itself.
 */
export const desiredSettingSchema = z.object({
  /** Rises with each change of what is wanted: a change says which one it replaces. */
  rev: z.int().check(z.gte(1)),
  /** JSON text. */
  value: settingTextSchema,
  /** Set again where the device tells another value; else it was sent once. */
  kept: z.boolean(),
  source: z.enum(["app", "api"]),
  who: principalIdSchema,
  at: instantSchema,
  state: z.enum(["pending", "confirmed", "failed"]),
  /** The command that carries it, or carried it last. */
  commandId: z.nullable(z.string().check(z.maxLength(22))),
  reason: z.nullable(z.string().check(z.maxLength(32))),
  detail: z.nullable(z.string().check(z.maxLength(500))),
  /** How often it was sent by itself since it was last as wanted for a day. */
  tries: z.int().check(z.gte(0)),
  triedAt: z.nullable(instantSchema),
  retryAt: z.nullable(instantSchema),
});
export type DesiredSetting = z.infer<typeof desiredSettingSchema>;

/** `error`: in the network's own words. */
const run = {
  nodeId: nodeIdSchema,
  commandId: z.string().check(z.maxLength(22)),
  at: instantSchema,
  endedAt: z.nullable(instantSchema),
  error: z.nullable(z.string().check(z.maxLength(500))),
};
const firmwareRunSchema = z.object(run);
const firmwareAskSchema = z.object({ ...run, act: z.enum(["check", "abort"]) });

const ofSchema = { v: z.literal(1), networkId: networkIdSchema, nodeId: z.nullable(nodeIdSchema) };

/** Document `nodes/{n}/configuration/desired` or `networks/{n}/configuration/desired`: for owner and administrators. */
export const desiredSchema = z.object({
  ...ofSchema,
  /** When the tick is to look at it; null: nothing waits. */
  dueAt: z.nullable(instantSchema),
  settings: z.record(z.string(), desiredSettingSchema),
  /** Of a network: its newest firmware update; while `endedAt` is null there is no other. */
  firmware: z.optional(firmwareRunSchema),
  /** Of a network: what was asked last about an update, and what came of it. */
  firmwareAsk: z.optional(firmwareAskSchema),
});
export type Desired = z.infer<typeof desiredSchema>;

/** Document `…/configuration/reported`: the newest value of each setting as the device or network tells it. */
export const reportedSchema = z.object({
  ...ofSchema,
  values: z._default(z.record(z.string(), z.object({ value: settingTextSchema, at: instantSchema })), {}),
  /** When the device was last taken into its network anew. */
  joinedAt: z.optional(z.nullable(instantSchema)),
});
export type Reported = z.infer<typeof reportedSchema>;

/** Document `networks/{n}/configuration/mapping`: how the messages of a network that does not describe itself are understood. */
export const mappingSchema = z.object({
  v: z.literal(1),
  networkId: networkIdSchema,
  version: z.int().check(z.gte(1)),
  mapping: mqttMappingSchema,
  who: principalIdSchema,
  at: instantSchema,
});

/** Of what a firmware update tells of itself, under the key `firmwareKey` of `reported`. */
export const firmwareKey = "f:update";
/** Of a network: how its newest update ended, by the command's id. */
export const firmwareResultKey = "f:result";
export const firmwareResultSchema = z.object({
  transaction: z.string(),
  error: z.nullable(z.string()),
});
export type FirmwareResult = z.infer<typeof firmwareResultSchema>;
export const firmwareSchema = z.object({
  state: z.enum(["idle", "available", "updating", "scheduled"]),
  installed: z.nullable(z.union([z.string(), z.number()])),
  latest: z.nullable(z.union([z.string(), z.number()])),
  /** Percent. */
  progress: z.nullable(z.number()),
  remainingS: z.nullable(z.number()),
  notes: z.nullable(z.string()),
});
export type Firmware = z.infer<typeof firmwareSchema>;

export const CHANGES_MAX = 32;
const ofRequest = { networkId: networkIdSchema, nodeId: z.nullable(nodeIdSchema) };
const revSchema = z.int().check(z.gte(0));

/** Of a setting: `rev` is the one that is replaced, 0 where nothing was wanted yet. */
const changeSchema = z.strictObject({ key: settingKeySchema, value: settingTextSchema, rev: revSchema });
export type SettingChange = z.infer<typeof changeSchema>;
export const changesSchema = z.array(changeSchema).check(z.minLength(1), z.maxLength(CHANGES_MAX));

/** Argument of the callable `configuration`, for the owner and administrators of the network. */
export const configurationRequestSchema = z.discriminatedUnion("act", [
  /** Result: `settingsReplySchema`. */
  z.strictObject({ act: z.literal("describe"), ...ofRequest }),
  /** Refused as a conflict where a `rev` is not the newest; nothing is changed then. Result: empty. */
  z.strictObject({ act: z.literal("set"), ...ofRequest, changes: changesSchema }),
  /** No longer wanted; what has a default is set back to it. Result: empty. */
  z.strictObject({
    act: z.literal("reset"),
    ...ofRequest,
    settings: z
      .array(z.strictObject({ key: settingKeySchema, rev: revSchema }))
      .check(z.minLength(1), z.maxLength(CHANGES_MAX)),
  }),
  /** Asks the device for what it has. Result: empty. */
  z.strictObject({
    act: z.literal("read"),
    ...ofRequest,
    keys: z.array(settingKeySchema).check(z.minLength(1), z.maxLength(CHANGES_MAX)),
  }),
  /** Never two updates at once on one network. Result: empty. */
  z.strictObject({
    act: z.literal("firmware"),
    networkId: networkIdSchema,
    nodeId: nodeIdSchema,
    what: z.enum(firmwareActs),
  }),
  /** What is kept verbatim, newest first. `search`: in topics and in the newest payload of each. Result: `recordsReplySchema`. */
  z.strictObject({
    act: z.literal("records"),
    networkId: networkIdSchema,
    topic: z.nullable(z.string().check(z.maxLength(512))),
    search: z.string().check(z.maxLength(128)),
  }),
  /** Of a network that does not describe itself. `version`: the one that is replaced, 0 for the first. Result: empty. */
  z.strictObject({
    act: z.literal("map"),
    networkId: networkIdSchema,
    version: z.int().check(z.gte(0)),
    mapping: mqttMappingSchema,
  }),
]);
export type ConfigurationRequest = z.infer<typeof configurationRequestSchema>;

/** One kept message: document `networks/{n}/config/{id}`, further parts `{id}~{part}`. */
export const recordSchema = z.object({
  id: z.string(),
  topic: z.string(),
  version: z.int(),
  at: z.number(),
  bytes: z.int(),
  parts: z.int(),
  hash: z.string(),
});
export type StoredRecord = z.infer<typeof recordSchema>;
/** `partial`: not every payload could be searched. */
export const recordsReplySchema = z.object({ records: z.array(recordSchema), partial: z.boolean() });
