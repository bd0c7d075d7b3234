import { commandReasons, commandStates, commandValueSchema } from "@lastmeter/model/command";
import { z } from "zod/mini";
import { isoOutSchema } from "../http/iso.ts";

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const moment = z.nullable(isoOutSchema);

export const wireCommandSchema = z.object({
  id,
  nodeId: id,
  channel: z.string(),
  value: commandValueSchema,
  state: z.enum(commandStates),
  reason: z.nullable(z.enum(commandReasons)),
  at: isoOutSchema,
  deadline: isoOutSchema,
  sentAt: moment,
  publishedAt: moment,
  endedAt: moment,
});
export const wireConfigurationSchema = z.object({
  nodeId: id,
  settings: z.array(z.object({ key: z.string(), rev: z.int() })),
});
export type WireCommand = z.infer<typeof wireCommandSchema>;
