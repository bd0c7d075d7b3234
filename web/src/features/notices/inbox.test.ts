import type { Notice } from "@lastmeter/model/notice";
import { describe, expect, it } from "vitest";
import { toInbox } from "./inbox.ts";

const alarmId = "a".repeat(22);
const toNotice = (more: Partial<Notice>): Notice => ({
  v: 1,
  kind: "gatewayOffline",
  phase: "raised",
  severity: "warning",
  networkId: null,
  nodeId: null,
  alarmId,
  ruleId: null,
  title: null,
  facts: {},
  at: 100,
  readAt: null,
  shownAt: null,
  push: { state: "sent", tries: 1, sent: 1, left: null },
  dueAt: null,
  ...more,
});
const raised = ["raised", toNotice({})] as const;
const cleared = ["cleared", toNotice({ phase: "cleared", at: 300, readAt: 300 })] as const;

describe("the inbox", () => {
  it.each([
    ["as it came", [cleared, raised]],
    ["in any order", [raised, cleared]],
  ])("shows an alarm and its end as one: %s", (_, notices) => {
    expect(toInbox(notices)).toMatchObject([
      { id: alarmId, notice: { phase: "raised" }, overAt: 300, unread: ["raised"] },
    ]);
  });

  it("shows an end alone where the page ends there", () => {
    expect(toInbox([cleared])).toMatchObject([{ notice: { phase: "cleared" }, overAt: 300, unread: [] }]);
  });

  it("shows the newest first, and no digest", () => {
    const test = ["test", toNotice({ kind: "test", alarmId: null, at: 200 })] as const;
    const digest = ["digest", toNotice({ kind: "digest", alarmId: null, at: 400 })] as const;
    expect(toInbox([digest, test, raised]).map(({ id }) => id)).toEqual(["test", alarmId]);
    expect(toInbox([cleared, test, raised]).map(({ id }) => id)).toEqual([alarmId, "test"]);
  });
});
