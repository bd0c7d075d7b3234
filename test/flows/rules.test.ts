import { createRulesContext } from "@lastmeter/functions/src/rules/context.store.ts";
import { followNetwork } from "@lastmeter/functions/src/rules/follow.ts";
import { sweepRules } from "@lastmeter/functions/src/rules/sweep.store.ts";
import { alarmSchema } from "@lastmeter/model/alarm";
import { grantSchema } from "@lastmeter/model/grant";
import { type NodeId, nodeIdSchema } from "@lastmeter/model/ids";
import type { Batch } from "@lastmeter/model/link/messages";
import { noticeSchema } from "@lastmeter/model/notice";
import { paths } from "@lastmeter/model/paths";
import { type RuleDraft, ruleRunSchema, ruleSchema } from "@lastmeter/model/rule";
import { replayResultSchema } from "@lastmeter/model/rule-request";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod/mini";
import { connectGateway, type LinkBench, openLinkBench, START, type TestGateway, toMessages } from "./link-bench.ts";
import { askRules, saveRule, toRule } from "./rules-bench.ts";

const MINUTE_MS = 60_000;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;
let gateway: TestGateway;
let heater: NodeId;

beforeAll(() => {
  bench = openLinkBench("demo-rules");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.register();
  gateway = await connectGateway(bench.context, home);
  await gateway.send({ messages: toMessages(0, 0) });
  const { docs } = await bench.db.collection("nodes").where("networkId", "==", home.networkId).get();
  heater = nodeIdSchema.parse(docs[0]?.id);
});

/** The heater's power at seconds after the start, each a message of its own. */
function draws(...points: [n: number, seconds: number, watts: number][]): Batch["messages"] {
  return points.map(([n, seconds, power]) => {
    return { n, at: START + seconds * 1000, topic: "kitchen/kettle plug", p: JSON.stringify({ power }) };
  });
}

const overload = (change: Partial<RuleDraft> = {}): RuleDraft =>
  toRule({
    name: "Too much at once",
    when: {
      kind: "value",
      subject: { of: "node", nodeId: heater },
      is: "above",
      limit: 2000,
      hysteresis: 50,
      forMs: MINUTE_MS,
    },
    actions: [
      { do: "alarm", severity: "warning", title: null },
      { do: "notify", severity: "warning", to: null, text: "" },
    ],
    ...change,
  });

async function readAlarms() {
  const { docs } = await bench.db.collection(paths.alarms(home.networkId)).get();
  return docs.map((each) => alarmSchema.parse(each.data())).filter(({ kind }) => kind === "rule");
}

async function readRuns(ruleId: string) {
  const { docs } = await bench.db.collection(paths.ruleRuns(home.networkId, ruleId)).get();
  return docs.map((each) => ruleRunSchema.parse(each.data()));
}

describe("water heater over 2 kW for 1 min", () => {
  it("raises one alarm with one notice, though the same batch comes twice and the function is killed after its commit", async () => {
    const { ruleId, promptness } = await saveRule(bench.db, home.networkId, overload(), START);
    expect(promptness).toBe("atOnce");
    bench.time.now = START + 5000;
    const first = { messages: draws([1, 4, 2150]) };
    const begun = await gateway.send(first, { now: bench.time.now });
    // The gateway is to call again when the minute is over, and what matters meanwhile comes at once.
    if (typeof begun === "string") expect.fail(begun);
    expect(begun.intervalMs).toBeLessThan(65_000);
    expect(begun.interest?.topics["kitchen/kettle plug"]?.bounds).toEqual([
      { path: ["power"], above: expect.closeTo(2000.05, 3) },
      { path: ["power"], above: expect.closeTo(1950.05, 3) },
    ]);
    expect(await readAlarms()).toEqual([]);

    bench.time.now = START + 65_000;
    const second = { messages: draws([2, 34, 2200], [3, 64, 2180]) };
    // Killed after the commit: nobody hears the reply, so the gateway sends the same again, to an instance that knows nothing.
    const killed = bench.restart({
      store: {
        ...bench.context.store,
        commit: async (...args) => {
          await bench.context.store.commit(...args);
          throw new Error("killed");
        },
      },
    });
    await expect(gateway.send(second, { now: bench.time.now }, killed)).rejects.toThrow("killed");
    expect(await readAlarms()).toHaveLength(1);
    expect(await gateway.send(second, { now: bench.time.now }, bench.restart())).toMatchObject({ status: "duplicate" });
    expect(await gateway.send(second, { now: bench.time.now })).toMatchObject({ status: "duplicate" });
    bench.time.now = START + 100_000;
    await gateway.send({}, { now: bench.time.now });
    await sweepRules(bench.db, quiet, bench.time.now);

    const [alarm, ...others] = await readAlarms();
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      state: "raised",
      raisedAt: START + 64_000,
      nodeId: heater,
      ruleId,
      title: "Too much at once",
    });
    const notices = await bench.db.collection(paths.notices("owner")).where("ruleId", "==", ruleId).get();
    expect(notices.docs.map((each) => noticeSchema.parse(each.data()).phase)).toEqual(["raised"]);
    const [run] = await readRuns(ruleId);
    expect(run).toMatchObject({ version: 1, seq: 0, firedAt: START + 64_000, overAt: null, hops: 0 });
    expect(run?.evidence).toEqual([{ condition: 0, holds: true, value: 2200, at: START + 4000 }]);
    expect(Object.values(run?.did ?? {}).map((deed) => deed.do)).toEqual(["alarm", "notify"]);

    bench.time.now = START + 130_000;
    await gateway.send({ messages: draws([4, 120, 1940]) }, { now: bench.time.now });
    expect(await readAlarms()).toMatchObject([{ state: "cleared", clearedAt: START + 120_000 }]);
    expect(await readRuns(ruleId)).toMatchObject([{ overAt: START + 120_000 }]);
    const rule = ruleSchema.parse((await bench.db.doc(paths.rule(home.networkId, ruleId)).get()).data());
    expect(rule).toMatchObject({ lastFiredAt: START + 64_000, fired: 1, on: true, stopped: null });
  });

  it("is heard of when the minute is over, though the reply that says so was lost, and whatever is refused meanwhile", async () => {
    await saveRule(bench.db, home.networkId, overload(), START);
    // Not in the first ten minutes, when it calls often anyway.
    bench.time.now = START + 705_000;
    const crossing = { messages: draws([1, 704, 2150]) };
    await gateway.send(crossing, { now: bench.time.now });
    for (const instance of [bench.context, bench.restart()]) {
      const again = await gateway.send(crossing, { now: bench.time.now }, instance);
      expect(again).toMatchObject({ status: "duplicate", intervalMs: 59_250 });
    }
    const refused = await gateway.send(new Uint8Array([1]), { now: bench.time.now });
    expect(refused).toMatchObject({ status: "refused", intervalMs: 59_250 });
    const recorded = await gateway.send({ backfill: true, messages: draws([2, 705, 2150]) }, { now: bench.time.now });
    expect(recorded).toMatchObject({ status: "stored", intervalMs: 59_250 });
  });

  it("waits where it cannot be read what rules there are or whom they tell, and never for a rule that fails", async () => {
    const { ruleId } = await saveRule(
      bench.db,
      home.networkId,
      overload({ when: { ...overload().when, forMs: 0 } as RuleDraft["when"] }),
      START,
    );
    const away = () => Promise.reject(Object.assign(new Error("UNAVAILABLE"), { code: 14 }));
    const failed: string[] = [];
    const log = { ...quiet, error: (event: string) => void failed.push(event) };
    const without = (changed: object) => bench.restart({ log, store: { ...bench.context.store, ...changed } });
    bench.time.now = START + 5000;
    const over = { messages: draws([1, 4, 2150]) };
    await expect(gateway.send(over, {}, without({ readRuleSet: away }))).rejects.toThrow("UNAVAILABLE");
    await expect(gateway.send(over, {}, without({ readManagers: away }))).rejects.toThrow("UNAVAILABLE");
    expect(failed).toEqual([]);
    expect(await gateway.send(over)).toMatchObject({ status: "stored" });
    expect(await readAlarms()).toMatchObject([{ state: "raised" }]);
    const broken = without({ readRuleSet: async () => new Uint8Array(3) });
    expect(await gateway.send({ messages: draws([2, 14, 100]) }, {}, broken)).toMatchObject({ status: "stored" });
    expect(failed).toEqual(["link.rules_failed"]);
    expect(await readRuns(ruleId)).toMatchObject([{ firedAt: START + 4000, overAt: null }]);
  });

  it("costs homes without rules nothing, and a home with rules no read a batch", async () => {
    await gateway.send({ messages: draws([1, 10, 60]) });
    const count = async (n: number) => {
      const before = bench.operations.reads;
      await gateway.send({ messages: draws([n, n * 10, 60 + n]) });
      return bench.operations.reads - before;
    };
    expect(await count(2)).toBe(1);
    await saveRule(bench.db, home.networkId, overload(), START);
    expect(await count(3)).toBe(2);
    expect(await count(4)).toBe(1);
  });

  it("keeps what is a back-fill from rules", async () => {
    const { ruleId } = await saveRule(bench.db, home.networkId, overload(), START);
    bench.time.now = START + 10 * MINUTE_MS;
    await gateway.send({ backfill: true, messages: draws([1, 10, 2500], [2, 100, 2500]) }, { now: bench.time.now });
    expect(await readRuns(ruleId)).toEqual([]);
  });
});

describe("a replay", () => {
  it("of what is stored fires as the rule did live, and one for other dates as if it were for these", async () => {
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    // It is noon in Athens.
    const when: RuleDraft["when"] = { kind: "schedule", at: { by: "clock", time: "12:30" }, weekdays };
    const drafts = [overload(), overload({ when }), overload({ active: { from: "2026-12-24", to: null } })];
    const saved: Awaited<ReturnType<typeof saveRule>>[] = [];
    for (const draft of drafts) saved.push(await saveRule(bench.db, home.networkId, draft, START));
    const told = [
      [1, 2150],
      [5, 100],
      [20, 2300],
      [20.5, 100],
      [31, 2500],
      [45, 100],
      [60, 50],
      [75, 50],
      [90, 50],
    ];
    for (const [index, [minute = 0, watts = 0]] of told.entries()) {
      bench.time.now = START + minute * MINUTE_MS + 1000;
      await sweepRules(bench.db, quiet, bench.time.now);
      await gateway.send({ messages: draws([index + 1, minute * 60, watts]) }, { now: bench.time.now });
    }
    const replay = async (rule: RuleDraft) =>
      replayResultSchema.parse(
        await askRules(bench.db, "owner", { act: "replay", networkId: home.networkId, rule, days: 1 }, bench.time.now),
      );
    const [overloaded, scheduled, dated] = await Promise.all(drafts.map(replay));
    const live = async (at: number) =>
      (await readRuns(saved[at]?.ruleId ?? "")).map(({ firedAt, overAt }) => ({ at: firedAt, overAt }));
    expect(overloaded?.firings).toEqual(await live(0));
    expect(overloaded).toMatchObject({ count: 2, sources: { raw: 1, none: 0 }, gaps: [] });
    expect(scheduled?.firings).toEqual(await live(1));
    expect(scheduled?.firings).toEqual([{ at: START + 30 * MINUTE_MS, overAt: null }]);
    expect(await live(2)).toEqual([]);
    expect(dated?.firings).toEqual(overloaded?.firings);
  });
});

describe("a rule that the gateway cannot tell by itself", () => {
  it("is heard of every ten seconds while it is on, and says so", async () => {
    const { networkId } = home;
    const [devices] = toMessages(0, 0).map(({ p }) => z.array(z.looseObject({})).parse(JSON.parse(p ?? "")));
    const other = { ...devices?.[0], ieee_address: "0x00158d0000000a02", friendly_name: "kitchen/oven plug" };
    const both = { n: 1, at: START, topic: "bridge/devices", p: JSON.stringify([...(devices ?? []), other]) };
    await gateway.send({ messages: [both] });
    const nodes = await bench.db.collection("nodes").where("networkId", "==", networkId).get();
    expect(nodes.size).toBe(2);
    for (const { ref } of nodes.docs) await ref.update({ status: "active" });
    // Not in the first ten minutes, when it calls often anyway.
    bench.time.now = START + 700_000;
    const send = async (n: number) => {
      const reply = await gateway.send({ messages: draws([n, 700 + n, 100]) }, { now: bench.time.now });
      return typeof reply === "string" ? reply : reply.intervalMs;
    };
    expect(await send(2)).toBe(300_000);
    const when = { ...overload().when, subject: { of: "home" }, forMs: 0 } as RuleDraft["when"];
    const { ruleId, promptness } = await saveRule(bench.db, networkId, overload({ when }), bench.time.now);
    expect(promptness).toBe("interval");
    expect(await send(3)).toBe(10_000);
    await askRules(bench.db, "owner", { act: "setOn", networkId, ruleId, on: false }, bench.time.now);
    expect(await send(4)).toBe(300_000);
  });
});

describe("whom a rule names", () => {
  it("are told that it began and that it is over, unless they left the home between", async () => {
    const { networkId } = home;
    const [guest, leaver] = ["guest", "leaver"].map((name) => `${name}${networkId.replaceAll(/[^a-z]/g, "")}`) as [
      string,
      string,
    ];
    const terms = { role: "viewer", resolution: "raw", channels: null, view: null, until: null, historyFrom: null };
    const names = { label: "", purpose: "", networkName: "", timeZone: "Europe/Athens", ownerLabel: "" };
    const times = { from: START - 1000, at: START - 1000, lastOpenedAt: null, dueAt: null };
    const of = { v: 1, principal: "user", networkId, nodeId: null, source: "network", by: "owner" };
    const grantOf = (uid: string) => bench.db.doc(paths.networkGrant(networkId, uid));
    for (const principalId of [guest, leaver]) {
      const grant = grantSchema.parse({ ...of, ...terms, ...names, ...times, principalId });
      await grantOf(principalId).set(grant);
    }
    const when = { ...overload().when, forMs: 0 } as RuleDraft["when"];
    const [alarm, notify] = overload().actions as [RuleDraft["actions"][number], RuleDraft["actions"][number]];
    const to = { ...notify, to: [guest, leaver] } as typeof notify;
    await saveRule(bench.db, networkId, overload({ when, actions: [alarm, to] }), START);
    await gateway.send({ messages: draws([1, 0, 2150]) });
    await grantOf(leaver).delete();
    await followNetwork(createRulesContext(bench.db, bench.time.now), networkId);
    await gateway.send({ messages: draws([2, 0, 100]) });
    expect(await readAlarms()).toMatchObject([{ state: "cleared" }]);
    const phasesOf = async (uid: string) => {
      const { docs } = await bench.db.collection(paths.notices(uid)).get();
      return docs.map((each) => noticeSchema.parse(each.data()).phase).sort();
    };
    expect(await phasesOf(guest)).toEqual(["cleared", "raised"]);
    expect(await phasesOf(leaver)).toEqual(["raised"]);
  });
});

describe("what managers decide", () => {
  it("is versioned: past runs keep theirs, and a change ends what stood", async () => {
    const { ruleId } = await saveRule(
      bench.db,
      home.networkId,
      overload({ when: { ...overload().when, forMs: 0 } as RuleDraft["when"] }),
      START,
    );
    await gateway.send({ messages: draws([1, 4, 2150]) });
    const { networkId } = home;
    const rule = overload({ name: "Other" });
    await expect(
      askRules(bench.db, "owner", { act: "save", networkId, ruleId, version: 7, rule }, START),
    ).rejects.toMatchObject({ kind: "conflict" });
    bench.time.now = START + 10_000;
    const saved = await askRules(
      bench.db,
      "owner",
      { act: "save", networkId, ruleId, version: 1, rule },
      bench.time.now,
    );
    expect(saved).toMatchObject({ ruleId, version: 2 });
    expect(await readAlarms()).toMatchObject([{ state: "cleared" }]);
    expect(await readRuns(ruleId)).toMatchObject([{ version: 1, seq: 0 }]);
    // The heater is still on as far as anybody knows: the new version waits its own minute since then.
    bench.time.now = START + 70_000;
    await gateway.send({}, { now: bench.time.now });
    expect((await readRuns(ruleId)).map(({ version, seq }) => [version, seq])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    await askRules(bench.db, "owner", { act: "setOn", networkId, ruleId, on: false }, bench.time.now);
    expect((await readAlarms()).map(({ state }) => state)).toEqual(["cleared", "cleared"]);
    await askRules(bench.db, "owner", { act: "remove", networkId, ruleId }, bench.time.now);
    expect(await readRuns(ruleId)).toEqual([]);
    expect((await bench.db.collection(paths.ruleVersions(networkId, ruleId)).get()).size).toBe(0);
  });

  it("is theirs alone, and of what is there", async () => {
    const { networkId } = home;
    const save = (uid: string, rule: RuleDraft) =>
      askRules(bench.db, uid, { act: "save", networkId, ruleId: null, version: null, rule }, START);
    await expect(save("stranger", overload())).rejects.toMatchObject({ kind: "not_found" });
    const nobody = "x".repeat(22) as NodeId;
    const when: RuleDraft["when"] = { kind: "silent", nodeId: nobody, forMs: 3_600_000 };
    await expect(save("owner", overload({ when }))).rejects.toMatchObject({
      kind: "bad_request",
      errors: [{ path: "rule.conditions.0" }],
    });
  });
});
