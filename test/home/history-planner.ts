import type { IngestInput } from "@lastmeter/functions/src/ingest/ingest.ts";
import { planIngest } from "@lastmeter/functions/src/ingest/plan.ts";
import { planNodeWrites } from "@lastmeter/functions/src/link/node-writes.ts";
import { toIngestInput } from "@lastmeter/functions/src/link/plan-uplink.ts";
import { planRecordWrites } from "@lastmeter/functions/src/link/record-writes.ts";
import type { Write } from "@lastmeter/functions/src/platform/writes.ts";
import type { Decoded, Directory, NativeMessage, Protocol } from "@lastmeter/functions/src/protocols/protocol.ts";
import type { NodeId } from "@lastmeter/model/ids";
import { type PeopleChoices, withOwnerSet, withPeopleChoices } from "./people-choices.ts";
import type { Publish } from "./zigbee-network.ts";

/** Where the live bridge goes on. */
export interface HistoryEnd {
  readonly directory: Directory;
  readonly shards: ReadonlyMap<number, Uint8Array>;
  readonly readings: number;
}

/** Plans a home's past batch by batch with the planners of live batches, and remembers what the next batch needs. */
export interface HistoryPlanner {
  readonly directory: Directory;
  /** The sequence of the newest message. */
  sequence: number;
  /** @throws if a message cannot be decoded. */
  decode(messages: readonly Publish[]): Promise<{ decoded: Decoded; writes: Write[] }>;
  /** Of what was decoded, or of readings and events made without native messages. */
  ingest(
    facts: BatchFacts & Partial<Pick<Decoded, "readings" | "events">>,
    decoded?: Decoded,
  ): Promise<readonly Write[]>;
  /** Both: what a batch of native messages changes. */
  plan(messages: readonly Publish[], facts: BatchFacts): Promise<Write[]>;
  end(): HistoryEnd;
}

type BatchFacts = Pick<IngestInput, "now"> & Partial<Pick<IngestInput, "watched">>;

export interface HistoryPlannerOptions {
  /** As registered, without nodes. */
  readonly directory: Directory;
  readonly protocol: Protocol;
  readonly queueEpoch: string;
  readonly choices: PeopleChoices;
}

/** What the gateway does not relay. */
const NOT_RELAYED = new Set(["bridge/logging", "bridge/definitions", "bridge/converters", "bridge/extensions"]);

const nothing: Omit<Decoded, "directory"> = {
  ...{ readings: [], events: [], values: [], seen: new Map() },
  ...{ nodeChanges: [], records: [], deadLetters: [] },
};

export function createHistoryPlanner(options: HistoryPlannerOptions): HistoryPlanner {
  const { protocol, queueEpoch, choices } = options;
  let { directory } = options;
  let shards: ReadonlyMap<number, Uint8Array> = new Map();
  let readings = 0;

  const toNative = (messages: readonly Publish[]): NativeMessage[] =>
    messages
      .filter(({ topic }) => !NOT_RELAYED.has(topic))
      .map(({ at, topic, payload }) => {
        planner.sequence += 1;
        return { sequence: planner.sequence, at, topic, payload: new TextEncoder().encode(payload) };
      });

  const planner: HistoryPlanner = {
    get directory() {
      return directory;
    },
    sequence: 0,
    decode: async (messages) => {
      const before = directory;
      const decoded = await protocol.decode(before, toNative(messages));
      const [letter] = decoded.deadLetters;
      if (letter !== undefined) throw new Error(`${letter.topic} cannot be decoded: ${letter.reason}`);
      directory = withOwnerSet(before, decoded.directory, choices);
      const changes = { before, after: directory, changes: decoded.nodeChanges, existing: new Set<NodeId>() };
      const writes = planNodeWrites(changes).map((write) => withPeopleChoices(write, directory, choices));
      return { decoded, writes: [...writes, ...(await planRecordWrites(directory.networkId, decoded.records))] };
    },
    ingest: async ({ now, watched = "no", ...part }, decoded = { ...nothing, directory }) => {
      const batch = { queueEpoch, backfill: false, messages: [], gaps: [], latest: [] };
      const facts = { networkId: directory.networkId, now, watched, batch };
      const input = {
        ...toIngestInput({ decoded: { ...decoded, directory }, deadLetters: [], latest: [] }, facts),
        ...part,
      };
      const plan = await planIngest(input, shards);
      if (plan.needs.length > 0) throw new Error("a history in order needs nothing that is stored");
      shards = new Map([...shards, ...plan.shards]);
      readings += input.readings.length;
      return plan.writes;
    },
    plan: async (messages, facts) => {
      const { decoded, writes } = await planner.decode(messages);
      return [...writes, ...(await planner.ingest(facts, decoded))];
    },
    end: () => ({ directory, shards, readings }),
  };
  return planner;
}
