import type { NodeId } from "@lastmeter/model/ids";
import type { ShardBytes } from "../ingest/ingest.ts";
import type { NodeState } from "../ingest/node-state.ts";
import { parseShard, unpackNode } from "../ingest/shard.ts";
import type { RuleNodes } from "../rules-engine/compile.ts";
import type { Fact } from "../rules-engine/facts.ts";
import type { Known } from "../rules-engine/seed.ts";

/** What ingest remembers of the home. */
export function toKnown(shards: ShardBytes, nodes: RuleNodes, past: ReadonlyMap<string, readonly Fact[]>): Known {
  const packed = new Map([...shards.values()].flatMap((bytes) => [...parseShard(bytes).packed]));
  const states = new Map<NodeId, NodeState | null>();
  const stateOf = (nodeId: NodeId): NodeState | null => {
    const known = states.get(nodeId);
    if (known !== undefined) return known;
    const bytes = packed.get(nodeId);
    const state = bytes ? unpackNode(bytes) : null;
    states.set(nodeId, state);
    return state;
  };
  return {
    valueOf({ nodeId, channel }) {
      const state = stateOf(nodeId);
      const ix = nodes.get(nodeId)?.channels[channel]?.ix;
      if (state === null || ix === undefined) return null;
      const series = state.channels.get(ix);
      if (series?.stale || state.away !== 0) return null;
      const all = [series, state.events.get(ix), state.values.get(ix)].filter((each) => each !== undefined);
      const [newest] = all.sort((a, b) => b.at - a.at);
      return newest && newest.at > 0 ? { value: newest.value, at: newest.at } : null;
    },
    heardAt(nodeId) {
      const state = stateOf(nodeId);
      return state ? Math.max(state.seenAt, state.lastAt) || null : null;
    },
    pastOf: ({ ruleId }) => past.get(ruleId) ?? [],
  };
}
