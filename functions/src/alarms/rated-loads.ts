import type { NodeId } from "@lastmeter/model/ids";
import type { Reading } from "@lastmeter/model/reading";
import { fromSteps, toSteps } from "@lastmeter/model/units";
import type { Directory, DirectoryNode } from "../protocols/protocol.ts";
import type { Want } from "../rules-engine/interest.ts";
import type { AlarmChange } from "./plan-alarms.ts";

/** Meters are exact to a few percent; a connection that carries its rating is no alarm. */
const OVER_RATING = 1.05;

/** Connections that carry more than their owner said they can, by the greatest of a message's phases; over once all carry less. */
export function decideLoadAlarms({ nodes }: Directory, readings: readonly Reading[]): AlarmChange[] {
  const rated = new Map<NodeId, DirectoryNode>();
  for (const node of Object.values(nodes)) if (node.ratedCurrentA !== undefined) rated.set(node.nodeId, node);
  if (rated.size === 0) return [];
  const loads = new Map<string, { readonly node: DirectoryNode; readonly at: number; greatestA: number }>();
  for (const { nodeId, channel, quantity, value, at, sequence, quality } of readings) {
    const node = rated.get(nodeId);
    const isCurrent = quantity === "current" && quality === "good" && node?.channels[channel]?.periodic !== true;
    if (node === undefined || !isCurrent) continue;
    const key = `${nodeId} ${sequence}`;
    const load = loads.get(key) ?? { node, at, greatestA: 0 };
    load.greatestA = Math.max(load.greatestA, Math.abs(fromSteps("current", value)));
    loads.set(key, load);
  }
  return [...loads.values()].flatMap(({ node: { nodeId, ratedCurrentA = 0 }, at, greatestA }): AlarmChange[] => {
    const cause = { kind: "overRatedCurrent", nodeId, ruleId: null } as const;
    if (greatestA <= ratedCurrentA) return [{ kind: "clear", cause, at }];
    if (greatestA <= ratedCurrentA * OVER_RATING) return [];
    return [{ kind: "raise", cause, severity: "critical", facts: { currentA: greatestA, ratedA: ratedCurrentA }, at }];
  });
}

/** What an idle home is to tell at once: that a current goes beyond the rating, or comes back, whichever way it flows. */
export function toLoadWants({ nodes }: Directory): Want[] {
  return Object.values(nodes).flatMap(({ nodeId, removed, ratedCurrentA, channels }): Want[] => {
    if (removed || ratedCurrentA === undefined) return [];
    const bounds = [ratedCurrentA * OVER_RATING, ratedCurrentA].flatMap((rating) => {
      const steps = toSteps("current", rating);
      return [{ above: steps }, { below: -steps }];
    });
    return Object.values(channels)
      .filter(({ kind, quantity, periodic, retired }) => {
        return kind === "measurement" && quantity === "current" && periodic !== true && retired !== true;
      })
      .map(({ key }) => ({ nodeId, channel: key, bounds }));
  });
}
