import type { Trigger } from "@lastmeter/model/condition";
import { type Condition, toCondition } from "./condition.ts";

/** Nothing heard of a node by a gateway that was heard itself. */
export function toSilentCondition({ nodeId, forMs }: Extract<Trigger, { kind: "silent" }>): Condition {
  return toCondition({
    heeds: [nodeId],
    forMs,
    judge({ since }, { told }) {
      return { holds: since === undefined ? null : told - since >= forMs, value: null, at: since ?? null };
    },
    toldDueAt: ({ since }) => (since === undefined ? Number.POSITIVE_INFINITY : since + forMs),
    onHeard(memory, at) {
      const wasSilent = at - (memory.since ?? at) >= forMs;
      memory.since = Math.max(at, memory.since ?? 0);
      return wasSilent;
    },
    onAway(memory, part, at) {
      // The gateway's own silence is nobody else's; a node known to be away is silent all the same.
      if (part === null && memory.since !== undefined) memory.since = Math.max(at, memory.since);
      return false;
    },
  });
}
