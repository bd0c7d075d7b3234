import type { Channel } from "@lastmeter/model/channel";
import { paths } from "@lastmeter/model/paths";
import type { NodeEvent } from "@lastmeter/model/reading";
import { toLocalDay } from "@lastmeter/model/time";
import { isBelievable } from "./late.ts";
import type { NodePlan } from "./node-plan.ts";

/**
 * A device repeats its state in every message: an event is kept only where the value differs from the last known one, or is the
 * first known, or each counts by itself (`action`). One that comes late is kept as it is and does not become the last known.
 */
export function applyEvent(plan: NodePlan, event: NodeEvent, channel: Channel): void {
  const { state, input, documents, nodeId } = plan;
  const { at, value } = event;
  const known = state.events.get(channel.ix);
  const isNewest = isBelievable(at, input) && at >= (known?.at ?? 0);
  if (isNewest) state.events.set(channel.ix, { value, at });
  if (isNewest && channel.kind !== "action" && known?.value === value) return;
  const key = `${at}_${event.sequence}_${channel.ix}`;
  documents.put(paths.events(nodeId, toLocalDay(at, input.timeZone)), key, { c: event.channel, v: value });
}
