import type { NodeId } from "@lastmeter/model/ids";
import type { Decoded, PresenceFact } from "../protocols/protocol.ts";
import type { CompiledSet, NodePlaces } from "./compile.ts";
import type { Fact } from "./facts.ts";

/** A gateway's clock that is off by less needs no correction: messages travel that long. */
export const SKEW_MIN_MS = 10_000;
const MAX_AGE_MS = 31 * 86_400_000;
/** What no message of its own says, and then what the gateway has told with all of it. */
const UNNUMBERED = Number.MAX_SAFE_INTEGER - 1;
const TOLD = Number.MAX_SAFE_INTEGER;

export interface Told {
  readonly decoded: Pick<Decoded, "readings" | "events" | "values" | "seen">;
  readonly presence: readonly PresenceFact[];
  /** The gateway's clock less ours. */
  readonly skewMs: number;
  /** Newest message; null: none. */
  readonly newestAt: number | null;
  /** The gateway has nothing more to say. */
  readonly isDrained: boolean;
}

/** Of what a batch tells, what rules look at, in order of arrival and in our own time. */
export function toFacts({ byNode }: CompiledSet, told: Told, now: number): Fact[] {
  const facts: Fact[] = [];
  const skewMs = Math.abs(told.skewMs) < SKEW_MIN_MS ? 0 : told.skewMs;
  const toOwnTime = (at: number) => Math.min(Math.round(at - skewMs), now);
  const add = (said: Decoded["values"]) => {
    let nodeId: NodeId | null = null;
    let places: NodePlaces | undefined;
    let heardBy: number | null = null;
    // A message has many values, of which rules look at few.
    for (const each of said) {
      if (each.nodeId !== nodeId) {
        nodeId = each.nodeId;
        places = byNode.get(nodeId);
        heardBy = null;
      }
      if (places === undefined || each.at < now - MAX_AGE_MS) continue;
      const { channel, value, sequence = UNNUMBERED } = each;
      if (places.byChannel.has(channel)) {
        facts.push({ kind: "value", nodeId, channel, value, at: toOwnTime(each.at), sequence });
        heardBy = sequence;
      } else if (places.heeding.length > 0 && heardBy !== sequence) {
        facts.push({ kind: "heard", nodeId, at: toOwnTime(each.at), sequence });
        heardBy = sequence;
      }
    }
  };
  const { readings, events, values, seen } = told.decoded;
  add(readings);
  add(events);
  add(values);
  for (const { nodeId, fact, at, sequence } of told.presence) {
    const isAway = fact === "nodeAway" || fact === "coordinatorAway" || fact === "gatewayAway";
    if (isAway && isMeant(byNode, nodeId)) facts.push({ kind: "away", nodeId, at: toOwnTime(at), sequence });
  }
  facts.sort((a, b) => a.sequence - b.sequence);
  for (const [nodeId, { heeding }] of byNode) {
    const at = seen.get(nodeId);
    if (heeding.length > 0 && at !== undefined)
      facts.push({ kind: "heard", nodeId, at: toOwnTime(at), sequence: UNNUMBERED });
  }
  const toldAt = told.isDrained ? now : told.newestAt === null ? null : toOwnTime(told.newestAt);
  if (toldAt !== null) facts.push({ kind: "told", at: toldAt, sequence: TOLD });
  return facts;
}

const isMeant = (byNode: ReadonlyMap<NodeId, NodePlaces>, nodeId: NodeId | null) =>
  nodeId === null || byNode.has(nodeId);
