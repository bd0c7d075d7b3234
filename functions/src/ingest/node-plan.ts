import type { Channel } from "@lastmeter/model/channel";
import type { NodeId } from "@lastmeter/model/ids";
import type { Quality } from "@lastmeter/model/reading";
import type { Documents } from "./documents.ts";
import type { IngestInput, IngestNode } from "./ingest.ts";
import type { ChannelState, NodeState } from "./node-state.ts";
import type { RawReading } from "./raw.ts";
import type { Shard } from "./shard.ts";

/** One node while a batch is planned: its state, unpacked, and what the batch has done to it so far. */
export interface NodePlan {
  readonly nodeId: NodeId;
  readonly shard: Shard;
  /** Undefined: a silent node that the caller did not describe. */
  readonly node: IngestNode | undefined;
  readonly state: NodeState;
  readonly input: IngestInput;
  readonly documents: Documents;
  /** Channels of the node's power. */
  readonly powerParts: readonly { readonly ix: number; readonly sign: number }[];
  /** Registers of what the node gives. */
  readonly exportIxs: ReadonlySet<number>;
  readonly channelByIx: ReadonlyMap<number, Channel>;
  /** What the node's connection can carry; null: not known. */
  readonly ratedW: number | null;
  /** Takes what raw would: the past is computed again from readings that are stored already. */
  readonly judge: ((reading: RawReading, quality: Quality) => void) | null;
  /** Node power from its parts, in steps; null while none is known. */
  powerSteps: number | null;
  /** Named by a reading, an event, a value or a message. */
  touched: boolean;
  hourClosed: boolean;
  /** The newest report of a register: whether it can be. */
  verdict: { readonly at: number; readonly isSuspect: boolean } | null;
}

export function newNodePlan(
  nodeId: NodeId,
  state: NodeState,
  shard: Shard,
  input: IngestInput,
  documents: Documents,
  judge: NodePlan["judge"] = null,
): NodePlan {
  const node = input.nodes.get(nodeId);
  const powerParts = (node?.total.power ?? []).flatMap(({ channel, sign }) => {
    const ix = node?.channels[channel]?.ix;
    return ix === undefined ? [] : { ix, sign };
  });
  const exportIxs = new Set((node?.total.energyExport ?? []).map((key) => node?.channels[key]?.ix ?? -1));
  const powerSteps = toPowerSteps(powerParts, state.channels);
  return {
    nodeId,
    shard,
    node,
    state,
    input,
    documents,
    powerParts,
    exportIxs,
    channelByIx: toChannelByIx(node?.channels ?? none),
    ratedW: toRatedW(node),
    judge,
    powerSteps,
    touched: false,
    hourClosed: false,
    verdict: null,
  };
}

export function toPowerSteps(
  parts: NodePlan["powerParts"],
  channels: ReadonlyMap<number, ChannelState>,
): number | null {
  let power: number | null = null;
  for (const { ix, sign } of parts) {
    const part = channels.get(ix);
    if (part && !part.stale) power = (power ?? 0) + sign * part.value;
  }
  return power;
}

const none: Readonly<Record<string, Channel>> = {};
const byIx = new WeakMap<object, ReadonlyMap<number, Channel>>();

/** Made once for each set of channels. */
function toChannelByIx(channels: Readonly<Record<string, Channel>>): ReadonlyMap<number, Channel> {
  const known = byIx.get(channels);
  if (known) return known;
  const made = new Map(Object.values(channels).map((channel) => [channel.ix, channel]));
  byIx.set(channels, made);
  return made;
}

/** Highest mains voltage of any country, with a tenth for short overloads. */
const RATED_V = 250 * 1.1;

function toRatedW(node: IngestNode | undefined): number | null {
  if (node?.ratedCurrentA === undefined) return null;
  const phases = Object.values(node.channels).some(({ phase }) => phase === "B" || phase === "C") ? 3 : 1;
  return node.ratedCurrentA * RATED_V * phases;
}
