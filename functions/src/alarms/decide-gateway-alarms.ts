import type { AlarmKind } from "@lastmeter/model/alarm";
import type { GatewayFault, GatewayStatus } from "@lastmeter/model/gateway";
import { toNetworkCause } from "./decide-link-alarms.ts";
import type { AlarmChange } from "./plan-alarms.ts";

/** Faults of a gateway's status that are alarms; clock and queue are judged with each batch, others are steps of its setting up. */
const alarming = {
  clone: { kind: "clone", severity: "critical" },
  wrongKey: { kind: "keyProblem", severity: "warning" },
} as const satisfies Partial<
  Record<GatewayFault, { kind: Exclude<AlarmKind, "rule">; severity: "warning" | "critical" }>
>;

/** Of the status as it is, however often and late it is looked at. While no gateway has proved the key, somebody is just setting it up. */
export function decideGatewayAlarms({ faults, provedAt }: GatewayStatus, now: number): AlarmChange[] {
  return (Object.keys(alarming) as (keyof typeof alarming)[]).map((fault): AlarmChange => {
    const { kind, severity } = alarming[fault];
    const cause = toNetworkCause(kind);
    const found = provedAt === null ? undefined : faults.find((each) => each.fault === fault);
    if (found === undefined) return { kind: "clear", cause, at: now };
    return { kind: "raise", cause, severity, facts: {}, at: found.since };
  });
}
