import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import type { Notice } from "@lastmeter/model/notice";

export const NOW = Date.parse("2026-11-28T10:00:00Z");
export const networkId = networkIdSchema.parse("N".repeat(32));

/** As it is written with its alarm. */
export function toNotice(more: Partial<Notice> = {}): Notice {
  return {
    v: 1,
    kind: "overRatedCurrent",
    phase: "raised",
    severity: "critical",
    networkId,
    nodeId: nodeIdSchema.parse("n".repeat(22)),
    alarmId: "a".repeat(22),
    ruleId: null,
    title: null,
    facts: { currentA: 20, ratedA: 16 },
    at: NOW,
    readAt: null,
    shownAt: null,
    push: { state: "due", tries: 1, sent: 0, left: null },
    dueAt: NOW + 60_000,
    ...more,
  };
}
