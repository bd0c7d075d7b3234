import type { NodeId } from "@lastmeter/model/ids";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devices } from "../home/devices.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { call } from "../support/call.ts";
import { give, sniffOrders, toSet, waitForEnd } from "../support/commands.ts";
import {
  type Account,
  createAccount,
  openDatabase,
  requireStack,
  startTestNetwork,
  type TestNetwork,
} from "../support/stack.ts";
import { requireNode, waitForNodes } from "../support/stored.ts";

const plug = devices.find(({ key }) => key === "waterHeater") ?? expect.fail("no plug");

let owner: Account;
let network: TestNetwork;
let home: RunningHome;
let plugId: NodeId;
let orders: string[];

beforeAll(async () => {
  owner = await createAccount("owner");
  network = await startTestNetwork({ name: "commands", owner: owner.email });
  const config = { ...defaultHome, baseTopic: network.baseTopic };
  home = await runHome({
    mqttUrl: requireStack().mqtt,
    config,
    now: Date.now,
    tickMs: 250,
    kept: null,
    stateFile: null,
  });
  const nodes = await waitForNodes(openDatabase(), network.networkId, devices.length);
  plugId = requireNode(nodes, plug.address).id;
  orders = await sniffOrders(network);
  expect(await call("nodes", owner, { act: "edit", nodeId: plugId, changes: { status: "active" } })).toMatchObject({
    status: 200,
  });
});
afterAll(async () => {
  await home?.close();
  await network?.stop();
});

describe("a command", () => {
  it("is carried out by the device and confirmed by its own report", async () => {
    for (const value of [false, true]) {
      const { networkId } = network;
      orders.length = 0;
      const ended = await waitForEnd(networkId, await give(owner, networkId, toSet(plugId, value)));
      expect(ended).toMatchObject({ state: "confirmed", reason: null });
      await waitFor("the sniffer", () => orders.length > 0);
      expect(orders).toEqual([`${plug.address}/set {"state":"${value ? "ON" : "OFF"}"}`]);
    }
  });
});
