import { channelKeySchema, channelSchema } from "@lastmeter/model/channel";
import { viewIdSchema } from "@lastmeter/model/grant";
import { networkIdSchema, nodeIdSchema, uidSchema } from "@lastmeter/model/ids";
import { toUtf8 } from "@lastmeter/model/link/bytes";
import { fromRelayedPayload, toRelayedPayload } from "@lastmeter/model/link/plaintext";
import { locationSchema } from "@lastmeter/model/location";
import { mqttMappingSchema } from "@lastmeter/model/mqtt-mapping";
import { expectedMinutesSchema, nodeHealthSchema, totalSchema } from "@lastmeter/model/node";
import { timeZoneSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { fromGzip, toGzip } from "../platform/gzip.ts";
import { type Directory, ownerFields } from "../protocols/protocol.ts";

/** Far above any home; what a damaged document may cost. */
const JSON_MAX_BYTES = 32 * 1024 * 1024;

// Loose: what a protocol adds to a directory or node comes back as it was.
const waitingSchema = z.pipe(
  z.object({ sequence: z.int(), at: z.int(), topic: z.string(), p: z.optional(z.string()), b: z.optional(z.string()) }),
  z.transform(({ p, b, ...message }) => ({
    ...message,
    payload:
      fromRelayedPayload({ ...(p === undefined ? {} : { p }), ...(b === undefined ? {} : { b }) }) ?? new Uint8Array(),
  })),
);

const directoryNodeSchema = z.looseObject({
  nodeId: nodeIdSchema,
  address: z.string(),
  nativeName: z.string(),
  shard: z.int().check(z.gte(0)),
  location: z.nullable(locationSchema),
  total: totalSchema,
  channels: z.record(z.string(), channelSchema),
  health: nodeHealthSchema,
  removed: z.boolean(),
  reachable: z.optional(z.enum(["online", "offline"])),
  ratedCurrentA: z.optional(z.number().check(z.gt(0), z.lte(10_000))),
  expectedMinutes: z.optional(expectedMinutesSchema),
  calibrations: z.optional(z.string()),
  reported: z.optional(z.record(z.string(), z.string())),
  restless: z.optional(z.record(z.string(), z.object({ left: z.int(), at: z.int() }))),
  joinedAt: z.optional(z.int()),
  ownerSet: z.optional(z.array(z.enum(ownerFields))),
  views: z.optional(z.record(viewIdSchema, z.array(channelKeySchema))),
});

const directorySchema = z.looseObject({
  v: z.literal(1),
  version: z.int().check(z.gte(0)),
  networkId: networkIdSchema,
  ownerId: uidSchema,
  location: z.nullable(locationSchema),
  timeZone: timeZoneSchema,
  nodes: z.record(z.string(), directoryNodeSchema),
  records: z.record(z.string(), z.object({ hash: z.string(), version: z.int(), at: z.int() })),
  waiting: z.array(waitingSchema),
  protocolState: z.enum(["online", "offline", "unknown"]),
  groups: z.optional(z.array(z.string())),
  reported: z.optional(z.record(z.string(), z.string())),
  mqtt: z.optional(mqttMappingSchema),
  erased: z.optional(z.record(z.string(), z.string())),
  interestVersion: z.optional(z.int().check(z.gte(0))),
  tellsAvailability: z.optional(z.boolean()),
  joinUntil: z.optional(z.nullable(z.int())),
  mapping: z.optional(z.int().check(z.gte(0))),
});

/** Field `d` of document `networks/{n}/state/directory`: gzipped JSON. */
export function toDirectoryBytes(directory: Directory): Uint8Array {
  const waiting = directory.waiting.map(({ payload, ...message }) => ({ ...message, ...toRelayedPayload(payload) }));
  return toGzip(toUtf8(JSON.stringify({ ...directory, waiting })));
}

/** @throws if the bytes are not a directory: only the server writes them. */
export function parseDirectory(bytes: Uint8Array): Directory {
  const text = new TextDecoder().decode(fromGzip(bytes, JSON_MAX_BYTES));
  return directorySchema.parse(JSON.parse(text));
}
