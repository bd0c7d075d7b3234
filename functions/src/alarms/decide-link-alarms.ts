import type { AlarmCause, AlarmKind } from "@lastmeter/model/alarm";
import type { UplinkHead } from "@lastmeter/model/link/messages";
import type { LinkHealth } from "@lastmeter/model/network";
import type { AlarmChange } from "./plan-alarms.ts";

/** How far a gateway's clock may be off, and from where on it counts as right again. */
const SKEW_MS = 600_000;
const SKEW_OVER_MS = 300_000;
/** A queue that has not shrunk for this long only grows. */
const BACKLOG_MS = 1_800_000;

/** Since when so many messages have been left behind after each batch; a queue that shrinks begins anew. */
export interface Backlog {
  readonly since: number;
  readonly length: number;
}

export function decideBacklog(before: Backlog | undefined, left: number, now: number): Backlog | undefined {
  if (left <= 0) return undefined;
  return before === undefined || left < before.length ? { since: now, length: left } : before;
}

export const toNetworkCause = (kind: Exclude<AlarmKind, "rule">): AlarmCause => ({ kind, nodeId: null, ruleId: null });

/** What a batch that has just come says of the gateway itself. Between the bounds of a cause nothing changes. */
export function decideLinkAlarms(
  { health, backlog }: { readonly health: LinkHealth; readonly backlog?: Backlog | undefined },
  head: Pick<UplinkHead, "now" | "queue">,
  now: number,
): AlarmChange[] {
  const clear = (kind: Exclude<AlarmKind, "rule">): AlarmChange => ({
    kind: "clear",
    cause: toNetworkCause(kind),
    at: now,
  });
  const changes = [clear("gatewayOffline")];
  if (health.protocol === "offline") {
    changes.push({
      kind: "raise",
      cause: toNetworkCause("protocolOffline"),
      severity: "warning",
      facts: {},
      at: now,
    });
  } else if (health.protocol === "online") changes.push(clear("protocolOffline"));
  const skewMs = head.now - now;
  if (Math.abs(skewMs) > SKEW_MS) {
    changes.push({
      kind: "raise",
      cause: toNetworkCause("clockWrong"),
      severity: "warning",
      facts: { skewS: Math.round(skewMs / 1000) },
      at: now,
    });
  } else if (Math.abs(skewMs) < SKEW_OVER_MS) changes.push(clear("clockWrong"));
  if (backlog === undefined) changes.push(clear("queueGrowing"));
  else if (now - backlog.since >= BACKLOG_MS) {
    const { length, oldestAt } = head.queue;
    const facts = { length, ...(oldestAt === null ? {} : { oldestAt }) };
    changes.push({ kind: "raise", cause: toNetworkCause("queueGrowing"), severity: "warning", facts, at: now });
  }
  return changes;
}
