import { channelKeySchema } from "@lastmeter/model/channel";
import { COMMAND_MAX_MS, commandValueSchema } from "@lastmeter/model/command";
import { nodeIdSchema } from "@lastmeter/model/ids";
import { z } from "zod/mini";

export const commandAskSchema = z.strictObject({
  channel: channelKeySchema,
  value: commandValueSchema,
  /** How long it may take until it is executed. */
  lifeS: z._default(z.int().check(z.gte(1), z.lte(COMMAND_MAX_MS / 1000)), 60),
});
export type CommandAsk = z.infer<typeof commandAskSchema>;

export const commandPathSchema = z.strictObject({
  nodeId: nodeIdSchema,
  commandId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
});
