import type { NodeId } from "@lastmeter/model/ids";
import { parseChunk, type Slot, toSlotKey } from "@lastmeter/model/series";
import { toMean } from "@lastmeter/model/series-figures";
import type { Interval } from "@lastmeter/model/time";
import { PRESENCE_IX, toFactWord } from "../ingest/presence.ts";
import type { CompiledSet, NodePlaces, RuleNode } from "../rules-engine/compile.ts";
import type { Scalar } from "../rules-engine/conditions/condition.ts";
import { FactColumn, type Saying } from "./fact-column.ts";

/** What is stored of one node of one local day. */
export interface NodeDay {
  /** Packed: parsed one by one, as those of a whole home are many. */
  readonly chunks: readonly Uint8Array[];
  readonly quarters: readonly Slot[];
  readonly events: readonly {
    readonly at: number;
    readonly sequence: number;
    readonly channel: string;
    readonly value: Scalar;
  }[];
}

export interface HistoryDay extends Interval {
  readonly nodes: ReadonlyMap<NodeId, NodeDay>;
}

export interface DayFacts {
  readonly facts: FactColumn;
  readonly source: "raw" | "quarter" | "none";
}

/** A day as the engine would have been told it: from every reading, where those are not kept from the quarter-hours. */
export function toDayFacts({ nodes: days }: HistoryDay, { byNode, nodes }: CompiledSet): DayFacts {
  const facts = new FactColumn();
  let [raw, quarter] = [0, 0];
  for (const [nodeId, places] of byNode) {
    const node = nodes.get(nodeId);
    const day = days.get(nodeId);
    if (node === undefined || day === undefined) continue;
    for (const { channel, value, at, sequence } of day.events) {
      if (places.byChannel.has(channel)) facts.add({ kind: "value", nodeId, channel }, value, at, sequence);
      else if (places.heeding.length > 0) facts.add({ kind: "heard", nodeId }, value, at, sequence);
    }
    if (day.chunks.length > 0) {
      raw++;
      addReadings(facts, nodeId, node, places, day.chunks);
    } else if (day.quarters.length > 0) {
      quarter++;
      addQuarters(facts, nodeId, node, places, day.quarters);
    }
  }
  const isComplete = quarter === 0 && raw === byNode.size;
  const source = isComplete || facts.length > 0 ? (quarter > 0 ? "quarter" : "raw") : "none";
  return { facts, source };
}

function addReadings(
  facts: FactColumn,
  nodeId: NodeId,
  { channels }: RuleNode,
  { byChannel, heeding }: NodePlaces,
  chunks: readonly Uint8Array[],
): void {
  const wanted = new Map<number, Saying>();
  for (const key of byChannel.keys()) {
    const channel = channels[key];
    if (channel) wanted.set(channel.ix, { kind: "value", nodeId, channel: key });
  }
  const heard: Saying = { kind: "heard", nodeId };
  for (const bytes of chunks) {
    for (const [ix, { at: ats, value: values, quality, sequence }] of parseChunk(bytes) ?? []) {
      const saying = wanted.get(ix);
      if (saying === undefined && ix !== PRESENCE_IX && heeding.length === 0) continue;
      for (const [i, at] of ats.entries()) {
        const place = sequence?.[i] ?? at;
        const value = values[i] ?? 0;
        if (ix === PRESENCE_IX) {
          const word = toFactWord(value);
          if (word.endsWith("Away")) facts.add({ kind: "away", nodeId }, value, at, place);
        } else if (saying === undefined) facts.add(heard, value, at, place);
        else if (quality[i] !== "suspect") facts.add(saying, value, at, place);
      }
    }
  }
}

/** A power is its mean from the quarter's beginning; a register stands at its last report. */
function addQuarters(
  facts: FactColumn,
  nodeId: NodeId,
  { channels }: RuleNode,
  { byChannel, heeding }: NodePlaces,
  slots: readonly Slot[],
): void {
  for (const slot of slots) {
    const sequence = Number(toSlotKey(slot.startAt));
    for (const key of byChannel.keys()) {
      const channel = channels[key];
      const stats = channel && slot.channels.get(channel.ix);
      if (!channel || !stats) continue;
      const mean = toMean(stats);
      const saying: Saying = { kind: "value", nodeId, channel: key };
      if (channel.register) facts.add(saying, stats.last, stats.lastAt, sequence);
      else if (mean !== null) facts.add(saying, Math.round(mean), slot.startAt, sequence);
    }
    const heardAt = Math.max(...[...slot.channels.values()].map(({ n, lastAt }) => (n > 0 ? lastAt : 0)));
    if (heeding.length > 0 && heardAt > 0) facts.add({ kind: "heard", nodeId }, false, heardAt, sequence);
  }
}
