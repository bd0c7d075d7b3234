import { z } from "zod/mini";
import { channelKeySchema } from "../channel.ts";
import { networkIdSchema, nodeIdSchema } from "../ids.ts";
import { liveValueSchema } from "../node.ts";
import { instantSchema } from "../time.ts";

export const linkLimits = {
  bodyBytes: 2 * 1024 * 1024,
  messages: 2000,
  stateMessageBytes: 16 * 1024,
  networkMessageBytes: 1536 * 1024,
  depth: 16,
} as const;

export const hexSchema = (bytes: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)));
export const base64UrlSchema = (bytes: number) =>
  z.string().check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`)));
/** Sequence number of a message in the bridge's queue. */
const sequenceSchema = z.int().check(z.gte(0));

/** POST hello: UTF-8 JSON followed by a 32-byte MAC (see `handshake.ts`). */
export const helloSchema = z.strictObject({
  v: z.literal(1),
  networkId: networkIdSchema,
  kid: hexSchema(8),
  /** 32 random bytes. */
  clientNonce: base64UrlSchema(32),
  /** Random at each start of the bridge: two live boots of one identity show a clone. */
  boot: base64UrlSchema(16),
  version: z.string().check(z.regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/)),
});
export type Hello = z.infer<typeof helloSchema>;

/** Where the server's exactly-once cursor stands: every message of `queueEpoch` with a sequence below `next` is stored. */
export const cursorSchema = z.strictObject({ queueEpoch: z.nullable(base64UrlSchema(16)), next: sequenceSchema });
export type Cursor = z.infer<typeof cursorSchema>;

/** Reply to hello: UTF-8 JSON followed by a 32-byte MAC that also covers the request. */
export const welcomeSchema = z.strictObject({
  v: z.literal(1),
  sid: hexSchema(16),
  serverNonce: base64UrlSchema(32),
  serverTime: instantSchema,
  expiresAt: instantSchema,
  oldestVersion: z.string(),
  cursor: cursorSchema,
});
export type Welcome = z.infer<typeof welcomeSchema>;

const MAX_AT = 4_102_444_800_000;
const MAX_TOPIC = 512;

/**
 * One native message: `p` is the payload as text where it is valid UTF-8, else `b` is it in base64. The caps of a single message
 * are checked one by one by the server, so that one too large does not cost its neighbours.
 */
const relayedMessageSchema = z.strictObject({
  n: sequenceSchema,
  at: z.int().check(z.gte(0), z.lte(MAX_AT)),
  topic: z.string().check(z.minLength(1), z.maxLength(MAX_TOPIC)),
  p: z.optional(z.string().check(z.maxLength(linkLimits.bodyBytes))),
  b: z.optional(z.string().check(z.maxLength(linkLimits.bodyBytes))),
});
export type RelayedMessage = z.infer<typeof relayedMessageSchema>;

/** Messages come by the thousand: most are told by plain comparisons, the others by the schema, which says what is wrong. */
const relayedMessagesSchema = (max: number) =>
  z.pipe(
    z.array(z.unknown()).check(z.maxLength(max)),
    z.transform((messages, { issues }) =>
      messages.flatMap((message, index): RelayedMessage[] => {
        if (isPlainMessage(message)) return [message];
        const parsed = relayedMessageSchema.safeParse(message);
        if (parsed.success) return [parsed.data];
        for (const issue of parsed.error.issues) {
          issues.push({ code: "custom", input: message, path: [index, ...issue.path], message: issue.message });
        }
        return [];
      }),
    ),
  );

/** Of exactly number, time, topic and text. */
function isPlainMessage(message: unknown): message is RelayedMessage {
  if (typeof message !== "object" || message === null || Object.keys(message).length !== 4) return false;
  if (!("n" in message && "at" in message && "topic" in message && "p" in message)) return false;
  const { n, at, topic, p } = message;
  return (
    isWithin(n, Number.MAX_SAFE_INTEGER) &&
    isWithin(at, MAX_AT) &&
    typeof topic === "string" &&
    topic.length > 0 &&
    topic.length <= MAX_TOPIC &&
    typeof p === "string" &&
    p.length <= linkLimits.bodyBytes
  );
}

const isWithin = (value: unknown, max: number) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= max;

export const commandLimits = {
  /** Commands in one reply, and outcomes in one head. */
  count: 32,
  payloadBytes: 4096,
  deliverForMs: 15 * 60_000,
} as const;

/** 128 random bits. */
const commandIdSchema = base64UrlSchema(16);

/**
 * One order, as the native message that carries it out. Handed over in every reply until its outcome came up or its deadline passed,
 * each time after grant and deadline were checked anew; the bridge executes it at most once, by its id.
 */
export const linkCommandSchema = z.strictObject({
  commandId: commandIdSchema,
  /** Rises with each command of the network. */
  seq: z.int().check(z.gte(0)),
  /** Of two with the same target the higher `seq` wins. */
  target: z.string().check(z.minLength(1), z.maxLength(128)),
  /** By the dispatcher's clock, and how many ms after this reply that is: the bridge needs no clock of its own. */
  notAfter: instantSchema,
  deliverFor: z.int().check(z.gte(0), z.lte(commandLimits.deliverForMs)),
  /** Relative to the base topic. Made of addresses, never of names; the bridge checks it against its own list. */
  topic: z.string().check(z.minLength(1), z.maxLength(128)),
  payload: z.string().check(z.minLength(1), z.maxLength(commandLimits.payloadBytes)),
  /** Topics relative to the base topic where the network may answer: until `notAfter` and a little longer each message there goes up at once. */
  answers: z.optional(z.array(z.string().check(z.maxLength(MAX_TOPIC))).check(z.maxLength(4))),
});
export type LinkCommand = z.infer<typeof linkCommandSchema>;

/**
 * `published`: given to the broker. `unsure`: stopped between the note on disk and the broker's taking it, never tried again.
 * `expired`, `superseded`: not executed. `refused`: topic or payload unfit. `failed`: not executed, since it could not be noted.
 */
export const commandOutcomeSchema = z.strictObject({
  commandId: commandIdSchema,
  outcome: z.enum(["published", "unsure", "expired", "superseded", "refused", "failed"]),
  /** `published`: number of the first message of the queue that came after it. */
  n: z.optional(sequenceSchema),
});
export type CommandOutcome = z.infer<typeof commandOutcomeSchema>;

/** The newest values of the home, for a display in it: each equals `live/{nodeId}` of that moment. */
export const newestSchema = z.strictObject({
  /** By the dispatcher's clock. */
  at: instantSchema,
  nodes: z
    .array(
      z.strictObject({
        nodeId: nodeIdSchema,
        name: z.string().check(z.maxLength(256)),
        room: z.nullable(z.string().check(z.maxLength(64))),
        values: z
          .array(
            z.strictObject({
              channel: channelKeySchema,
              label: z.string().check(z.maxLength(128)),
              /** As `live` has it: an integer in the channel's step for numbers. */
              value: liveValueSchema.shape.value,
              /** Numbers: decimals of the step, and the unit. */
              decimals: z.optional(z.int().check(z.gte(0), z.lte(15))),
              unit: z.optional(z.string().check(z.maxLength(32))),
              at: instantSchema,
            }),
          )
          .check(z.maxLength(1024)),
      }),
    )
    .check(z.maxLength(500)),
});
export type Newest = z.infer<typeof newestSchema>;

/**
 * Plaintext of an uplink frame: one line of JSON (`uplinkHeadSchema`), a newline, then the batch as JSON (`batchSchema`). A
 * retry carries the same batch bytes under a new head, so the server tells a duplicate by the batch's SHA-256.
 */
export const uplinkHeadSchema = z.strictObject({
  now: z.int().check(z.gte(0)),
  watched: z.enum(["no", "yes", "began"]),
  /** Version of the interest the bridge holds; the reply carries a newer one. */
  interestVersion: z.int().check(z.gte(0)),
  /** Asks for a (new) listener token in the reply. */
  wantsToken: z.boolean(),
  queue: z.strictObject({ length: sequenceSchema, oldestAt: z.nullable(z.int()) }),
  /** What the bridge knows of its broker and of Zigbee2MQTT. */
  broker: z.enum(["connected", "disconnected"]),
  /** What became of commands; repeated until a sealed `stored` or `duplicate` answers a frame that carried it. Absent: nothing new. */
  outcomes: z.optional(z.array(commandOutcomeSchema).check(z.maxLength(commandLimits.count))),
  /** A display in the home asks for `newest` in the reply. Absent: no. */
  wantsNewest: z.optional(z.literal(true)),
  /** Whether the newest state of some device came at QoS 0, which no acknowledgement protects. Absent: none came yet. */
  qos0: z.optional(z.boolean()),
  /** Whose key the ZigBee network uses: its own, or the one of Zigbee2MQTT's documentation. Absent: the bridge cannot know. */
  networkKey: z.optional(z.enum(["own", "wellKnown"])),
});
export type UplinkHead = z.infer<typeof uplinkHeadSchema>;

export const batchSchema = z.strictObject({
  queueEpoch: base64UrlSchema(16),
  /** A recording or long backlog: any past time, no rules, alarms or live values. */
  backfill: z.boolean(),
  /** Rising sequence, in order; holes only where `gaps` says so. */
  messages: relayedMessagesSchema(linkLimits.messages),
  /** Stretches thinned or dropped by the queue's cap: never silent. */
  gaps: z
    .array(
      z.strictObject({
        from: sequenceSchema,
        to: sequenceSchema,
        dropped: sequenceSchema,
        fromAt: z.int(),
        toAt: z.int(),
      }),
    )
    .check(z.maxLength(100)),
  /** Newest values while a backlog drains: shown in `live`, not stored, no sequence consumed. */
  latest: relayedMessagesSchema(500),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * Which native messages are to be sent at once, by topic relative to the base topic and path inside the payload. A topic that ends
 * in `/#` speaks of all topics below it. An empty path is the message itself: `onChange: [[]]` when its bytes differ from the last
 * ones of the topic, `always: [[]]` each time.
 */
export const interestSchema = z.strictObject({
  version: z.int().check(z.gte(0)),
  topics: z.record(
    z.string(),
    z.strictObject({
      /** Matters when the value differs from the one before. */
      onChange: z.array(z.array(z.string())),
      /** Matters each time it is present and not empty. */
      always: z.array(z.array(z.string())),
      /** Matters when the value crosses the bound. */
      bounds: z.array(
        z.strictObject({ path: z.array(z.string()), above: z.optional(z.number()), below: z.optional(z.number()) }),
      ),
    }),
  ),
});
export type Interest = z.infer<typeof interestSchema>;

/** How the bridge signs its Firestore listener in. `emulators` only on a local stack. */
export const listenerSchema = z.strictObject({
  token: z.string(),
  apiKey: z.string(),
  projectId: z.string(),
  emulators: z.optional(z.strictObject({ auth: z.string(), firestore: z.string() })),
});
export type Listener = z.infer<typeof listenerSchema>;

/** Plaintext of a reply frame. The bridge deletes, quarantines or obeys only on this. */
export const uplinkReplySchema = z.strictObject({
  status: z.enum(["stored", "duplicate", "refused"]),
  /** With `refused`: the closed list of reasons. `batch_conflict`, `bad_schema`: quarantine the batch. `revoked`: stop. `too_large`: halve. */
  code: z.optional(z.enum(["bad_schema", "batch_conflict", "too_large", "revoked"])),
  detail: z.optional(z.string()),
  cursor: cursorSchema,
  serverTime: instantSchema,
  /** Pause between batches while nobody watches and nothing matters: 10 s to 15 min. */
  intervalMs: z.int().check(z.gte(10_000), z.lte(900_000)),
  /** Topics (MQTT filters relative to the base) not to be relayed. */
  notRelayed: z.array(z.string()),
  interest: z.optional(interestSchema),
  listener: z.optional(listenerSchema),
  /** Only to bridges that obey (`bridge-versions.ts`), as `nextKey`. */
  commands: z.optional(z.array(linkCommandSchema).check(z.maxLength(commandLimits.count))),
  /** The network's next key as text, in every reply until a frame comes under it; the dispatcher takes both meanwhile. */
  nextKey: z.optional(z.string().check(z.maxLength(128))),
  /** Only where the head asked. */
  newest: z.optional(newestSchema),
});
export type UplinkReply = z.infer<typeof uplinkReplySchema>;
