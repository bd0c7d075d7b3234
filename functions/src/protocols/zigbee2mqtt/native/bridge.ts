import { z } from "zod/mini";

const text = (length: number) => z.catch(z.optional(z.string().check(z.maxLength(length))), undefined);

/** `0x00158d0000000a01`: the address a device keeps through renaming and rejoining. */
const addressSchema = z.string().check(z.regex(/^0x[0-9a-f]{16}$/i));

/** One entry of `bridge/devices`. Keys are absent rather than null; a device not yet known has no `definition`. */
export const deviceSchema = z.object({
  ieee_address: addressSchema,
  friendly_name: z.string().check(z.minLength(1), z.maxLength(256)),
  type: text(32),
  description: text(256),
  manufacturer: text(128),
  model_id: text(128),
  power_source: text(64),
  software_build_id: text(128),
  date_code: text(128),
  interview_state: text(32),
  /** Clusters and reporting, by number: parsed where settings are made of them. */
  endpoints: z.optional(z.unknown()),
  definition: z.catch(
    z.nullish(
      z.object({
        model: text(128),
        vendor: text(128),
        description: text(256),
        supports_ota: z.catch(z.optional(z.boolean()), undefined),
        exposes: z.array(z.unknown()),
      }),
    ),
    undefined,
  ),
});
export type Device = z.infer<typeof deviceSchema>;

/** `bridge/devices`: entries are parsed one by one, so that one broken entry costs no other device. */
export const devicesSchema = z.array(z.unknown()).check(z.maxLength(2000));

/** One entry of `bridge/groups`: its name is known, but a group is not a node. */
export const groupsSchema = z.array(z.object({ friendly_name: z.string() }));

/** `bridge/state`, `<name>/availability`: an object, or the bare word of Zigbee2MQTT 1.x. */
export const onlineSchema = z.union([
  z.object({ state: z.enum(["online", "offline"]) }),
  z.pipe(
    z.enum(["online", "offline"]),
    z.transform((state) => ({ state })),
  ),
]);

/** `bridge/response/…`: `data` is empty where there is an `error`, so the transaction alone tells what was asked. */
export const responseSchema = z.object({
  status: z.enum(["ok", "error"]),
  transaction: z.string().check(z.maxLength(128)),
  error: z.catch(z.optional(z.string()), undefined),
});

/** `bridge/logging`: the only place where a failed `set` or `get` shows. */
export const loggingSchema = z.object({ level: z.string(), message: z.catch(z.string(), "") });

/** `bridge/event`: a device was taken in anew. */
export const joinedSchema = z.object({
  type: z.literal("device_interview"),
  data: z.object({ ieee_address: addressSchema, status: z.literal("successful") }),
});

/** `bridge/response/device/reporting/read`: attributes by their numbers. */
export const reportingReadSchema = z.object({
  data: z.object({
    id: z.string(),
    endpoint: z.union([z.string(), z.number()]),
    cluster: z.string(),
    configs: z.array(
      z.object({
        attrId: z.int(),
        minRepIntval: z.number(),
        maxRepIntval: z.number(),
        repChange: z.optional(z.unknown()),
        status: z.optional(z.int()),
      }),
    ),
  }),
  status: z.literal("ok"),
});

/** Of `bridge/info`. An object in 2.x, also a bare switch in 1.x; absent: off. */
/** `permit_join_end`: ms since 1970, while joining is open. */
export const joinSchema = z.object({
  permit_join: z.boolean(),
  permit_join_end: z.optional(z.nullable(z.number().check(z.gte(1_000_000_000_000)))),
});

export const availabilitySettingSchema = z.object({
  config: z.object({
    availability: z.optional(z.union([z.boolean(), z.object({ enabled: z.optional(z.boolean()) })])),
  }),
});
