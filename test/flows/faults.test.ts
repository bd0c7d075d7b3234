import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../stack/wait-for.ts";
import { type FaultProxy, startFaultProxy } from "../support/fault-proxy.ts";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { openDatabase, requireStack, startTestNetwork, type TestNetwork } from "../support/stack.ts";
import { readNodes, readRaw, requireNode, waitForNodes, watchNetwork } from "../support/stored.ts";

const db = openDatabase();
let proxy: FaultProxy;
let network: TestNetwork;
/** Power in W of the messages published so far: each value once, so that a loss or a double shows. */
let published = 0;

beforeAll(async () => {
  proxy = await startFaultProxy(requireStack().functions);
  network = await startTestNetwork({ name: "faults", dispatcher: proxy.url });
  await network.publish("bridge/state", '{"state":"online"}', true);
  await network.publish("bridge/devices", toDeviceList("desk plug"), true);
  await waitForNodes(db, network.networkId, 1);
});
afterAll(async () => {
  await network?.stop();
  await proxy?.stop();
});

/** Resolves when the broker has been told that the bridge holds every one of them: QoS 1 on both sides. */
async function publishSome(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    published += 1;
    await network.publish("desk plug", JSON.stringify({ power: published, state: "ON", linkquality: 100 }));
  }
}

async function readPowers(): Promise<number[]> {
  const plug = requireNode(await readNodes(db, network.networkId), plugAddress);
  return (await readRaw(db, network.networkId, plug, "power")).map(({ value }) => value / 10);
}

const wanted = () => Array.from({ length: published }, (_, i) => i + 1);

async function expectAllStoredOnce(): Promise<void> {
  await watchNetwork(db, network.networkId);
  await waitFor(
    `${published} readings to be stored`,
    async () => (await readPowers()).length >= published,
    60_000,
  ).catch(() => {});
  const stored = await readPowers();
  expect(stored.toSorted((a, b) => a - b)).toEqual(wanted());
}

describe("whatever fails between the meter and the cloud", () => {
  it("stores what a healthy path carries, once", async () => {
    await watchNetwork(db, network.networkId);
    await publishSome(20);
    await expectAllStoredOnce();
  });

  it("stores every message once though the bridge is killed in the middle of a stream", async () => {
    await watchNetwork(db, network.networkId);
    for (const burst of [37, 61, 23]) {
      const before = published;
      const stream = publishSome(burst);
      await waitFor("part of the stream to be published", () => published - before > burst / 3);
      await network.bridge.kill();
      await stream;
      await network.startBridge();
    }
    await expectAllStoredOnce();
  });

  it("drains the backlog once after the cloud was away", async () => {
    proxy.fault = "cut";
    await publishSome(150);
    await waitFor(
      "the bridge to hold the backlog",
      async () => Number((await network.health()).queueLength ?? 150) >= 150,
    );
    expect((await readPowers()).length).toBeLessThan(published);
    proxy.fault = "none";
    await expectAllStoredOnce();
  });

  it.each([
    ["a captive portal answers 200 to everything", "portal"],
    ["replies are lost after the cloud has stored", "lose-reply"],
    ["a proxy answers 403", { status: 403 }],
    ["a proxy answers 409", { status: 409 }],
    ["a proxy answers 413", { status: 413 }],
    ["the cloud answers 503", { status: 503 }],
  ] as const)("loses and doubles nothing while %s", async (_, fault) => {
    const before = proxy.captured.length;
    proxy.fault = fault;
    await watchNetwork(db, network.networkId);
    await publishSome(10);
    await waitFor("the bridge to try", () => proxy.captured.length > before, 60_000);
    proxy.fault = "none";
    await network.bridge.kill();
    await network.startBridge();
    await expectAllStoredOnce();
  });
});
