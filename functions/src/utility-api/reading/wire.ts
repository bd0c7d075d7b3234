import { channelKinds, channelTypes } from "@lastmeter/model/channel";
import { grantRoles } from "@lastmeter/model/grant";
import { nodeRoles } from "@lastmeter/model/node";
import { qualities } from "@lastmeter/model/reading";
import { resolutionSchema, slotResolutions } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { isoOutSchema } from "../http/iso.ts";
import { permittedSchema } from "../http/problem.ts";
import { aggregates } from "./aggregate.ts";

/** What leaves: the words of the platform, times in UTC, values in the unit that stands beside them. */

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));
const next = z.nullable(z.string());
const quality = z.enum(qualities);
const unit = z.string();
const channelName = z.string();

const position = z.nullable(
  z.object({
    latitude: z.number(),
    longitude: z.number(),
    /** Told as exactly as the grant allows. */
    decimals: z.int().check(z.gte(0), z.lte(3)),
  }),
);

const permission = z.object({
  role: z.enum(grantRoles),
  resolution: resolutionSchema,
  channels: z.nullable(z.array(channelName)),
  from: isoOutSchema,
  until: z.nullable(isoOutSchema),
  historyFrom: z.nullable(isoOutSchema),
  purpose: z.string(),
});

export const nodeSchema = z.object({
  id,
  name: z.string(),
  role: z.nullable(z.enum(nodeRoles)),
  status: z.enum(["pending", "active", "removed"]),
  timeZone: z.string(),
  position,
  channels: z.array(
    z.object({
      channel: channelName,
      kind: z.enum(channelKinds),
      type: z.enum(channelTypes),
      quantity: z.nullable(z.string()),
      unit: z.nullable(unit),
      /** Whether it has measurements; others have events. */
      measured: z.boolean(),
      settable: z.boolean(),
    }),
  ),
  grant: permission,
});
export type WireNode = z.infer<typeof nodeSchema>;

export const nodesSchema = z.object({ nodes: z.array(nodeSchema), next });

const figure = { value: z.nullable(z.number()), coverage: z.number().check(z.gte(0), z.lte(1)), quality };
const intervalSchema = z.object({
  from: isoOutSchema,
  to: isoOutSchema,
  ...figure,
  min: z.nullable(z.number()),
  max: z.nullable(z.number()),
  unplaced: z.optional(z.number()),
});
const series = { channel: channelName, quantity: z.string(), unit };
const slotSeries = { ...series, kind: z.enum(["mean", "counted"]), intervals: z.array(intervalSchema) };
const slotSeriesSchema = z.object(slotSeries);
const rawSeriesSchema = z.object({
  ...series,
  kind: z.literal("reading"),
  readings: z.array(z.object({ at: isoOutSchema, value: z.number(), quality })),
});
const span = { from: isoOutSchema, to: isoOutSchema };

export const measurementsSchema = z.object({
  nodeId: id,
  timeZone: z.string(),
  position,
  resolution: resolutionSchema,
  ...span,
  series: z.array(z.union([slotSeriesSchema, rawSeriesSchema])),
  next,
});
export type WireMeasurements = z.infer<typeof measurementsSchema>;

export const eventsSchema = z.object({
  nodeId: id,
  timeZone: z.string(),
  ...span,
  events: z.array(
    z.object({ at: isoOutSchema, channel: channelName, value: z.union([z.string(), z.number(), z.boolean()]) }),
  ),
  next,
});

const slotResolution = z.enum(slotResolutions);
const refused = z.array(
  z.object({
    nodeId: id,
    reason: z.enum(["unknown", "resolution", "channels", "history", "until"]),
    /** What the grant allows instead. */
    permitted: z.optional(permittedSchema),
  }),
);
export const queriedSchema = z.object({
  resolution: slotResolution,
  ...span,
  aggregate: z.enum(aggregates),
  /** Of each node; empty where `aggregate` is not `none`. */
  series: z.array(z.object({ nodeId: id, timeZone: z.string(), ...slotSeries })),
  /** Of all nodes together. */
  aggregated: z.array(
    z.object({
      ...series,
      kind: z.enum(["mean", "counted"]),
      intervals: z.array(z.object({ ...span, ...figure, nodes: z.int().check(z.gte(0)) })),
    }),
  ),
  refused,
  next,
});
export type WireQueried = z.infer<typeof queriedSchema>;
