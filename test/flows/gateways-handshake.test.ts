import { handleHello } from "@lastmeter/functions/src/link/hello.ts";
import { createNetworkId } from "@lastmeter/functions/src/link/server-ids.ts";
import { applyTick } from "@lastmeter/functions/src/tick/tick.store.ts";
import { randomId } from "@lastmeter/model/ids";
import { randomBytes } from "@lastmeter/model/link/bytes";
import { sealHello } from "@lastmeter/model/link/handshake";
import { generateKey, parseKeyText } from "@lastmeter/model/link/key";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anOwner, openGatewaysBench } from "./gateways-bench.ts";
import {
  connectGateway,
  type LinkBench,
  openLinkBench,
  QUEUE_A,
  START,
  toHello,
  toMessages,
  toOutcome,
} from "./link-bench.ts";
import { readPowerW } from "./link-stored.ts";

const MINUTE = 60_000;

let bench: LinkBench;
let gateways: ReturnType<typeof openGatewaysBench>;
let home: Awaited<ReturnType<typeof gateways.register>>;

beforeAll(() => {
  bench = openLinkBench("demo-gateways-handshake");
  gateways = openGatewaysBench(bench);
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  home = await gateways.register();
});

const pass = (ms: number) => {
  bench.time.now += ms;
};
const now = () => ({ now: bench.time.now });
const hello = async (linkKey = home.linkKey, networkId = home.networkId) =>
  toOutcome(handleHello(bench.context, await sealHello(linkKey, toHello(networkId, linkKey))));
const readLink = async () => {
  const read = await bench.context.store.readLink(home.networkId);
  if (read === null) throw new Error("no network");
  return read.link;
};

describe("a hello", () => {
  it("for a network that was never registered is refused, and nothing is written", async () => {
    const networkId = await createNetworkId(bench.secrets.linkSecret);
    const before = { ...bench.operations };
    expect(await hello(home.linkKey, networkId)).toBe("auth_failed");
    expect(bench.operations.writes).toBe(before.writes);
    expect((await bench.db.doc(paths.gatewayStatus(networkId)).get()).exists).toBe(false);
  });

  it("under a wrong key shows in the wizard, once, until the right key comes", async () => {
    const wrong = { kid: home.linkKey.kid, key: randomBytes(32) };
    expect(await hello(wrong)).toBe("auth_failed");
    expect(await gateways.readStatus(home.networkId)).toMatchObject({ stage: "hello", helloAt: START, provedAt: null });
    expect(await gateways.faultsOf(home.networkId)).toEqual(["wrongKey"]);
    expect(await gateways.readNetwork(home.networkId)).toMatchObject({ link: { state: "waiting" } });
    const before = { ...bench.operations };
    for (let minute = 0; minute < 5; minute += 1) {
      pass(MINUTE);
      for (const key of [wrong, generateKey()]) expect(await hello(key)).toBe("auth_failed");
    }
    expect(bench.operations.writes).toBe(before.writes);
    const gateway = await connectGateway(bench.context, home);
    expect(await gateways.faultsOf(home.networkId)).toEqual([]);
    expect(await gateway.send({}, now())).toMatchObject({ status: "stored", intervalMs: 10_000 });
    expect(await gateways.readStatus(home.networkId)).toMatchObject({ stage: "proved", version: "0.1.0" });
    // Whoever tries now concerns nobody.
    pass(MINUTE);
    expect(await hello(wrong)).toBe("auth_failed");
    expect(await gateways.faultsOf(home.networkId)).toEqual([]);
  });

  it("that is replayed fills one place, gives nobody a session, and disturbs none", async () => {
    const body = await sealHello(home.linkKey, toHello(home.networkId, home.linkKey));
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({}, now());
    const { active } = await readLink();
    for (let count = 0; count < 9; count += 1) await handleHello(bench.restart(), body);
    for (let count = 0; count < 9; count += 1) await hello();
    const link = await readLink();
    expect(link.pending).toHaveLength(4);
    expect(link.active).toEqual(active);
    expect(await gateway.send({ messages: toMessages(0, 1) }, now())).toMatchObject({ status: "stored" });
  });
});

describe("a gateway that was there and calls with a wrong key", () => {
  it("raises an alarm, once, until the right one is back", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({}, now());
    pass(2 * MINUTE + 391_000);
    await applyTick(bench.db, bench.time.now);
    const readAlarms = async () => {
      const { docs } = await bench.db.collection(paths.alarms(home.networkId)).get();
      return docs.map((alarm) => `${alarm.get("kind")} ${alarm.get("state")}`).sort();
    };
    for (let call = 0; call < 3; call += 1) {
      pass(MINUTE);
      expect(await hello(generateKey())).toBe("auth_failed");
    }
    expect(await gateways.faultsOf(home.networkId)).toEqual(["wrongKey"]);
    expect(await readAlarms()).toEqual(["gatewayOffline raised", "keyProblem raised"]);
    await gateway.send({}, now());
    expect(await readAlarms()).toEqual(["gatewayOffline cleared", "keyProblem cleared"]);
  });
});

describe("faults of a gateway", () => {
  it("stand until they are mended, one by one", async () => {
    const gateway = await connectGateway(bench.context, home);
    const tell = async (head: object, messages: ReturnType<typeof toMessages> = []) => {
      pass(31_000);
      await gateway.send({ messages }, { ...now(), ...head });
      return gateways.faultsOf(home.networkId);
    };
    const info = (n: number, config: object) => [
      {
        n,
        at: bench.time.now,
        topic: "bridge/info",
        p: JSON.stringify({ version: "2.14.1", config: { devices: {}, ...config } }),
      },
    ];
    const state = (n: number, word: string) => [
      { n, at: bench.time.now, topic: "bridge/state", p: JSON.stringify({ state: word }) },
    ];
    expect(await tell({ broker: "disconnected", now: bench.time.now + 3_600_000 })).toEqual(["clock", "noBroker"]);
    expect(await tell({})).toEqual(["noProtocol"]);
    expect(await tell({}, state(0, "online"))).toEqual([]);
    expect(await tell({ qos0: true, networkKey: "wellKnown" }, info(1, {}))).toEqual([
      "qos0",
      "noAvailability",
      "defaultKey",
    ]);
    // What nothing is told of stays as it is.
    expect(await tell({})).toEqual(["qos0", "noAvailability", "defaultKey"]);
    expect(await tell({ qos0: false }, info(2, { availability: { enabled: true } }))).toEqual(["defaultKey"]);
    expect(await tell({ networkKey: "own" }, state(3, "offline"))).toEqual(["noProtocol"]);
    const status = await gateways.readStatus(home.networkId);
    expect(status).toMatchObject({ stage: "receiving", clockSkewMs: 0, version: "0.1.0" });
    expect(status.faults.map(({ fault }) => fault)).toContain("outdated");
  });

  it("cost an idle home one write an hour, and tell exactly when it was last seen once it is gone", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 1) }, now());
    const versions = new Set<number | undefined>();
    for (let batch = 0; batch < 24; batch += 1) {
      pass(5 * MINUTE);
      await gateway.send({ messages: toMessages(2 + batch, 2 + batch) }, now());
      versions.add((await bench.db.doc(paths.gatewayStatus(home.networkId)).get()).updateTime?.toMillis());
    }
    expect(versions.size).toBeLessThanOrEqual(4);
    const lastSeenAt = bench.time.now;
    await applyTick(bench.db, lastSeenAt + 391_000);
    expect(await gateways.readStatus(home.networkId)).toMatchObject({ lastSeenAt });
  });
});

describe("a key that is rotated", () => {
  it("goes to the gateway in each reply until a frame comes under it; then the old one is dead", async () => {
    const { networkId } = home;
    const gateway = await connectGateway(bench.context, home, { version: "0.2.0" });
    const old = await connectGateway(bench.context, home);
    await old.send({}, now());
    await gateway.send({}, now());
    expect(await gateways.act(anOwner, { act: "rotate", networkId })).toEqual({});
    expect(await gateways.act(anOwner, { act: "rotate", networkId })).toEqual({});
    expect((await readLink()).kids).toHaveLength(2);
    expect(await gateways.readStatus(networkId)).toMatchObject({ rotation: { state: "offered", since: START } });
    const replies = [await gateway.send({}, now()), await gateway.send({}, now(), bench.restart())];
    const [text, again] = replies.map((reply) => (typeof reply === "string" ? undefined : reply.nextKey));
    expect(again).toBe(text);
    const linkKey = parseKeyText(text ?? "");
    if (typeof linkKey === "string") expect.fail(linkKey);
    // Both open sessions until the new one is proved.
    expect(await hello()).toBeInstanceOf(Uint8Array);
    pass(1000);
    const next = await connectGateway(bench.context, { networkId, linkKey });
    expect(await gateways.readStatus(networkId)).toMatchObject({ rotation: { state: "proved" } });
    expect(await gateway.send({}, now())).toMatchObject({ status: "stored", nextKey: text });
    expect(await next.send({}, now())).not.toHaveProperty("nextKey");
    expect(await gateways.readStatus(networkId)).toMatchObject({ rotation: null, keyMadeAt: START });
    expect(await gateways.readKids(networkId)).toEqual([linkKey.kid]);
    expect(await gateway.send({}, now())).toBe("auth_failed");
    expect(await hello()).toBe("auth_failed");
    expect(await next.send({ messages: toMessages(0, 1) }, now())).toMatchObject({ status: "stored" });
  });

  it("is not given to a bridge that would not understand the reply", async () => {
    const gateway = await connectGateway(bench.context, home);
    await gateways.act(anOwner, { act: "rotate", networkId: home.networkId });
    expect(await gateway.send({}, now())).not.toHaveProperty("nextKey");
  });
});

describe("a gateway that is revoked, and then replaced", () => {
  it("is told so, gets nothing more, and loses nothing it had on its disk", async () => {
    const { networkId } = home;
    const gateway = await connectGateway(bench.context, home);
    await gateway.send({ messages: toMessages(0, 3) }, now());
    expect(await gateways.act(anOwner, { act: "revoke", networkId })).toEqual({});
    expect(await gateways.act(anOwner, { act: "revoke", networkId })).toEqual({});
    expect(await gateways.readNetwork(networkId)).toMatchObject({ linkEpoch: 2, link: { state: "offline" } });
    expect(await gateways.readStatus(networkId)).toMatchObject({ revokedAt: START });
    pass(MINUTE);
    const refused = await gateway.send({ messages: toMessages(4, 6) }, { ...now(), wantsToken: true });
    expect(refused).toMatchObject({ status: "refused", code: "revoked", cursor: { next: 4 } });
    expect(refused).not.toHaveProperty("listener");
    expect(await hello()).toBe("revoked");
    expect(await gateways.faultsOf(networkId)).toEqual(["revoked"]);
    expect(await gateways.act(anOwner, { act: "rotate", networkId })).toBe("revoked");
    // A tick does not call it offline anew, and whoever guesses is told less than who holds the key.
    await applyTick(bench.db, bench.time.now + 86_400_000);
    expect(await gateways.readNetwork(networkId)).toMatchObject({ link: { state: "offline", since: START } });
    expect(await hello({ kid: home.linkKey.kid, key: randomBytes(32) })).toBe("auth_failed");

    const next = await gateways.replace(networkId);
    expect(await gateways.readStatus(networkId)).toMatchObject({ stage: "waiting", revokedAt: null, faults: [] });
    expect(await gateways.readKids(networkId)).toEqual([next.linkKey.kid]);
    expect(await hello()).toBe("auth_failed");
    expect(await gateway.send({}, now())).toBe("auth_failed");
    pass(MINUTE);
    const anew = await connectGateway(bench.context, next);
    expect(anew.welcome.cursor).toEqual({ queueEpoch: QUEUE_A, next: 4 });
    expect(await anew.send({ messages: toMessages(2, 6) }, { ...now(), wantsToken: true })).toMatchObject({
      status: "stored",
      listener: { token: `token of ${networkId} 3` },
    });
    await anew.send({ messages: toMessages(60, 60) }, now());
    expect(await readPowerW(bench.db, networkId)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await gateways.readNetwork(networkId)).toMatchObject({ linkEpoch: 3, link: { state: "online" } });
    expect(await gateways.readStatus(networkId)).toMatchObject({ stage: "receiving", keyMadeAt: START + MINUTE });
  });
});

describe("two live copies of one gateway", () => {
  it("are told apart within a call: the first is heard, the other waits, until it falls silent", async () => {
    const { networkId } = home;
    const [a, b] = [randomId(), randomId()];
    const send = async (boot: string, from: number, to: number) => {
      const gateway = await connectGateway(bench.context, home, { boot });
      pass(1000);
      return gateway.send({ messages: toMessages(from, to) }, now());
    };
    const readAlarms = async () => {
      const alarms = await bench.db.collection(paths.alarms(networkId)).where("kind", "==", "clone").get();
      return alarms.docs.map((alarm) => [alarm.get("severity"), alarm.get("state")]);
    };
    expect(await send(a, 0, 3)).toMatchObject({ status: "stored" });
    // A restart is no clone, but rings whoever may still be alive.
    expect(await send(b, 4, 5)).toMatchObject({ status: "stored" });
    expect((await bench.db.doc(paths.gatewayBell(networkId)).get()).exists).toBe(true);
    expect(await readAlarms()).toEqual([]);
    expect(await send(a, 6, 7)).toMatchObject({ status: "stored" });
    expect(await gateways.faultsOf(networkId)).toContain("clone");
    expect(await readAlarms()).toEqual([["critical", "raised"]]);
    expect(await send(b, 8, 9)).toBe("another_runs");
    expect(await send(randomId(), 8, 9)).toBe("another_runs");
    expect(await send(a, 8, 8)).toMatchObject({ status: "stored", cursor: { next: 9 } });
    // The other copy is switched off.
    for (let call = 0; call < 3; call += 1) {
      pass(4 * MINUTE);
      await send(a, 9 + call, 9 + call);
    }
    expect(await gateways.faultsOf(networkId)).not.toContain("clone");
    expect(await readAlarms()).toEqual([["critical", "cleared"]]);
    expect((await readLink()).starts).toMatchObject({ boot: a });
    await send(a, 60, 60);
    expect(await readPowerW(bench.db, networkId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("do not count what a recording's reader says beside the gateway", async () => {
    const [a, b] = [randomId(), randomId()];
    for (const [boot, backfill] of [
      [a, false],
      [b, true],
      [a, false],
      [b, true],
    ] as const) {
      const gateway = await connectGateway(bench.context, home, { boot });
      const queueEpoch = backfill ? "R".repeat(22) : QUEUE_A;
      expect(await gateway.send({ backfill, queueEpoch }, now())).toMatchObject({ status: "stored" });
    }
    expect(await gateways.faultsOf(home.networkId)).not.toContain("clone");
  });
});
