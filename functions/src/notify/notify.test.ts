import { noticeSchema } from "@lastmeter/model/notice";
import { defaultNoticeSettings, type NoticeSettings, pushDataSchema } from "@lastmeter/model/notice-settings";
import { describe, expect, it } from "vitest";
import { decidePush } from "./decide-push.ts";
import { toOutcome } from "./fcm.ts";
import { NOW, networkId, toNotice } from "./notify.fixture.ts";
import { planDigest } from "./plan-digest.ts";
import { planTry } from "./plan-try.ts";
import type { PushOutcome } from "./push-sender.ts";
import { isOurReceipt, toReceipt } from "./receipt.ts";
import { toPush } from "./to-push.ts";

const timeZone = "Europe/Athens";
const quiet = { from: "11:00", to: "13:00" };

describe("whether a person is disturbed", () => {
  type Alarm = "stands" | "seen" | "over";
  type Row = [string, Parameters<typeof toNotice>[0], Partial<NoticeSettings>, Alarm, string];
  it.each<Row>([
    ["by default", {}, {}, "stands", "push"],
    [
      "by a test, whatever the settings",
      { kind: "test" },
      { quiet, push: { info: false, warning: false, critical: false } },
      "stands",
      "push",
    ],
    [
      "by a severity that is off",
      { severity: "warning" },
      { push: { info: true, warning: false, critical: true } },
      "stands",
      "silent",
    ],
    ["by what a rule informs of", { kind: "rule", severity: "info" }, {}, "stands", "push"],
    ["by what the platform only informs of", { severity: "info" }, {}, "stands", "silent"],
    ["when it is over", { phase: "cleared" }, {}, "stands", "push"],
    ["when it is over, and that is off", { phase: "cleared" }, { over: false }, "stands", "silent"],
    ["when somebody has dealt with it", {}, {}, "seen", "silent"],
    ["when it is over, though somebody dealt with it", { phase: "cleared" }, {}, "seen", "push"],
    ["when they have read it", { readAt: NOW }, {}, "stands", "silent"],
    ["when it began, of what is over by now and told", {}, {}, "over", "silent"],
    ["when it began, of what is over by now and not told", {}, { over: false }, "over", "push"],
    ["when it is over, and it is", { phase: "cleared", readAt: NOW }, {}, "over", "push"],
    ["in quiet hours by what was critical and is over", {}, { quiet, over: false }, "over", "hold"],
    ["in quiet hours", { severity: "warning" }, { quiet }, "stands", "hold"],
    ["in quiet hours by what is critical", {}, { quiet }, "stands", "push"],
    ["in quiet hours by what is critical, and that is off", {}, { quiet, wakeForCritical: false }, "stands", "hold"],
    ["in quiet hours by the end of what is critical", { phase: "cleared" }, { quiet }, "stands", "hold"],
    ["outside quiet hours", { severity: "warning" }, { quiet: { from: "22:00", to: "07:00" } }, "stands", "push"],
  ])("%s", (_, notice, settings, alarm, expected) => {
    const of = { isAcknowledged: alarm === "seen", isOver: alarm === "over" };
    const facts = { settings: { ...defaultNoticeSettings, ...settings }, timeZone, ...of, now: NOW };
    expect(decidePush({ notice: toNotice(notice), ...facts }).kind).toBe(expected);
  });

  it("until quiet hours end by the home's clock", () => {
    const settings = { ...defaultNoticeSettings, quiet };
    const notice = toNotice({ severity: "warning" });
    const until = Date.parse("2026-11-28T13:00:00+02:00");
    const stands = { isAcknowledged: false, isOver: false };
    expect(decidePush({ notice, settings, timeZone, ...stands, now: NOW })).toEqual({
      kind: "hold",
      until,
    });
  });
});

describe("after a try", () => {
  const later: PushOutcome = { kind: "later", afterS: 0 };
  const sent: PushOutcome = { kind: "sent" };
  const tryWith = (outcomes: Record<string, PushOutcome>, push: object = {}, now = NOW) => {
    const notice = toNotice();
    return planTry({ at: notice.at, push: { ...notice.push, ...push } }, new Map(Object.entries(outcomes)), now);
  };

  it.each<[string, Record<string, PushOutcome>, object, string]>([
    ["nobody had a phone", {}, {}, "silent"],
    ["all were reached", { a: sent, b: sent }, {}, "sent"],
    ["one was gone, one reached", { a: { kind: "gone" }, b: sent }, {}, "sent"],
    ["the only one was gone", { a: { kind: "gone" } }, {}, "failed"],
    ["it was refused", { a: { kind: "refused" } }, {}, "failed"],
    ["one is left", { a: later, b: sent }, {}, "due"],
    ["it was the last try, and nobody was reached", { a: later }, { tries: 7 }, "failed"],
    ["it was the last try, and one had been reached before", { a: later }, { tries: 7, sent: 1 }, "sent"],
  ])("%s", (_, outcomes, push, state) => {
    const { push: after, dueAt } = tryWith(outcomes, push);
    expect(after.state).toBe(state);
    expect(dueAt === null).toBe(state !== "due");
    if (state === "due") expect(after.left).toEqual(["a"]);
  });

  it("waits longer each time, and at least as long as it was told", () => {
    const waits = [1, 2, 3, 6].map((tries) => (tryWith({ a: later }, { tries }).dueAt ?? 0) - NOW);
    expect(waits).toEqual([30_000, 60_000, 120_000, 960_000]);
    expect(tryWith({ a: { kind: "later", afterS: 90 } }).dueAt).toBe(NOW + 90_000);
  });

  it("gives up when it is of no more use", () => {
    expect(tryWith({ a: later }, {}, NOW + 24 * 3_600_000).push.state).toBe("failed");
  });
});

describe("what FCM says", () => {
  it.each([
    ["messaging/registration-token-not-registered", "gone"],
    ["messaging/installation-id-not-registered", "gone"],
    ["messaging/message-rate-exceeded", "later"],
    ["messaging/server-unavailable", "later"],
    ["messaging/internal-error", "later"],
    ["messaging/third-party-auth-error", "later"],
    ["messaging/invalid-argument", "refused"],
    ["", "later"],
  ])("%s means %s", (code, kind) => {
    expect(toOutcome(Object.assign(new Error("no"), { code })).kind).toBe(kind);
  });
});

describe("what was held", () => {
  const held = (id: string, more: Parameters<typeof toNotice>[0] = {}) => ({
    noticeId: id.repeat(22),
    notice: toNotice(more),
  });

  it("is told by one push that counts it, once", async () => {
    const all = [held("a", { severity: "info" }), held("b", { severity: "warning" }), held("c", { phase: "cleared" })];
    const [write, again] = await Promise.all([planDigest("uid", all, NOW), planDigest("uid", all.toReversed(), NOW)]);
    expect(again).toEqual(write);
    const data = write && "data" in write ? noticeSchema.parse(write.data) : null;
    expect(data).toMatchObject({ kind: "digest", severity: "warning", facts: { count: 2 }, readAt: NOW });
  });

  it("is told by itself where it is alone", async () => {
    expect(await planDigest("uid", [held("a"), held("b", { phase: "cleared" })], NOW)).toBeNull();
    expect(await planDigest("uid", [held("a"), held("b", { readAt: NOW })], NOW)).toBeNull();
  });
});

describe("a push", () => {
  const receipt = { uid: "uid", noticeId: "a".repeat(22), until: NOW, mac: "m".repeat(43) };
  const whole = { noticeId: "i".repeat(22), homeName: "Home", nodeName: "Oven", timeZone, unread: 3, receipt };
  const ground = { ...whole, isOver: false };

  it("is worded in the phone's language, tagged by its alarm, and leads to it", () => {
    const push = toPush({ ...ground, notice: toNotice(), isManager: true }, { locale: "de-AT" });
    expect(pushDataSchema.parse(push.data)).toMatchObject({
      tag: "a".repeat(22),
      title: "Oven führt mehr Strom, als es darf",
      url: `/alarms/${networkId}/${"a".repeat(22)}`,
      loud: "yes",
      critical: "yes",
      unread: "3",
      acknowledge: "Gesehen",
    });
    expect(push).toMatchObject({ urgency: "high", ttlS: 86_400, topic: "a".repeat(22) });
    expect(JSON.stringify(push.data).length).toBeLessThan(4000);
  });

  it("of what is over by now makes no sound, does not stand and has no button", () => {
    const push = toPush({ ...ground, notice: toNotice(), isManager: true, isOver: true }, { locale: "en" });
    expect(push.data).toMatchObject({ loud: "no", critical: "no", acknowledge: "" });
    expect(push.urgency).toBe("normal");
  });

  it.each([
    [
      "that something is over makes no sound",
      { phase: "cleared" as const },
      true,
      { loud: "no", critical: "no", acknowledge: "" },
    ],
    ["by a rule in its quiet hours makes none either", { soundless: true as const }, true, { loud: "no" }],
    ["to who may not acknowledge has no button", {}, false, { acknowledge: "" }],
    [
      "of no alarm leads to the inbox",
      { kind: "test" as const, alarmId: null, networkId: null },
      false,
      { url: "/inbox" },
    ],
  ])("%s", (_, notice, isManager, expected) => {
    expect(toPush({ ...ground, notice: toNotice(notice), isManager }, { locale: "en" }).data).toMatchObject(expected);
  });
});

describe("a receipt", () => {
  const secret = new Uint8Array(32).fill(7);
  it("is ours for the one notice it was made for, for a week", async () => {
    const receipt = await toReceipt(secret, "uid", "a".repeat(22), NOW);
    const isOurs = (changed: Partial<typeof receipt>, now = NOW) =>
      isOurReceipt(secret, { ...receipt, ...changed }, now);
    expect(await isOurs({})).toBe(true);
    expect(await isOurs({ uid: "other" })).toBe(false);
    expect(await isOurs({ noticeId: "b".repeat(22) })).toBe(false);
    expect(await isOurs({ until: receipt.until + 1 })).toBe(false);
    expect(await isOurs({}, receipt.until + 1)).toBe(false);
    expect(await isOurReceipt(new Uint8Array(32), receipt, NOW)).toBe(false);
  });
});
