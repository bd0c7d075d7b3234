import type { CommandOrder } from "@lastmeter/model/command";
import { type NodeId, randomId, toNodeId } from "@lastmeter/model/ids";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { devices } from "../home/devices.ts";
import { type RunningHome, runHome } from "../home/run-home.ts";
import { defaultHome } from "../home/simulated-zigbee2mqtt.ts";
import { waitFor } from "../stack/wait-for.ts";
import { createProgram, openApi, toBearer } from "../support/api.ts";
import { toWrongClock } from "../support/bridge-process.ts";
import { call } from "../support/call.ts";
import { give, readCommand, sniffOrders, toSet, waitForEnd } from "../support/commands.ts";
import { toDeviceList } from "../support/plug.ts";
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
const db = openDatabase();
let owner: Account;

/** Nobody looks at it, and its bridge calls each five minutes: what is quicker, the doorbell has made so. */
async function startIdle(name: string, speak: (network: TestNetwork) => Promise<unknown>, count: number) {
  const network = await startTestNetwork({ name, owner: owner.email });
  await speak(network);
  await waitForNodes(db, network.networkId, count);
  const orders = await sniffOrders(network);
  await db.doc(paths.watch(network.networkId, "test")).delete();
  const isIdle = async () => Reflect.get(Object((await network.health()).relay), "watched") === false;
  await waitFor("nobody to look", isIdle);
  return { network, orders };
}
const approve = async (nodeId: NodeId) =>
  expect(await call("nodes", owner, { act: "edit", nodeId, changes: { status: "active" } })).toMatchObject({
    status: 200,
  });

beforeAll(async () => {
  owner = await createAccount("owner");
});

describe("a home with Zigbee2MQTT", () => {
  let network: TestNetwork;
  let home: RunningHome;
  let orders: string[];
  let plugId: NodeId;

  beforeAll(async () => {
    const speak = async ({ baseTopic }: TestNetwork) => {
      const config = { ...defaultHome, baseTopic, lost: ["door"] };
      const timing = { now: Date.now, tickMs: 250 };
      home = await runHome({ mqttUrl: requireStack().mqtt, config, ...timing, kept: null, stateFile: null });
    };
    ({ network, orders } = await startIdle("commands", speak, devices.length));
    plugId = await toNodeId(network.networkId, plug.address);
    await approve(plugId);
  });
  afterAll(async () => {
    await home?.close();
    await network?.stop();
  });
  beforeEach(() => {
    orders.length = 0;
  });
  const giveAndWait = async (order: CommandOrder) =>
    waitForEnd(network.networkId, await give(owner, network.networkId, order));
  const toOrder = (state: string) => `${plug.address}/set {"state":"${state}"}`;

  it("switches a plug and is told by its own report, also where the old state is published first", async () => {
    expect(await giveAndWait(toSet(plugId, false))).toMatchObject({ state: "confirmed", reason: null });
    // With `last_seen` on, the device's acknowledgement republishes the old state.
    await network.publish("bridge/request/options", '{"options":{"advanced":{"last_seen":"epoch"}}}');
    expect(await giveAndWait(toSet(plugId, true))).toMatchObject({ state: "confirmed" });
    expect(await giveAndWait(toSet(plugId, true))).toMatchObject({ state: "confirmed" });
    expect(orders.filter((order) => order.startsWith("0x"))).toEqual([toOrder("OFF"), toOrder("ON"), toOrder("ON")]);
  });

  it("sets a thermostat in the device's words", async () => {
    const thermostat = devices.find(({ key }) => key === "thermostat") ?? expect.fail("no thermostat");
    const { id, node } = requireNode(await waitForNodes(db, network.networkId, devices.length), thermostat.address);
    await approve(id);
    const setpoint = Object.values(node.channels).find(({ path }) => path[0] === "occupied_heating_setpoint");
    const order = toSet(id, 20.5, setpoint?.key);
    expect(await giveAndWait(order)).toMatchObject({ state: "confirmed" });
    expect(orders).toEqual([`${thermostat.address}/set {"occupied_heating_setpoint":20.5}`]);
    expect(
      await call("command", owner, { networkId: network.networkId, order: { ...order, value: 90 } }),
    ).toMatchObject({
      status: 400,
      body: { error: { details: { errors: [{ path: "order.value" }] } } },
    });
  });

  it("opens for new devices, and removes one, with Zigbee2MQTT's own answer", async () => {
    expect(await giveAndWait({ kind: "permitJoin", seconds: 30 })).toMatchObject({ state: "confirmed" });
    expect(await giveAndWait({ kind: "permitJoin", seconds: 0 })).toMatchObject({ state: "confirmed" });
    const door = devices.find(({ key }) => key === "door") ?? expect.fail("no door");
    const nodeId = await toNodeId(network.networkId, door.address);
    const unheard = { state: "failed", reason: "unreachable", detail: expect.stringContaining("Failed to remove") };
    expect(await giveAndWait({ kind: "removeNode", nodeId })).toMatchObject(unheard);
    expect(await giveAndWait({ kind: "removeNode", nodeId, force: true })).toMatchObject({ state: "confirmed" });
    const isRemoved = async () => (await db.doc(paths.node(nodeId)).get()).get("status") === "removed";
    await waitFor("the node to leave", isRemoved);
    const refused = await call("command", owner, {
      networkId: network.networkId,
      order: { kind: "removeNode", nodeId },
    });
    expect(refused.status).toBe(400);
  });

  it("is set and switched by a program that its owner made administrator of one device", async () => {
    const client = openApi();
    const scopes = ["configuration:write", "commands:write"] as const;
    const of = { networkId: network.networkId, nodeId: plugId };
    const headers = await toBearer(client, await createProgram(owner, of, { role: "admin", scopes }));
    const path = { nodeId: plugId };
    const key = "x:power_on_behavior";
    const read = async () => {
      const { data } = await client.GET("/v1/nodes/{nodeId}/configuration", { headers, params: { path } });
      return data?.settings.find((setting) => setting.key === key);
    };
    const set = (value: string) =>
      client.PUT("/v1/nodes/{nodeId}/configuration", {
        ...{ headers, params: { path } },
        body: { changes: [{ key, value, rev: 0 }] },
      });
    expect(await read()).toMatchObject({ field: { type: "choice" }, rev: 0, wanted: null });
    expect((await set("blink")).error).toMatchObject({ status: 400, errors: [{ path: "changes.0.value" }] });
    const wanted = await set("previous");
    const rev = wanted.data?.settings[0]?.rev;
    expect([wanted.response.status, wanted.data?.settings]).toEqual([202, [{ key, rev: expect.any(Number) }]]);
    expect(wanted.response.headers.get("location")).toBe(`/v1/nodes/${plugId}/configuration`);
    // Who comes second is told what is wanted now.
    expect((await set("off")).error).toMatchObject({ status: 409, errors: [{ path: key, expected: '"previous"' }] });
    await waitFor("the device to have it", async () => (await read())?.wanted?.state === "confirmed", 90_000);
    expect(await read()).toMatchObject({ rev, reported: { value: "previous" } });

    const given = await client.POST("/v1/nodes/{nodeId}/commands", {
      ...{ headers, params: { path, header: { "Idempotency-Key": randomId() } } },
      body: { channel: "state", value: false, lifeS: 60 },
    });
    const followed = { ...path, commandId: given.data?.id ?? "" };
    await waitFor("the command to be confirmed", async () => {
      const params = { path: followed };
      return (
        (await client.GET("/v1/nodes/{nodeId}/commands/{commandId}", { headers, params })).data?.state === "confirmed"
      );
    });
    const log = await db.collection(paths.accessLogs(of.networkId)).where("whoLabel", "==", "My script").get();
    expect(log.docs.map((entry) => entry.get("act")).sort()).toEqual(
      expect.arrayContaining(["command", "configuration", "open"]),
    );
  });

  it("is told by nobody who may not", async () => {
    const stranger = await createAccount("stranger");
    const request = { networkId: network.networkId, order: toSet(plugId, false) };
    expect((await call("command", null, request)).status).toBe(401);
    expect((await call("command", stranger, request)).status).toBe(404);
    expect((await call("command", owner, { ...request, lifeMs: 900_001 })).status).toBe(400);
    expect(orders).toEqual([]);
  });

  it.each([
    ["as it was", 0],
    ["set back by an hour", -3_600_000],
  ])(
    "that is away gets only the newest when it is back, and nothing whose time is over or whose giver may not any more; its clock %s",
    async (_, clockMs) => {
      const { networkId } = network;
      const thermostatId = await toNodeId(networkId, devices.find(({ key }) => key === "thermostat")?.address ?? "");
      await network.bridge.stop();
      const late = await give(owner, networkId, { kind: "permitJoin", seconds: 60 }, 1000);
      const older = await give(owner, networkId, toSet(plugId, false));
      const newer = await give(owner, networkId, toSet(plugId, true));
      const denied = await give(owner, networkId, toSet(thermostatId, 19, "occupiedHeatingSetpoint"));
      // As if the owner had given the home away meanwhile.
      await db.doc(paths.command(networkId, denied)).update({ who: "formerOwner" });
      const { deadline } = await readCommand(networkId, late);
      await waitFor("the deadline and a second", () => Date.now() > deadline + 1000);
      await network.startBridge(toWrongClock(clockMs));
      const ends = await Promise.all([late, older, newer, denied].map((id) => waitForEnd(networkId, id)));
      expect(ends.map(({ state, reason }) => [state, reason])).toEqual([
        ["expired", "no_gateway"],
        ["failed", "superseded"],
        ["confirmed", null],
        ["denied", "no_grant"],
      ]);
      expect(orders).toEqual([toOrder("ON")]);
    },
  );
});

describe("devices with hostile names", () => {
  const names = ["+", "#", "a/#", "bridge/request/restart", "nul\u0000/set", "../x", "$SYS/set", "x/set"];
  const toAddress = (nth: number) => `0x00158d00000000${(16 + nth).toString(16)}`;

  it("are told by their addresses, and nothing else is ever published", async () => {
    const list = names.flatMap((name, nth) => JSON.parse(toDeviceList(name, toAddress(nth))).slice(nth === 0 ? 0 : 1));
    const speak = ({ publish }: TestNetwork) => publish("bridge/devices", JSON.stringify(list), true);
    const { network, orders } = await startIdle("hostile names", speak, names.length);
    try {
      const commandIds: string[] = [];
      for (const nth of names.keys()) {
        const nodeId = await toNodeId(network.networkId, toAddress(nth));
        await approve(nodeId);
        commandIds.push(await give(owner, network.networkId, toSet(nodeId, true)));
      }
      await waitFor("every order", () => orders.length >= names.length);
      // The one device whose name can be a topic answers.
      await network.publish("../x", '{"state":"ON"}');
      const answered = await waitForEnd(network.networkId, commandIds[names.indexOf("../x")] ?? "");
      expect(answered.state).toBe("confirmed");
      const expected = names.map((_, nth) => `${toAddress(nth)}/set {"state":"ON"}`);
      expect(orders.toSorted()).toEqual(expected.toSorted());
    } finally {
      await network.stop();
    }
  });
});
