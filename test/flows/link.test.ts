import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { openWelcome, sealHello } from "@lastmeter/model/link/handshake";
import { linkLimits } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  connectGateway,
  type LinkBench,
  openLinkBench,
  QUEUE_A,
  QUEUE_B,
  START,
  toBatchBytes,
  toHello,
  toMessages,
} from "./link-bench.ts";
import { readPowerW } from "./link-stored.ts";

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;

beforeAll(() => {
  bench = openLinkBench("demo-link");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await bench.register();
});

async function readNetwork(field: string): Promise<unknown> {
  return (await bench.db.doc(paths.network(home.networkId)).get()).get(field);
}

async function readLink(field: string): Promise<unknown> {
  return (await bench.db.doc(paths.linkState(home.networkId)).get()).get(`link.${field}`);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

describe("a gateway's first minute", () => {
  it("is connected only once it has sealed a frame, and gets its listener, interest and filters then", async () => {
    const gateway = await connectGateway(bench.context, home);
    expect(gateway.welcome.cursor).toEqual({ queueEpoch: null, next: 0 });
    expect(await readNetwork("link.state")).toBe("waiting");

    const reply = await gateway.send({ messages: toMessages(0, 2) }, { wantsToken: true });
    expect(reply).toMatchObject({ status: "stored", cursor: { queueEpoch: QUEUE_A, next: 3 }, intervalMs: 10_000 });
    if (typeof reply === "string" || reply.interest === undefined) expect.fail("no interest");
    const { version } = reply.interest;
    expect(await gateway.send({}, { interestVersion: version })).not.toHaveProperty("interest");
    expect(await gateway.send({}, { interestVersion: version - 1 })).toHaveProperty("interest.version", version);
    expect(reply).toHaveProperty("listener.token", `token of ${home.networkId} 1`);
    expect(await readNetwork("link")).toMatchObject({ state: "online", since: START, bridgeVersion: "0.1.0" });
    const nodes = await bench.db.collection("nodes").where("networkId", "==", home.networkId).get();
    expect(nodes.docs.map((node) => [node.get("name"), node.get("status"), node.get("memberIds")])).toEqual([
      ["kitchen/kettle plug", "pending", ["owner"]],
    ]);
    const config = await bench.db.collection(paths.config(home.networkId)).get();
    expect(config.docs.map((record) => record.get("topic"))).toContain("bridge/devices");
  });

  it("costs 1 read and no more writes than documents change", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 2) });
    const before = { ...bench.operations };
    await gateway.send({ messages: toMessages(3, 5) });
    expect(bench.operations.reads - before.reads).toBe(1);
    expect(bench.operations.writes - before.writes).toBe(1);
  });
});

describe("exactly once", () => {
  it("stores a batch that comes twice, or overlaps, or meets another instance, once", async () => {
    const gateway = await connectGateway(bench.context, home);
    const first = toBatchBytes({ messages: toMessages(0, 10) });
    expect(await gateway.send(first)).toMatchObject({ status: "stored" });
    expect(await gateway.send(first)).toMatchObject({ status: "duplicate", cursor: { next: 11 } });
    expect(await gateway.send(first, {}, bench.restart())).toMatchObject({ status: "duplicate" });
    expect(await gateway.send({ messages: toMessages(6, 20) })).toMatchObject({
      status: "stored",
      cursor: { next: 21 },
    });
    await gateway.send({ messages: toMessages(40, 41) });
    expect(await readPowerW(bench.db, home.networkId)).toEqual(range(1, 20));
  });

  it("refuses other content under stored numbers", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 3) });
    const other = toMessages(0, 3).map((message) => (message.n === 3 ? { ...message, p: '{"power":999}' } : message));
    expect(await gateway.send({ messages: other })).toMatchObject({ status: "refused", code: "batch_conflict" });
    expect(await gateway.send({ messages: toMessages(4, 5) })).toMatchObject({ status: "stored" });
  });

  it("counts a new queue from 0, and goes on where an earlier one stood if it comes back", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 10) });
    const renumbered = toMessages(11, 20).map((message, n) => ({ ...message, n }));
    expect(await gateway.send({ queueEpoch: QUEUE_B, messages: renumbered })).toMatchObject({
      status: "stored",
      cursor: { queueEpoch: QUEUE_B, next: 10 },
    });
    const welcomed = await connectGateway(bench.context, home);
    expect(welcomed.welcome.cursor).toEqual({ queueEpoch: QUEUE_B, next: 10 });
    expect(await welcomed.send({ messages: toMessages(1, 10) })).toMatchObject({ status: "duplicate" });
    await welcomed.send({ queueEpoch: QUEUE_B, messages: toMessages(40, 41) });
    expect(await readPowerW(bench.db, home.networkId)).toEqual(range(1, 20));
  });

  it("holds when two instances take different frames at the same moment", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 1) });
    const batch = toBatchBytes({ messages: toMessages(2, 9) });
    const replies = await Promise.all([
      gateway.send(batch),
      gateway.send(batch, {}, bench.restart()),
      gateway.send(batch, {}, bench.restart()),
    ]);
    const statuses = replies.map((reply) => (typeof reply === "string" ? reply : reply.status));
    expect(statuses.toSorted()).toEqual(["duplicate", "duplicate", "stored"]);
    await gateway.send({ messages: toMessages(40, 41) });
    expect(await readPowerW(bench.db, home.networkId)).toEqual(range(1, 9));
  });

  it("says so when it cannot win, and the same batch is stored by the next try", async () => {
    const gateway = await connectGateway(bench.context, home);
    const stuck = bench.restart({ store: { ...bench.context.store, commit: async () => "conflict" } });
    const batch = toBatchBytes({ messages: toMessages(0, 3) });
    expect(await gateway.send(batch, {}, stuck)).toBe("unavailable");
    expect(await gateway.send(batch)).toMatchObject({ status: "stored" });
  });
});

describe("messages that cannot be used", () => {
  it("become dead letters and leave their neighbours alone", async () => {
    const gateway = await connectGateway(bench.context, home);
    const [devices, first, second] = toMessages(0, 2);
    if (!devices || !first || !second) throw new Error("three messages");
    const messages = [
      devices,
      first,
      { n: 2, at: START, topic: "kitchen/kettle plug", p: `{"power":${" ".repeat(linkLimits.stateMessageBytes)}1}` },
      { n: 3, at: START, topic: "bridge/info", p: " ".repeat(linkLimits.networkMessageBytes + 1) },
      { n: 4, at: START, topic: "kitchen/kettle plug", b: "*" },
      { n: 5, at: START, topic: "kitchen/kettle plug", b: btoa("\xff") },
      { ...second, n: 6 },
      ...toMessages(40, 41),
    ];
    expect(await gateway.send({ messages })).toMatchObject({ status: "stored", cursor: { next: 42 } });
    const letters = await bench.db.collection(paths.deadLetters(home.networkId)).get();
    expect(letters.docs.map((letter) => letter.get("sequence")).sort()).toEqual([2, 3, 4, 5]);
    for (const letter of letters.docs) expect(letter.get("reason")).toMatch(/expected|UTF-8/);
    expect(await readPowerW(bench.db, home.networkId)).toEqual([1, 2]);
  });

  it("because the decoder itself breaks on one, are only that one", async () => {
    const protocol = bench.context.protocolFor("zigbee2mqtt");
    const fragile: typeof protocol = {
      ...protocol,
      async decode(directory, messages) {
        if (messages.some(({ sequence }) => sequence === 2)) throw new Error("a bug");
        return protocol.decode(directory, messages);
      },
    };
    const instance = bench.restart({ protocolFor: () => fragile });
    const gateway = await connectGateway(instance, home);
    expect(await gateway.send({ messages: toMessages(0, 4) })).toMatchObject({ status: "stored", cursor: { next: 5 } });
    await gateway.send({ messages: toMessages(40, 41) });
    const letters = await bench.db.collection(paths.deadLetters(home.networkId)).get();
    expect(letters.docs.map((letter) => letter.get("sequence"))).toEqual([2]);
    expect(await readPowerW(bench.db, home.networkId)).toEqual([1, 3, 4]);
  });

  it("that the gateway's full queue dropped are kept as a letter, and the count goes on behind them", async () => {
    const gateway = await connectGateway(bench.context, home);
    const gaps = [{ from: 3, to: 9, dropped: 7, fromAt: START, toAt: START + 1 }];
    const messages = [...toMessages(0, 2), ...toMessages(10, 11)];
    expect(await gateway.send({ messages, gaps })).toMatchObject({ cursor: { next: 12 } });
    const letters = await bench.db.collection(paths.deadLetters(home.networkId)).get();
    expect(letters.docs.map((letter) => letter.get("reason"))).toEqual([expect.stringContaining("7 messages dropped")]);
  });
});

describe("a backlog", () => {
  it.each([true, false])(
    "drains while its newest values are shown and not stored (back-fill: %s)",
    async (backfill) => {
      const gateway = await connectGateway(bench.context, home);
      await gateway.send({ messages: toMessages(0, 2) });
      const latest = toMessages(20, 20).map((message) => ({ ...message, n: 900, p: '{"power":777}' }));
      const reply = await gateway.send({ backfill, messages: toMessages(3, 5), latest }, { watched: "yes" });
      expect(reply).toMatchObject({ status: "stored", cursor: { next: 6 } });
      const [live] = (await bench.db.collection("live").where("networkId", "==", home.networkId).get()).docs;
      expect(live?.get("d.values.power")).toEqual({ value: 7770, at: START + 200_000 });
      await gateway.send({ messages: toMessages(40, 41) });
      expect(await readPowerW(bench.db, home.networkId)).toEqual(range(1, 5));
    },
  );
});

describe("sessions", () => {
  it("wait four at the most, for 60 s, and none of them ends the active one", async () => {
    const active = await connectGateway(bench.context, home);
    await active.send({});
    const waiting = [];
    for (let count = 0; count < 6; count += 1) waiting.push(await connectGateway(bench.context, home));
    expect(await readLink("pending")).toHaveLength(4);
    expect(await active.send({})).toMatchObject({ status: "stored" });
    expect(await waiting[1]?.send({})).toBe("auth_failed");
    expect(await waiting[5]?.send({})).toMatchObject({ status: "stored" });
    expect(await active.send({})).toBe("auth_failed");
  });

  it("of a replayed hello fill one place, and nobody holds their keys", async () => {
    const hello = await sealHello(home.linkKey, toHello(home.networkId, home.linkKey));
    const sids = new Set<string | undefined>();
    for (let count = 0; count < 3; count += 1) {
      sids.add((await openWelcome(home.linkKey, hello, await handleHello(bench.context, hello)))?.sid);
    }
    expect(sids.size).toBe(3);
    expect(await readLink("pending")).toHaveLength(1);
  });
});
