import { nodeIdSchema } from "@lastmeter/model/ids";
import { resolutionSchema, slotResolutions } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { isoSchema } from "../http/iso.ts";
import { aggregates } from "./aggregate.ts";

/** What is asked for. */

const INTERVALS_DEFAULT = 1000;
const INTERVALS_MAX = 5000;
const QUERY_NODES_MAX = 100;
const CHANNELS_MAX = 16;

const channelName = z.string().check(z.regex(/^(total\.)?[A-Za-z][A-Za-z0-9_]{0,95}$/));
const cursor = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,512}$/)));
const limit = (max: number, byDefault: number) =>
  z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(max)), byDefault);
const isInOrder = z.refine<{ from: number; to: number }>(({ from, to }) => from < to, {
  path: ["to"],
  message: "after `from`",
});

export const nodePathSchema = z.strictObject({ nodeId: nodeIdSchema });

export const nodesAskSchema = z.strictObject({ limit: limit(100, 100), cursor });

const channelList = z.optional(
  z.pipe(
    z.pipe(
      z.string().check(z.minLength(1), z.maxLength(1000)),
      z.transform((text) => text.split(",")),
    ),
    z.array(channelName).check(z.minLength(1), z.maxLength(CHANNELS_MAX)),
  ),
);

export const measurementsAskSchema = z
  .strictObject({
    from: isoSchema,
    to: isoSchema,
    resolution: resolutionSchema,
    channel: channelList,
    limit: limit(INTERVALS_MAX, INTERVALS_DEFAULT),
    cursor,
  })
  .check(isInOrder);
export type MeasurementsAsk = z.infer<typeof measurementsAskSchema>;

export const eventsAskSchema = z
  .strictObject({ from: isoSchema, to: isoSchema, channel: channelList, cursor })
  .check(isInOrder);

export const queryAskSchema = z
  .strictObject({
    nodeIds: z.array(nodeIdSchema).check(
      z.minLength(1),
      z.maxLength(QUERY_NODES_MAX),
      z.refine((ids) => new Set(ids).size === ids.length, "each once"),
    ),
    from: isoSchema,
    to: isoSchema,
    resolution: z.enum(slotResolutions),
    channels: z.array(channelName).check(z.minLength(1), z.maxLength(CHANNELS_MAX)),
    aggregate: z._default(z.enum(aggregates), "none"),
    cursor,
  })
  .check(isInOrder);
export type QueryAsk = z.infer<typeof queryAskSchema>;
