import type { NodeId } from "@lastmeter/model/ids";
import type { Documents } from "./documents.ts";
import type { IngestInput, IngestNode } from "./ingest.ts";
import type { ChannelState, NodeState } from "./node-state.ts";
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
  /** Node power from its parts, in steps; null while none is known. */
  powerSteps: number | null;
  /** Named by a reading, an event, a value or a message. */
  touched: boolean;
  quarterClosed: boolean;
}

export function newNodePlan(
  nodeId: NodeId,
  state: NodeState,
  shard: Shard,
  input: IngestInput,
  documents: Documents,
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
    powerSteps,
    touched: false,
    quarterClosed: false,
  };
}

export function toPowerSteps(
  parts: NodePlan["powerParts"],
  channels: ReadonlyMap<number, ChannelState>,
): number | null {
  let power: number | null = null;
  for (const { ix, sign } of parts) {
    const part = channels.get(ix);
    if (part) power = (power ?? 0) + sign * part.value;
  }
  return power;
}
