import { type Alarm, alarmSchema } from "@lastmeter/model/alarm";
import { networkIdSchema, nodeIdSchema } from "@lastmeter/model/ids";
import { noticeSchema } from "@lastmeter/model/notice";
import { describe, expect, it } from "vitest";
import type { Write } from "../platform/writes.ts";
import { forgetAlarmsOf, forgetOthers, openAlarmsSchema } from "./open-alarms.ts";
import { type AlarmChange, type AlarmGround, planAlarms, toEffective } from "./plan-alarms.ts";

const networkId = networkIdSchema.parse("N".repeat(32));
const nodeId = nodeIdSchema.parse("n".repeat(22));
const now = 1_795_333_000_000;
const ground: AlarmGround = { networkId, open: {}, managers: ["owner", "admin"], now };
const cause = { kind: "nodeOffline", nodeId, ruleId: null } as const;
const raise: AlarmChange = { kind: "raise", cause, severity: "warning", facts: { limitW: 2000 }, at: now - 5000 };
const clear: AlarmChange = { kind: "clear", cause, at: now };

const dataOf = (writes: readonly Write[], part: string) =>
  writes.flatMap((write) => (write.path.includes(part) && "data" in write ? [write.data] : []));

describe("alarms", () => {
  it("are raised with a notice for everybody who is told, in documents that parse", async () => {
    const { open, writes } = await planAlarms(ground, [raise]);
    const [alarm] = dataOf(writes, "/alarms/").map((data) => alarmSchema.parse(data));
    expect(alarm).toMatchObject({ ...cause, state: "raised", raisedAt: now - 5000, clearedAt: null });
    expect(writes.map(({ path }) => path.split("/").slice(0, 3).join("/"))).toEqual([
      `networks/${networkId}/alarms`,
      "users/owner/notices",
      "users/admin/notices",
    ]);
    for (const notice of dataOf(writes, "/notices/").map((data) => noticeSchema.parse(data))) {
      expect(notice).toMatchObject({ phase: "raised", readAt: null, push: { state: "due", tries: 0 } });
    }
    expect(openAlarmsSchema.parse(open)).toEqual(open);
  });

  it("of one cause stand once, whoever finds it again", async () => {
    const first = await planAlarms(ground, [raise, { ...raise, at: now }]);
    expect(dataOf(first.writes, "/alarms/")).toHaveLength(1);
    const again = await planAlarms({ ...ground, open: first.open }, [{ ...raise, at: now + 1 }]);
    expect(again).toEqual({ open: first.open, writes: [] });
    expect(toEffective(first.open, [raise])).toEqual([]);
  });

  it("are the same documents when the same batch is planned again", async () => {
    const [one, two] = await Promise.all([planAlarms(ground, [raise]), planAlarms(ground, [raise])]);
    expect(two).toEqual(one);
  });

  it("end by the cause, leave nothing unread, and can be raised anew", async () => {
    const raised = await planAlarms(ground, [raise]);
    const cleared = await planAlarms({ ...ground, open: raised.open }, [clear]);
    expect(cleared.open).toEqual({});
    expect(dataOf(cleared.writes, "/alarms/")).toEqual([{ state: "cleared", clearedAt: now }]);
    for (const notice of dataOf(cleared.writes, "/notices/").map((data) => noticeSchema.parse(data))) {
      expect(notice).toMatchObject({ phase: "cleared", readAt: now, facts: { sinceAt: now - 5000 } });
    }
    const anew = await planAlarms({ ...ground, open: cleared.open }, [{ ...raise, at: now + 60_000 }]);
    expect(Object.values(anew.open)[0]?.id).not.toBe(Object.values(raised.open)[0]?.id);
  });

  it("that came and went in one batch are told whole", async () => {
    const { open, writes } = await planAlarms(ground, [raise, clear]);
    expect(open).toEqual({});
    expect(dataOf(writes, "/alarms/").map((data) => (data as Alarm).state)).toEqual(["cleared"]);
    expect(dataOf(writes, "/notices/")).toHaveLength(4);
  });

  it("tell whom a rule names beside them, each once", async () => {
    const { open, writes } = await planAlarms(ground, [{ ...raise, also: ["guest", "owner"] }]);
    expect(dataOf(writes, "/notices/")).toHaveLength(3);
    const end = async (standing: typeof open) => {
      const over = await planAlarms({ ...ground, open: openAlarmsSchema.parse(standing) }, [clear]);
      return over.writes.flatMap(({ path }) => (path.startsWith("users/") ? [path.split("/")[1]] : []));
    };
    expect(await end(open)).toEqual(["owner", "admin", "guest"]);
    // Who left the home meanwhile is told nothing more of it.
    expect(await end(forgetOthers(open, (uid) => uid !== "guest"))).toEqual(["owner", "admin"]);
    expect(forgetOthers(open, () => true)).toBe(open);
  });

  it.each([
    ["the year 1970", 0],
    ["the next century", now + 1e12],
    ["no number", Number.NaN],
  ])("said to be of %s are of now", async (_, at) => {
    const { open } = await planAlarms(ground, [{ ...raise, at }]);
    expect(Object.values(open)).toMatchObject([{ at: now }]);
  });

  it("of an erased node are forgotten, others stand", async () => {
    const other = { ...cause, nodeId: nodeIdSchema.parse("m".repeat(22)) };
    const { open } = await planAlarms(ground, [raise, { ...raise, cause: other }]);
    expect(Object.keys(forgetAlarmsOf(nodeId, open))).toEqual([`nodeOffline|${other.nodeId}|`]);
  });
});
