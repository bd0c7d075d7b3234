import { describe, expect, it } from "vitest";
import { type AlarmCause, alarmCauseSchema, alarmKinds, alarmSchema, severities, toAlarmId } from "./alarm.ts";
import type { NodeId } from "./ids.ts";

const cause: AlarmCause = { kind: "rule", nodeId: null, ruleId: "r".repeat(22) };

describe("an alarm", () => {
  it("is the same for the same cause at the same instant, and another for any other", async () => {
    const at = 1_795_333_000_000;
    const others: [string, AlarmCause, number][] = [
      ["n", { ...cause, nodeId: "h".repeat(22) as NodeId }, at],
      ["n", { ...cause, ruleId: "s".repeat(22) }, at],
      ["n", cause, at + 1],
      ["m", cause, at],
      ...alarmKinds.slice(1).map((kind): [string, AlarmCause, number] => ["n", { ...cause, kind }, at]),
    ];
    const ids = await Promise.all(others.map((each) => toAlarmId(...each)));
    const id = await toAlarmId("n", cause, at);
    expect(await toAlarmId("n", { ...cause }, at)).toBe(id);
    expect(new Set([id, ...ids]).size).toBe(others.length + 1);
  });

  it("is stored with its cause, its severity and its life", () => {
    const at = 1_795_333_000_000;
    for (const severity of severities) {
      const alarm = {
        v: 1,
        networkId: "N".repeat(32),
        ...cause,
        severity,
        state: "raised",
        title: null,
        facts: { valueW: 2100 },
        raisedAt: at,
        acknowledgedAt: null,
        acknowledgedBy: null,
        clearedAt: null,
      };
      expect(alarmSchema.parse(alarm)).toEqual(alarm);
    }
    expect(alarmCauseSchema.safeParse({ ...cause, kind: "mood" }).success).toBe(false);
  });
});
