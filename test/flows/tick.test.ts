import { sweepQuiet } from "@lastmeter/functions/src/tick/sweep-quiet.store.ts";
import { applyTick } from "@lastmeter/functions/src/tick/tick.store.ts";
import { paths } from "@lastmeter/model/paths";
import { Timestamp } from "firebase-admin/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectGateway, type LinkBench, openLinkBench, START, toMessages } from "./link-bench.ts";

const OFFLINE_AFTER_MS = 300_000 + 90_000;

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;

beforeAll(() => {
  bench = openLinkBench("demo-tick");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.register();
});

async function readLinkHealth() {
  return (await bench.db.doc(paths.network(home.networkId)).get()).get("link");
}

describe("tick", () => {
  it("shows a silent gateway as offline once, and its next batch as online again", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({});
    await applyTick(bench.db, START + OFFLINE_AFTER_MS);
    expect(await readLinkHealth()).toMatchObject({ state: "online" });

    expect(await applyTick(bench.db, START + OFFLINE_AFTER_MS + 1)).toMatchObject({ offline: 1 });
    expect(await readLinkHealth()).toMatchObject({ state: "offline", since: START + OFFLINE_AFTER_MS });
    expect(await applyTick(bench.db, START + OFFLINE_AFTER_MS + 1)).toMatchObject({ offline: 0 });

    bench.time.now = START + OFFLINE_AFTER_MS + 5000;
    expect(await gateway.send({})).toMatchObject({ status: "stored" });
    expect(await readLinkHealth()).toMatchObject({ state: "online", since: bench.time.now });
  });

  it("never calls a network offline that no gateway has joined", async () => {
    await applyTick(bench.db, START + 10 * OFFLINE_AFTER_MS);
    expect(await readLinkHealth()).toMatchObject({ state: "waiting" });
  });

  it("deletes watches that ended and leaves the others", async () => {
    const ended = bench.db.doc(paths.watch(home.networkId, "ended"));
    const looking = bench.db.doc(paths.watch(home.networkId, "looking"));
    await ended.set({ until: START - 1 });
    await looking.set({ until: START + 60_000 });
    expect(await applyTick(bench.db, START)).toMatchObject({ watches: 1 });
    expect([(await ended.get()).exists, (await looking.get()).exists]).toEqual([false, true]);
  });

  it("leaves the ingest state beside alone", async () => {
    const shard = bench.db.doc(paths.shard(home.networkId, 1));
    await shard.set({ d: new Uint8Array([1]) });
    await bench.db.doc(paths.linkState(home.networkId)).update({ offlineAt: Timestamp.fromMillis(START) });
    await applyTick(bench.db, START + 1);
    expect((await shard.get()).exists).toBe(true);
  });
});

describe("devices of a network that does not tell whether they are there", () => {
  const HOUR_MS = 3_600_000;
  const EXPECTED_MS = 130 * 60_000;
  const readHealth = async (nodeId: string) => (await bench.db.doc(`health/${nodeId}`).get()).get("health");
  const sweep = () => sweepQuiet(bench.db, bench.time.now);

  it("are away once they are silent for longer than expected, with an alarm, and back with their next message", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 3) });
    const nodeId =
      (await bench.db.collection("nodes").where("networkId", "==", home.networkId).get()).docs[0]?.id ?? "";
    expect(await readHealth(nodeId)).toMatchObject({ availability: "online" });
    const seenAt = START + 3 * 10_000;

    // A meter on mains reports each hour at the least; its gateway goes on calling.
    const callAt = async (at: number) => {
      bench.time.now = at;
      const calling = await connectGateway(bench.context, home);
      await calling.send({}, { now: at });
      return calling;
    };
    await callAt(seenAt + 2 * HOUR_MS);
    await sweep();
    expect(await readHealth(nodeId)).toMatchObject({ availability: "online" });
    const calling = await callAt(seenAt + 3 * HOUR_MS);
    expect(await sweep()).toBe(1);
    expect(await readHealth(nodeId)).toMatchObject({ availability: "offline", availabilityAt: seenAt + EXPECTED_MS });
    expect(await sweep()).toBe(0);
    const alarms = await bench.db.collection(`networks/${home.networkId}/alarms`).get();
    expect(alarms.docs.map((each) => each.get("kind"))).toContain("nodeOffline");

    bench.time.now += 60_000;
    const at = bench.time.now;
    const news = { n: 4, at, topic: "kitchen/kettle plug", p: '{"power":5}' };
    expect(await calling.send({ messages: [news] }, { now: at })).toMatchObject({ status: "stored" });
    expect(await readHealth(nodeId)).toMatchObject({ availability: "online", availabilityAt: at });
  });

  it("are not missed while their gateway is away", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 3) });
    bench.time.now = START + 26 * HOUR_MS;
    await applyTick(bench.db, bench.time.now);
    expect(await sweep()).toBe(0);
  });
});
