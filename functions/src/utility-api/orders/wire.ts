import { commandReasons, commandStates, commandValueSchema } from "@lastmeter/model/command";
import { z } from "zod/mini";
import { isoOutSchema } from "../http/iso.ts";

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const settingTypes = ["number", "boolean", "choice", "text", "group", "list"] as const;
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

/** A value in the device's own terms, as `field` says. */
const settingValue = z.unknown();
export const wireSettingsSchema = z.object({
  nodeId: id,
  settings: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      help: z.nullable(z.string()),
      field: z.looseObject({ type: z.enum(settingTypes) }),
      rev: z.int().check(z.gte(0)),
      wanted: z.nullable(
        z.object({
          value: settingValue,
          state: z.enum(["pending", "confirmed", "failed"]),
          reason: z.nullable(z.string()),
          detail: z.nullable(z.string()),
          at: isoOutSchema,
        }),
      ),
      reported: z.nullable(z.object({ value: settingValue, at: isoOutSchema })),
    }),
  ),
});
export type WireSettings = z.infer<typeof wireSettingsSchema>;
export type WireCommand = z.infer<typeof wireCommandSchema>;
