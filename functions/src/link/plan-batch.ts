import type { Command } from "@lastmeter/model/command";
import type { NetworkId } from "@lastmeter/model/ids";
import type { Cursor, LinkCommand, RelayedMessage, UplinkReply } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { decideDoubtAlarms, decideNodeAlarms } from "../alarms/decide-node-alarms.ts";
import type { AlarmChange } from "../alarms/plan-alarms.ts";
import { decideLoadAlarms } from "../alarms/rated-loads.ts";
import type { Heard } from "../commands/heard.ts";
import type { IngestInput, IngestPlan, ShardBytes } from "../ingest/ingest.ts";
import { toSha256 } from "../platform/hash.ts";
import type { Write } from "../platform/writes.ts";
import type { Decoded, Directory, NodeChange, PresenceFact } from "../protocols/protocol.ts";
import type { CompiledSet } from "../rules-engine/compile.ts";
import type { Told } from "../rules-engine/to-facts.ts";
import type { LinkContext } from "./context.ts";
import { planDeadLetterWrites } from "./dead-letter-writes.ts";
import { type BatchDecision, decideBatch } from "./decide-batch.ts";
import { decideHealth } from "./decide-health.ts";
import { decideHeard, type HeardPlan } from "./decide-quiet.ts";
import { decideSilence } from "./decide-silence.ts";
import { decideStatus } from "./decide-status.ts";
import { DECODER_FAILED } from "./decode-each.ts";
import { loadDirectory, planDirectory } from "./directory.ts";
import { toStatus, withStatus } from "./gateway-status.ts";
import { toKnownValue } from "./known-value.ts";
import type { RulesState, StoredLink, StoredShard } from "./link.store.ts";
import type { LinkRecord } from "./link-record.ts";
import { planNodeWrites } from "./node-writes.ts";
import type { ParsedUplink } from "./parse-uplink.ts";
import { type DecodedBatch, decodeBatch, toIngestInput, toLatestInput, toTouchedShards } from "./plan-uplink.ts";
import { planRecordWrites } from "./record-writes.ts";
import { planReportedWrites } from "./reported-writes.ts";

export interface UplinkFacts {
  readonly networkId: NetworkId;
  readonly read: StoredLink;
  /** The record with this frame's session active and its sequence number used. */
  readonly link: LinkRecord;
  readonly uplink: ParsedUplink;
  readonly now: number;
}

export interface PlannedUplink {
  readonly link: LinkRecord;
  readonly shards: ReadonlyMap<number, Uint8Array>;
  readonly readShards: ReadonlyMap<number, StoredShard>;
  readonly writes: readonly Write[];
  readonly outcome: Pick<UplinkReply, "status" | "code" | "detail"> & { readonly cursor: Cursor };
  /** Found in the batch; `withAlarms` makes them documents. */
  readonly alarms: readonly AlarmChange[];
  /** As it is once committed; null where the batch did not need it. */
  readonly directory: Directory | null;
  /** What of the batch may end a command; null: nothing. */
  readonly heard: Heard | null;
  /** Commands that come to be with this batch, by id: listed in `link.commands`, not among `writes`. Absent: none. */
  readonly created?: ReadonlyMap<string, Command>;
  readonly handedOver: readonly LinkCommand[];
  /** What of the batch rules are told; null: nothing. */
  readonly told: Told | null;
  /** The network's rules, and what they remember with this batch. Absent: there are none. */
  readonly compiled?: CompiledSet;
  readonly rules?: RulesState;
  /** When something has lasted as long as a rule waits for. */
  readonly lastsAt?: number | null;
  /** Messages stored and messages that neither came nor were declared lost: for the log. */
  readonly counts: { readonly messages: number; readonly deadLetters: number; readonly missing: number };
}

/** Enough for 31 days of parts; what is not placed after that is kept in raw alone. */
const RAW_ROUNDS_MAX = 40;
const noCounts = { messages: 0, deadLetters: 0, missing: 0 };

/** Nothing but the link's record changes. */
export function planNothing(link: LinkRecord, outcome: PlannedUplink["outcome"]): PlannedUplink {
  const nothing = {
    shards: new Map(),
    readShards: new Map(),
    writes: [],
    alarms: [],
    directory: null,
    heard: null,
    handedOver: [],
    told: null,
  };
  return { link, outcome, counts: noCounts, ...nothing };
}

/** What an authentic batch changes. `conflict`: the directory moved on since the record was read. */
export async function planBatch(context: LinkContext, facts: UplinkFacts): Promise<PlannedUplink | "conflict"> {
  const { link, uplink } = facts;
  const decision = decideBatch(link, uplink.batch, toSha256(uplink.batchBytes));
  switch (decision.kind) {
    case "refused":
      return planNothing(link, {
        status: "refused",
        code: decision.code,
        detail: decision.detail,
        cursor: link.cursor,
      });
    case "duplicate":
      return planNothing(link, { status: "duplicate", cursor: decision.cursor });
    case "fresh":
      return planFresh(context, facts, decision);
  }
}

async function planFresh(
  context: LinkContext,
  facts: UplinkFacts,
  decision: Extract<BatchDecision, { kind: "fresh" }>,
): Promise<PlannedUplink | "conflict"> {
  const { networkId, link, uplink, now } = facts;
  const { batch, head } = uplink;
  const before = await loadDirectory(context, networkId, link);
  if (before === "conflict") return "conflict";

  // A recording may be older than what the gateway itself has told since.
  const heardAt = batch.backfill ? (link.heard?.at ?? 0) : 0;
  const protocol = context.protocolFor(link.kind);
  const decodedBatch = await decodeBatch(protocol, before, decision.messages, batch.latest, heardAt);
  const { decoded } = decodedBatch;
  if (decodedBatch.deadLetters.some(({ reason }) => reason === DECODER_FAILED)) {
    context.log.error("link.decoder_failed", { networkId, kind: link.kind });
  }
  // A recording tells what was, not who is there now.
  const heard = decideHeard(decoded.directory, batch.backfill ? new Map() : decoded.seen);
  const directoryPlan = planDirectory(before, heard.directory);
  const { directory } = directoryPlan;
  const deadLetters = [...decodedBatch.deadLetters, ...directoryPlan.overflow];
  const silence = decideSilence(link, batch, decision.messages, head);
  const { presence } = silence;
  const input = toIngestInput(decodedBatch, { networkId, now, watched: head.watched, batch, presence });
  const created = decoded.nodeChanges.flatMap((change) => (change.kind === "create" ? [change.node.nodeId] : []));
  const [readShards, existing] = await Promise.all([
    context.store.readShards(networkId, toTouchedShards(input, decodedBatch.latest)),
    context.store.readExisting(created),
  ]);

  const shardsBefore = toShardBytes(facts.read, readShards);
  const plan = await planWithRaw(context, input, shardsBefore);
  const latest = decodedBatch.latest.length === 0 ? null : toLatestInput(decodedBatch, input);
  const latestPlan = latest && (await context.planIngest(latest, new Map([...shardsBefore, ...plan.shards]), null));
  return {
    link: {
      ...decision.link,
      directoryVersion: directory.version,
      ...(silence.heard === undefined ? {} : { heard: silence.heard }),
    },
    shards: new Map([...plan.shards, ...(latestPlan?.shards ?? [])]),
    readShards,
    writes: [
      ...planNodeWrites({ before, after: directory, changes: toNodeChanges(decoded, heard), existing }),
      ...planReportedWrites(before, directory, now),
      ...plan.writes,
      ...(latestPlan?.writes ?? []),
      ...(await planRecordWrites(networkId, decoded.records)),
      ...planDeadLetterWrites(networkId, batch.queueEpoch, deadLetters, batch.gaps, now),
      ...directoryPlan.writes,
    ],
    alarms: batch.backfill
      ? []
      : [
          ...decideNodeAlarms(before, directory, now),
          ...decideDoubtAlarms(plan.verdicts),
          ...decideLoadAlarms(directory, decoded.readings),
        ],
    outcome: { status: "stored", cursor: decision.link.cursor },
    directory,
    heard: batch.backfill ? null : toHeard(decoded, facts, toKnownValue(before, shardsBefore)),
    handedOver: [],
    told: batch.backfill ? null : toTold(decodedBatch, decision.messages, input.presence ?? [], facts),
    counts: { messages: decision.messages.length, deadLetters: deadLetters.length, missing: decision.missing },
  };
}

function toHeard(
  { events, readings, values, answers, failures, told }: Decoded,
  { uplink: { batch, head } }: UplinkFacts,
  toKnown: Heard["toKnown"],
): Heard {
  const isDrained = head.queue.length <= batch.messages.length;
  return { events, readings, values, answers, failures, told, queueEpoch: batch.queueEpoch, isDrained, toKnown };
}

/** What was decoded already stands for a node's health as it came to be. */
function toNodeChanges({ nodeChanges }: Decoded, heard: HeardPlan): readonly NodeChange[] {
  const told = new Set(nodeChanges.map(({ node }) => node.address));
  return [...nodeChanges, ...heard.changes.filter(({ node }) => !told.has(node.address))];
}

function toTold(
  { decoded }: DecodedBatch,
  messages: readonly RelayedMessage[],
  presence: readonly PresenceFact[],
  { uplink: { batch, head }, now }: UplinkFacts,
): Told {
  return {
    decoded,
    presence,
    skewMs: head.now - now,
    newestAt: messages.at(-1)?.at ?? null,
    isDrained: head.queue.length <= batch.messages.length,
  };
}

/** Late readings need raw documents of their days; which ones, the planner says, the further back the more at once. */
async function planWithRaw(context: LinkContext, input: IngestInput, shards: ShardBytes): Promise<IngestPlan> {
  const raw = new Map<string, Readonly<Record<string, Uint8Array>> | null>();
  for (let round = 0; round < RAW_ROUNDS_MAX; round++) {
    const plan = await context.planIngest(input, shards, raw);
    if (plan.needs.length === 0) return plan;
    for (const [path, d] of await context.store.readRaw(plan.needs)) raw.set(path, d);
  }
  return context.planIngest(input, shards, null);
}

function toShardBytes(read: StoredLink, shards: ReadonlyMap<number, StoredShard>): ReadonlyMap<number, Uint8Array> {
  const stored: [number, Uint8Array | null][] = [[0, read.bytes]];
  for (const [shard, { bytes }] of shards) stored.push([shard, bytes]);
  return new Map(stored.flatMap(([shard, bytes]) => (bytes === null ? [] : [[shard, bytes]])));
}

/** The record and the network's document with the gateway's health, and its status for its administrators, each where it changed. */
export function withHealth(planned: PlannedUplink, facts: UplinkFacts): PlannedUplink {
  const { networkId, now } = facts;
  const { head, batch } = facts.uplink;
  const { active } = planned.link;
  const version = active?.version ?? "";
  const protocol = planned.directory?.protocolState ?? null;
  const health = decideHealth(planned.link.health, {
    broker: head.broker,
    protocol,
    bridgeVersion: version,
    joinUntil: planned.directory?.joinUntil,
    now,
  });
  const status = decideStatus(toStatus(planned.link), {
    head,
    version,
    protocol: health.protocol,
    carried: batch.messages.length,
    stored: planned.counts.messages,
    isRotating: planned.link.kids.length > 1,
    isCloned: planned.link.starts?.rival !== undefined,
    tellsAvailability: planned.directory?.tellsAvailability,
    now,
  });
  const told = withStatus(networkId, { ...planned.link, health }, status);
  const write: Write = {
    kind: "replaceFields",
    path: paths.network(networkId),
    data: { link: health },
    fields: ["link"],
  };
  const isHealthSame = health === planned.link.health;
  return {
    ...planned,
    link: told.link,
    writes: [...planned.writes, ...(isHealthSame ? [] : [write]), ...told.writes],
  };
}
