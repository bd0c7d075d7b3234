import { gatewayStatusSchema } from "@lastmeter/model/gateway";
import { base64UrlSchema, cursorSchema, hexSchema } from "@lastmeter/model/link/messages";
import { replayWindowSchema } from "@lastmeter/model/link/replay-window";
import { linkHealthSchema, networkKinds } from "@lastmeter/model/network";
import { instantSchema } from "@lastmeter/model/time";
import { z } from "zod/mini";
import { openAlarmsSchema } from "../alarms/open-alarms.ts";
import { openCommandsSchema } from "../commands/open-commands.ts";

export const PENDING_MAX = 4;
/** A session whose gateway has not sent a valid frame within this time is forgotten. */
export const PENDING_MAX_MS = 60_000;
export const PAST_CURSORS_MAX = 8;
const DEFAULT_INTERVAL_MS = 300_000;
const SETTING_UP_MS = 600_000;
const SETTLED_MS = 120_000;
const SHORT_INTERVAL_MS = 10_000;
/** What messages of that time need to arrive. */
const SLACK_MS = 250;
/** How long after a missed interval a gateway counts as offline. */
export const OFFLINE_GRACE_MS = 90_000;

/** What the keys of a session are derived from again; the keys themselves are never stored. */
export const linkSessionSchema = z.object({
  sid: hexSchema(16),
  kid: hexSchema(8),
  clientNonce: base64UrlSchema(32),
  serverNonce: base64UrlSchema(32),
  boot: base64UrlSchema(16),
  version: z.string(),
  startedAt: instantSchema,
  expiresAt: instantSchema,
  window: replayWindowSchema,
});
export type LinkSession = z.infer<typeof linkSessionSchema>;

/** Field `link` of document `networks/{n}/state/link`. */
export const linkRecordSchema = z.object({
  v: z.literal(1),
  kind: z.enum(networkKinds),
  /** Equals the network's `linkEpoch`. */
  epoch: z.int().check(z.gte(1)),
  /** Keys that may open a session: one, or two while a key is exchanged. */
  kids: z.array(hexSchema(8)).check(z.maxLength(2)),
  revoked: z.boolean(),
  active: z.nullable(linkSessionSchema),
  pending: z.array(linkSessionSchema).check(z.maxLength(PENDING_MAX)),
  cursor: cursorSchema,
  /** Where earlier queues of the gateway stood: one that comes back goes on there, it is not counted again. Newest first. */
  pastCursors: z.array(cursorSchema).check(z.maxLength(PAST_CURSORS_MAX)),
  /** The newest batch stored of the current queue. */
  lastBatch: z.nullable(z.object({ first: z.int(), last: z.int(), sha256: hexSchema(32) })),
  directoryVersion: z.int().check(z.gte(0)),
  /** As the network's document says it, so that it is written on change without being read. */
  health: linkHealthSchema,
  /** As document `networks/{n}/gateway/status` says it, likewise. Absent: made before there was one. */
  status: z.optional(gatewayStatusSchema),
  /** How far the gateway was heard, to tell where it was down; of its own clock. Absent: not heard since this is kept. */
  heard: z.optional(
    z.object({
      boot: base64UrlSchema(16),
      /** Newest message. */
      at: z.int().check(z.gte(0)),
      /** Silences that began before this lie within the restart of the gateway. 0: none. */
      downUntil: z.int().check(z.gte(0)),
      broker: z.enum(["connected", "disconnected"]),
    }),
  ),
  /** The start of the gateway that is heard, and those it took over from, newest first. `rival`: two live at a time; see `decideStart`. */
  starts: z.optional(
    z.object({
      boot: base64UrlSchema(16),
      earlier: z.array(base64UrlSchema(16)),
      rival: z.optional(z.object({ since: instantSchema, refusedAt: instantSchema })),
    }),
  ),
  /** Absent: none ever. */
  alarms: z.optional(openAlarmsSchema),
  /** Since when the gateway's queue has held at least this many messages after each batch. Absent: it is drained. */
  backlog: z.optional(z.object({ since: instantSchema, length: z.int().check(z.gte(1)) })),
  /** Absent: there was never one. */
  commands: z.optional(openCommandsSchema),
  /**
   * Absent: never any rule. `version`: of the document that holds what they come to. `interestVersion`: of what the gateway is to send at
   * once for them. `isPrompt` false: one of them needs short intervals, as the gateway cannot tell what matters to it.
   */
  rules: z.optional(
    z.object({ version: z.int().check(z.gte(1)), interestVersion: z.int().check(z.gte(0)), isPrompt: z.boolean() }),
  ),
  intervalMs: z.optional(z.int().check(z.gte(10_000), z.lte(900_000))),
});
export type LinkRecord = z.infer<typeof linkRecordSchema>;

interface Pace {
  readonly intervalMs?: number | undefined;
  readonly rules?: { readonly isPrompt: boolean } | undefined;
}

/** Short where a rule waits for something that the gateway cannot tell by itself. */
export function toIntervalMs({ intervalMs = DEFAULT_INTERVAL_MS, rules }: Pace): number {
  return rules?.isPrompt === false ? Math.min(intervalMs, SHORT_INTERVAL_MS) : intervalMs;
}

/**
 * How long the gateway may wait with its next batch: no longer than until something has lasted as long as a rule waits for (`lastsAt`);
 * a new one calls often while somebody mends what its status says.
 */
export function toNextIntervalMs(link: LinkRecord, lastsAt: number | null, now: number): number {
  const { status } = link;
  const isNew = status?.provedAt != null && now < status.provedAt + SETTING_UP_MS;
  // What comes after the very first message shows what else is there, its devices above all.
  const isReady =
    status?.firstMessageAt != null && now >= status.firstMessageAt + SETTLED_MS && status.faults.length === 0;
  if (link.intervalMs === undefined && isNew && !isReady) return SHORT_INTERVAL_MS;
  const intervalMs = toIntervalMs(link);
  return lastsAt === null ? intervalMs : Math.min(intervalMs, Math.max(lastsAt - now + SLACK_MS, SHORT_INTERVAL_MS));
}
