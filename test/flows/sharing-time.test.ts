import { sweepGrants, sweepInvitations } from "@lastmeter/functions/src/tick/sweep-sharing.store.ts";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { START } from "./link-bench.ts";
import { DAY_MS, openSharingBench, type Person, type SharedHome, type SharingBench } from "./sharing-bench.ts";

let bench: SharingBench;
let home: SharedHome;
let eva: Person;

beforeAll(async () => {
  bench = await openSharingBench("demo-sharing-time");
  eva = await bench.createPerson("eva");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.createHome();
});

const only = (...uids: string[]) => [bench.owner.uid, ...uids].sort();

/** As the minute's tick would at that time. */
async function sweepAt(now: number): Promise<number> {
  bench.time.now = now;
  return sweepGrants(bench.link.db, bench.context());
}

const readActs = async () => (await bench.readLog(home.networkId)).map(({ act }) => act);

describe("the minute's sweep", () => {
  it("begins a grant when its time has come, and ends it", async () => {
    const [nodeId] = home.nodeIds;
    const from = START + DAY_MS;
    await bench.lend(home, eva, { from, until: from + DAY_MS });
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ dueAt: from });
    expect(await sweepAt(from - 1)).toBe(0);
    expect((await bench.readSeats(nodeId)).members).toEqual(only());

    expect(await sweepAt(from)).toBe(1);
    expect(await bench.readSeats(nodeId)).toMatchObject({ members: only(eva.uid), readers: only(eva.uid) });
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ dueAt: from + DAY_MS });
    expect(await sweepAt(from + DAY_MS - 1)).toBe(0);

    expect(await sweepAt(from + DAY_MS)).toBe(1);
    expect(await bench.readSeats(nodeId)).toMatchObject({ members: only(), readers: only() });
    expect(await bench.readGrant(nodeId, eva)).toBeUndefined();
    expect(await sweepAt(from + DAY_MS)).toBe(0);
    const log = await bench.readLog(home.networkId);
    expect(log.at(-1)).toMatchObject({ act: "expire", who: "lastmeter", principalId: eva.uid, nodeIds: [nodeId] });
    expect((await readActs()).toSorted()).toEqual(["expire", "grant", "invite"]);
  });

  it("ends a member's grant on all nodes with one entry", async () => {
    await bench.lend(home, eva, {}, null);
    expect(await sweepAt(START + 30 * DAY_MS)).toBe(1);
    for (const nodeId of home.nodeIds) {
      expect(await bench.readSeats(nodeId)).toEqual({ members: only(), readers: only(), managers: only() });
      expect(await bench.readGrant(nodeId, eva)).toBeUndefined();
    }
    expect((await readActs()).filter((act) => act === "expire")).toHaveLength(1);
    expect(await sweepAt(START + 30 * DAY_MS)).toBe(0);
  });

  it("puts the network's grant in the place of a node's own that is over", async () => {
    const [nodeId] = home.nodeIds;
    await bench.lend(home, eva, { until: null }, null);
    await bench.lend(home, eva, { resolution: "day", until: START + DAY_MS });
    await sweepAt(START + DAY_MS);
    expect(await bench.readGrant(nodeId, eva)).toMatchObject({ source: "network", resolution: "raw" });
    expect((await bench.readSeats(nodeId)).readers).toEqual(only(eva.uid));
  });

  it("leaves a grant alone that was made longer meanwhile", async () => {
    const [nodeId] = home.nodeIds;
    await bench.lend(home, eva, { until: START + DAY_MS });
    bench.time.now = START + DAY_MS;
    const due = sweepGrants(bench.link.db, bench.context());
    const terms = { role: "viewer", resolution: "raw", channels: null, historyFrom: null, purpose: "" };
    const longer = { ...terms, from: START, until: START + 9 * DAY_MS };
    const { networkId } = home;
    const change = { act: "change", networkId, nodeIds: [nodeId], principalId: eva.uid, terms: longer };
    const [, outcome] = await Promise.all([due, bench.act(bench.owner, change)]);
    const isThere = (await bench.readGrant(nodeId, eva)) !== undefined;
    expect(isThere).toBe(typeof outcome === "object");
    expect((await bench.readSeats(nodeId)).members).toEqual(isThere ? only(eva.uid) : only());
  });

  it("deletes invitations that nobody can answer any more, and leaves the others", async () => {
    const { networkId } = home;
    await bench.invite(home, eva);
    bench.time.now = START + 1;
    await bench.invite(home, eva);
    const open = bench.link.db.collection(paths.invitations(networkId));
    expect(await sweepInvitations(bench.link.db, START + DAY_MS - 1)).toBe(0);
    expect(await sweepInvitations(bench.link.db, START + DAY_MS)).toBeGreaterThan(0);
    expect((await open.get()).docs.map((snapshot) => snapshot.get("at"))).toEqual([START + 1]);
  });
});
