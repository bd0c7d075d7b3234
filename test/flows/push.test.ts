import { createAlarmsStore } from "@lastmeter/functions/src/alarms/alarms.store.ts";
import { handleAlarms } from "@lastmeter/functions/src/alarms/alarms.ts";
import { changeAlarms } from "@lastmeter/functions/src/alarms/change-alarms.store.ts";
import { createDeliverStore } from "@lastmeter/functions/src/notify/deliver.store.ts";
import type { DeliverContext } from "@lastmeter/functions/src/notify/deliver.ts";
import { deliver } from "@lastmeter/functions/src/notify/deliver.ts";
import { createFcmSender } from "@lastmeter/functions/src/notify/fcm.store.ts";
import { createNoticesStore } from "@lastmeter/functions/src/notify/notices.store.ts";
import { handleNotices } from "@lastmeter/functions/src/notify/notices.ts";
import { sweepNotices, sweepOldNotices } from "@lastmeter/functions/src/notify/sweep.store.ts";
import { applyTick } from "@lastmeter/functions/src/tick/tick.store.ts";
import { type Alarm, alarmSchema } from "@lastmeter/model/alarm";
import { type Notice, noticeSchema } from "@lastmeter/model/notice";
import { defaultNoticeSettings, type NoticeSettings } from "@lastmeter/model/notice-settings";
import { paths } from "@lastmeter/model/paths";
import { toRunId } from "@lastmeter/model/rule";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestFcm } from "../support/fcm.ts";
import { connectGateway, type LinkBench, openLinkBench, START } from "./link-bench.ts";

const OFFLINE_AFTER_MS = 300_000 + 90_000;
const MINUTE_MS = 60_000;

let bench: LinkBench;
let fcm: TestFcm;
let context: DeliverContext;
let people = 0;

beforeAll(async () => {
  bench = openLinkBench("demo-push");
  fcm = await TestFcm.start("127.0.0.1:0");
  context = {
    store: createDeliverStore(bench.db),
    sender: createFcmSender(fcm.address),
    secret: bench.secrets.linkSecret,
    clock: () => bench.time.now,
    log: { info: () => {}, warn: () => {}, error: (event, _, cause) => console.error(event, cause) },
  };
});
afterAll(async () => {
  expect(fcm.faults).toEqual([]);
  await fcm.stop();
  await bench.close();
});
beforeEach(() => {
  bench.time.now = START;
  fcm.answer = () => "taken";
});

const toInstallId = (name: string) => `d${name}`.padEnd(22, "0");

/** A person with a home, and one phone of each name. */
async function createHome(phones: readonly string[], settings: Partial<NoticeSettings> = {}) {
  const uid = `person${people++}`;
  const home = await bench.register(uid);
  const ask = (data: object) =>
    handleNotices(
      { store: createNoticesStore(bench.db), setup: { vapidKey: null, sender: "fcm" }, now: bench.time.now },
      { uid, verifiedEmail: null },
      data,
    );
  const installIds = phones.map((name) => toInstallId(`${uid}${name}`));
  for (const installId of installIds) await ask({ act: "install", installId, locale: "en", label: "Chrome" });
  await ask({ act: "settings", settings: { ...defaultNoticeSettings, ...settings } });
  const gateway = await connectGateway(bench.context, home);
  await gateway.send({});
  const notices = async (): Promise<{ id: string; notice: Notice }[]> => {
    const { docs } = await bench.db.collection(paths.notices(uid)).orderBy("at").get();
    return docs.map((each) => ({ id: each.id, notice: noticeSchema.parse(each.data()) }));
  };
  const alarms = async (): Promise<Alarm[]> => {
    const { docs } = await bench.db.collection(paths.alarms(home.networkId)).get();
    return docs.map((each) => alarmSchema.parse(each.data()));
  };
  return { uid, ...home, ask, gateway, installIds, notices, alarms };
}
type Home = Awaited<ReturnType<typeof createHome>>;

/** What the gateway's silence comes to: committed, and then this process is gone. */
async function loseGateway(): Promise<void> {
  bench.time.now = START + OFFLINE_AFTER_MS + 1;
  await applyTick(bench.db, bench.time.now);
}

/** What the trigger does as soon as there is a notice. */
async function push({ uid, notices }: Home, by = context): Promise<void> {
  for (const { id } of await notices()) await deliver(by, { uid, noticeId: id, untried: true });
}
const sweepAfter = (ms: number) => {
  bench.time.now += ms;
  return sweepNotices(bench.db, context);
};
const toStates = async (home: Home) => (await home.notices()).map(({ notice }) => notice.push.state);

describe("an alarm", () => {
  it("is one document, one notice and one push, though the tick runs twice and its trigger three times at once", async () => {
    const home = await createHome(["a"]);
    await Promise.all([loseGateway(), loseGateway()]);
    await Promise.all([push(home), push(home), push(home)]);
    await sweepAfter(2 * MINUTE_MS);
    expect(await home.alarms()).toMatchObject([{ kind: "gatewayOffline", state: "raised", severity: "warning" }]);
    expect(fcm.of(home.installIds[0] ?? "")).toMatchObject([
      {
        data: { title: "The gateway is away", loud: "yes", unread: "1", acknowledge: "Seen" },
        headers: { Urgency: "high", TTL: "43200" },
      },
    ]);
    expect(await home.notices()).toMatchObject([{ notice: { phase: "raised", push: { state: "sent", sent: 1 } } }]);
  });

  it("is over with the same tag, without a sound, and leaves nothing unread", async () => {
    const home = await createHome(["a"]);
    await loseGateway();
    await push(home);
    bench.time.now += 5 * MINUTE_MS;
    // The same batch again is a duplicate, and the frame that carries it clears nothing twice.
    await home.gateway.send({}, { now: bench.time.now });
    await home.gateway.send({}, { now: bench.time.now });
    await push(home);
    const [raised, cleared, ...more] = fcm.of(home.installIds[0] ?? "");
    expect(more).toEqual([]);
    expect(cleared?.data).toMatchObject({ tag: raised?.data.tag, title: "The gateway is back", loud: "no" });
    expect(await home.alarms()).toMatchObject([{ state: "cleared", clearedAt: bench.time.now }]);
  });

  it("that is over before its push went out ends as one notification without a sound, in whatever order they go", async () => {
    const kept = await createHome(["a"]);
    const told = await createHome(["b"], { over: false });
    const held = await createHome(["c"], { quiet: { from: "11:00", to: "13:00" } });
    const homes = [kept, told, held];
    const seen = (home: Home) => fcm.of(home.installIds[0] ?? "").map(({ data }) => [data.title, data.loud]);
    // 12:00 in Athens; of the first home's push FCM takes none yet.
    fcm.answer = ({ installId }) => (installId === kept.installIds[0] ? "broken" : "taken");
    await loseGateway();
    await Promise.all([push(kept), push(held)]);
    expect(seen(kept)).toEqual([["The gateway is away", "yes"]]);
    fcm.answer = () => "taken";
    for (const home of homes) await home.gateway.send({}, { now: bench.time.now });
    for (const home of homes)
      for (const { id } of (await home.notices()).toReversed()) {
        await deliver(context, { uid: home.uid, noticeId: id, untried: true });
      }
    await sweepAfter(2 * MINUTE_MS);
    expect(seen(kept).slice(1)).toEqual([["The gateway is back", "no"]]);
    expect(seen(told)).toEqual([["The gateway is away", "no"]]);
    expect(seen(held)).toEqual([]);
    await sweepAfter(60 * MINUTE_MS);
    expect(seen(held)).toEqual([["The gateway is back", "no"]]);
    expect([seen(kept).length, seen(told).length]).toEqual([2, 1]);
  });

  it("is pushed once by the sweep where the function ended after its commit", async () => {
    const home = await createHome(["a"]);
    await loseGateway();
    await sweepAfter(0);
    expect(fcm.of(home.installIds[0] ?? "")).toEqual([]);
    await Promise.all([sweepAfter(MINUTE_MS), sweepAfter(0)]);
    await sweepAfter(MINUTE_MS);
    expect(fcm.of(home.installIds[0] ?? "")).toHaveLength(1);
  });

  it("is not pushed again where the function ended after the push, if the phone said that it showed it", async () => {
    const home = await createHome(["a"]);
    await loseGateway();
    const [{ id } = { id: "" }] = await home.notices();
    const dying = { ...context.store, finish: () => Promise.reject(new Error("killed")) };
    const killed = deliver({ ...context, store: dying }, { uid: home.uid, noticeId: id, untried: true });
    await expect(killed).rejects.toThrow("killed");
    await createNoticesStore(bench.db).markShown(home.uid, id, bench.time.now);
    await sweepAfter(2 * MINUTE_MS);
    expect(fcm.of(home.installIds[0] ?? "")).toHaveLength(1);
    expect(await toStates(home)).toEqual(["sent"]);
  });
});

describe("an alarm of a rule's moment", () => {
  it("ends when a manager says so, once, and nobody else may", async () => {
    const home = await createHome([]);
    const cause = { kind: "rule", nodeId: null, ruleId: "r".repeat(22) } as const;
    const raise = { kind: "raise", cause, severity: "info", title: "The bell rang", facts: {}, at: START } as const;
    await changeAlarms(bench.db, home.networkId, [raise], bench.time.now);
    const [{ id: alarmId = "" } = {}] = (await bench.db.collection(paths.alarms(home.networkId)).get()).docs;
    const clear = (uid: string) =>
      handleAlarms(
        { store: createAlarmsStore(bench.db), now: bench.time.now },
        { uid, verifiedEmail: null },
        { act: "clear", networkId: home.networkId, alarmId },
      );
    await expect(clear("stranger")).rejects.toMatchObject({ kind: "not_found" });
    await Promise.all([clear(home.uid), clear(home.uid)]);
    expect(await home.alarms()).toMatchObject([{ state: "cleared", acknowledgedBy: home.uid }]);
    expect((await home.notices()).map(({ notice }) => notice.phase).sort()).toEqual(["cleared", "raised"]);
  });
});

describe("what came of a notice", () => {
  it("is in the trace of the firing that it tells of, and in none that is gone", async () => {
    const home = await createHome(["a"]);
    const [kept, gone] = ["k", "g"].map((letter) => letter.repeat(22)) as [string, string];
    const run = (ruleId: string) => bench.db.doc(paths.ruleRun(home.networkId, ruleId, toRunId(107)));
    await run(kept).set({ seq: 107 });
    for (const ruleId of [kept, gone]) {
      const cause = { kind: "rule", nodeId: null, ruleId } as const;
      const raise = { kind: "raise", cause, severity: "warning", facts: {}, at: START, firing: 107 } as const;
      await changeAlarms(bench.db, home.networkId, [raise], bench.time.now);
    }
    await push(home);
    const [{ id } = { id: "" }] = (await home.notices()).filter(({ notice }) => notice.ruleId === kept);
    expect((await run(kept).get()).get("told")).toEqual({ [id]: { push: "sent", shownAt: null } });
    await createNoticesStore(bench.db).markShown(home.uid, id, bench.time.now);
    expect((await run(kept).get()).get("told")).toEqual({ [id]: { push: "sent", shownAt: bench.time.now } });
    expect((await run(gone).get()).exists).toBe(false);
    // Its place has been taken by a newer firing.
    await run(kept).set({ seq: 207 });
    await sweepAfter(2 * MINUTE_MS);
    expect((await run(kept).get()).data()).toEqual({ seq: 207 });
  });

  it("and alarms and phones are kept as long as they are of use", async () => {
    const home = await createHome(["a"]);
    await loseGateway();
    await home.gateway.send({}, { now: bench.time.now });
    const count = async () => [
      (await home.notices()).length,
      (await home.alarms()).length,
      (await bench.db.collection(paths.installs(home.uid)).get()).size,
    ];
    const sweepAt = async (days: number) => {
      await sweepOldNotices(bench.db, START + days * 86_400_000);
      return count();
    };
    expect(await count()).toEqual([2, 1, 1]);
    expect(await sweepAt(59)).toEqual([2, 1, 1]);
    expect(await sweepAt(61)).toEqual([2, 1, 0]);
    expect(await sweepAt(89)).toEqual([2, 1, 0]);
    expect(await sweepAt(91)).toEqual([0, 1, 0]);
    expect(await sweepAt(399)).toEqual([0, 1, 0]);
    expect(await sweepAt(401)).toEqual([0, 0, 0]);
  });
});

describe("FCM", () => {
  it.each(["tooMany", "broken", "nothing"] as const)(
    "that says %s is asked again, for that phone alone",
    async (fault) => {
      const home = await createHome(["a", "b"]);
      const [one = "", other = ""] = home.installIds;
      fcm.answer = ({ installId }) => (installId === one ? fault : "taken");
      await loseGateway();
      await push(home, { ...context, sender: createFcmSender(fcm.address, 2000) });
      expect(await toStates(home)).toEqual(["due"]);
      fcm.answer = () => "taken";
      await sweepAfter(31_000);
      // Who says "too many" is left alone for a minute.
      expect(fcm.of(one)).toHaveLength(fault === "tooMany" ? 1 : 2);
      await sweepAfter(30_000);
      expect(await toStates(home)).toEqual(["sent"]);
      expect([fcm.of(one).length, fcm.of(other).length]).toEqual([2, 1]);
    },
  );

  it("that knows a phone no more makes us forget it, and the others are told", async () => {
    const home = await createHome(["a", "b"]);
    const [one = "", other = ""] = home.installIds;
    fcm.answer = ({ installId }) => (installId === one ? "unregistered" : "taken");
    await loseGateway();
    await push(home);
    expect(await toStates(home)).toEqual(["sent"]);
    const left = await bench.db.collection(paths.installs(home.uid)).get();
    expect(left.docs.map(({ id }) => id)).toEqual([other]);
  });

  it("that is away for a day is given up, and the notice stays in the inbox", async () => {
    const home = await createHome(["a"]);
    fcm.answer = () => "broken";
    await loseGateway();
    await push(home);
    for (let hour = 0; hour < 8; hour++) await sweepAfter(60 * MINUTE_MS);
    expect(await toStates(home)).toEqual(["failed"]);
    expect(fcm.of(home.installIds[0] ?? "")).toHaveLength(7);
  });
});

describe("a person", () => {
  it("is told in the morning, by one push, what came in quiet hours", async () => {
    // 12:00 in Athens.
    const home = await createHome(["a"], { quiet: { from: "11:00", to: "13:00" } });
    await loseGateway();
    await push(home);
    const second = { ...(await home.notices())[0]?.notice, kind: "clockWrong" as const, alarmId: null };
    await createNoticesStore(bench.db).addNotice(home.uid, noticeSchema.parse(second));
    await push(home);
    expect(await toStates(home)).toEqual(["held", "held"]);
    await sweepAfter(MINUTE_MS);
    expect(fcm.of(home.installIds[0] ?? "")).toEqual([]);
    await sweepAfter(60 * MINUTE_MS);
    await push(home);
    await sweepAfter(MINUTE_MS);
    expect(fcm.of(home.installIds[0] ?? "").map(({ data }) => [data.title, data.unread])).toEqual([
      ["2 messages while it was quiet", "2"],
    ]);
  });

  it("is told nothing in the morning that they have read at night", async () => {
    const home = await createHome(["a"], { quiet: { from: "11:00", to: "13:00" } });
    await loseGateway();
    await push(home);
    const [{ id } = { id: "" }] = await home.notices();
    await bench.db.doc(paths.notice(home.uid, id)).update({ readAt: bench.time.now });
    await sweepAfter(61 * MINUTE_MS);
    expect(await toStates(home)).toEqual(["silent"]);
    expect(fcm.of(home.installIds[0] ?? "")).toEqual([]);
  });

  it("is told in the app alone where no push can leave the machine", async () => {
    const home = await createHome(["a"]);
    await loseGateway();
    await push(home, { ...context, sender: null });
    await sweepAfter(2 * MINUTE_MS);
    expect(await toStates(home)).toEqual(["local"]);
    expect(await home.notices()).toMatchObject([{ notice: { readAt: null, dueAt: null } }]);
    expect(fcm.of(home.installIds[0] ?? "")).toEqual([]);
  });

  it("is told nothing on a phone that somebody else has signed in on", async () => {
    const home = await createHome(["a"]);
    const other = await createHome([]);
    await other.ask({ act: "install", installId: home.installIds[0], locale: "de", label: "Chrome" });
    await loseGateway();
    await push(home);
    expect(await toStates(home)).toEqual(["silent"]);
    expect(fcm.of(home.installIds[0] ?? "")).toEqual([]);
  });
});
