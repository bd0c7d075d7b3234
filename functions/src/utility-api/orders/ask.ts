import { channelKeySchema } from "@lastmeter/model/channel";
import { COMMAND_MAX_MS, commandValueSchema } from "@lastmeter/model/command";
import { CHANGES_MAX } from "@lastmeter/model/configuration";
import { nodeIdSchema } from "@lastmeter/model/ids";
import { SETTING_TEXT_MAX, settingKeySchema } from "@lastmeter/model/setting";
import { z } from "zod/mini";

export const commandAskSchema = z.strictObject({
  channel: channelKeySchema,
  value: commandValueSchema,
  /** How long it may take until it is executed. */
  lifeS: z._default(z.int().check(z.gte(1), z.lte(COMMAND_MAX_MS / 1000)), 60),
});
export type CommandAsk = z.infer<typeof commandAskSchema>;

/** Any JSON: its setting's own description checks it. */
const settingValue = z
  .unknown()
  .check(
    z.refine((value) => value !== undefined && JSON.stringify(value).length <= SETTING_TEXT_MAX, "JSON, not long"),
  );

/** `rev`: the wish that is replaced, 0 where nothing was wanted yet. */
export const configurationAskSchema = z.strictObject({
  changes: z
    .array(z.strictObject({ key: settingKeySchema, value: settingValue, rev: z.int().check(z.gte(0)) }))
    .check(z.minLength(1), z.maxLength(CHANGES_MAX)),
});
export type ConfigurationAsk = z.infer<typeof configurationAskSchema>;

export const commandPathSchema = z.strictObject({
  nodeId: nodeIdSchema,
  commandId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
});
