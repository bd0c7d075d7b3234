import { createCommandStore } from "@lastmeter/functions/src/commands/command.store.ts";
import { createCommand } from "@lastmeter/functions/src/commands/create-command.ts";
import { sweepCommands } from "@lastmeter/functions/src/commands/sweep.store.ts";
import { AppError } from "@lastmeter/functions/src/platform/app-error.ts";
import { type Command, type CommandOrder, commandSchema } from "@lastmeter/model/command";
import type { Grant } from "@lastmeter/model/grant";
import { type NodeId, toNodeId } from "@lastmeter/model/ids";
import type { LinkCommand, UplinkHead } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { plugAddress, toDeviceList } from "../support/plug.ts";
import { openGatewaysBench } from "./gateways-bench.ts";
import { connectGateway, type LinkBench, openLinkBench, START, type TestGateway } from "./link-bench.ts";

let bench: LinkBench;
let home: Awaited<ReturnType<LinkBench["register"]>>;
let gateway: TestGateway;
let nodeId: NodeId;
let sent: number;

beforeAll(() => {
  bench = openLinkBench("demo-commands");
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.time.now = START;
  sent = 0;
  home = await bench.register();
  nodeId = await toNodeId(home.networkId, plugAddress);
  gateway = await connectGateway(bench.context, home, { version: "0.2.0" });
  await say(["bridge/devices", toDeviceList("plug")], ["plug", { state: "OFF", power: 0 }]);
  await bench.db.doc(paths.node(nodeId)).update({ status: "active" });
});

const on: CommandOrder = { kind: "set", nodeId: "" as NodeId, channel: "state", value: true };
const toOrder = (order: CommandOrder) => ("nodeId" in order ? { ...order, nodeId } : order);

function give(order: CommandOrder = on, who = "owner", lifeMs = 60_000): Promise<{ commandId: string }> {
  const context = { store: createCommandStore(bench.db), clock: () => bench.time.now };
  const actor = { who, whoLabel: "", why: { source: "app", cause: null, hops: 0 } } as const;
  return createCommand(context, { networkId: home.networkId, order: toOrder(order), lifeMs, actor });
}

async function faultOf(given: Promise<unknown>): Promise<string | undefined> {
  return given.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? error.kind : String(error)),
  );
}

async function read(commandId: string): Promise<Command> {
  return commandSchema.parse((await bench.db.doc(paths.command(home.networkId, commandId)).get()).data());
}

type Said = readonly [topic: string, payload: object | string];
const toMessages = (said: readonly Said[]) =>
  said.map(([topic, payload]) => {
    const p = typeof payload === "string" ? payload : JSON.stringify(payload);
    return { n: sent++, at: bench.time.now, topic, p };
  });

/** One frame; what its reply hands over. */
async function frame(head: Partial<UplinkHead>, ...said: Said[]): Promise<readonly LinkCommand[]> {
  const reply = await gateway.send({ messages: toMessages(said) }, { now: bench.time.now, ...head });
  if (typeof reply === "string") throw new Error(reply);
  return reply.commands ?? [];
}
const say = (...said: Said[]) => frame({}, ...said);
/** What a bridge says once it has published, before the device reports. */
const publishedAs = (commandId: string) => ({ outcomes: [{ commandId, outcome: "published" as const, n: sent }] });

async function grant(principalId: string, terms: Partial<Grant>, of: "node" | "network" = "node"): Promise<void> {
  const path = of === "node" ? paths.nodeGrant(nodeId, principalId) : paths.networkGrant(home.networkId, principalId);
  const whole: Grant = {
    v: 1,
    principalId,
    principal: principalId.startsWith("c~") ? "client" : "user",
    label: "",
    networkId: home.networkId,
    nodeId: of === "node" ? nodeId : null,
    source: of,
    role: "operator",
    resolution: "raw",
    channels: null,
    view: null,
    from: START - 1000,
    until: null,
    historyFrom: null,
    purpose: "",
    by: "owner",
    at: START - 1000,
    networkName: "Home",
    timeZone: "Europe/Athens",
    ownerLabel: "",
    lastOpenedAt: null,
    dueAt: null,
    ...terms,
  };
  await bench.db.doc(path).set(whole);
}

describe("who may", () => {
  const join: CommandOrder = { kind: "permitJoin", seconds: 60 };
  const remove: CommandOrder = { kind: "removeNode", nodeId: "" as NodeId };

  it("operates nodes by a grant of theirs, and the network only as its administrator", async () => {
    await grant("operator", {});
    await grant("viewer", { role: "viewer" });
    await grant("former", { until: START - 1 });
    await grant("c~operator1", {});
    await grant("c~viewer01", { role: "viewer" });
    await grant("nodeAdmin", { role: "admin" });
    await grant("networkAdmin", { role: "admin" });
    await grant("networkAdmin", { role: "admin" }, "network");
    const rows: [string, CommandOrder, string | undefined][] = [
      ["owner", on, undefined],
      ["operator", on, undefined],
      ["viewer", on, "forbidden"],
      ["former", on, "not_found"],
      ["stranger", on, "not_found"],
      ["c~operator1", on, undefined],
      ["c~viewer01", on, "forbidden"],
      ["owner", join, undefined],
      ["networkAdmin", join, undefined],
      ["networkAdmin", remove, undefined],
      ["operator", join, "not_found"],
      ["nodeAdmin", join, "not_found"],
      ["nodeAdmin", remove, "forbidden"],
      ["operator", remove, "forbidden"],
      ["stranger", join, "not_found"],
    ];
    const found: typeof rows = [];
    for (const [who, order] of rows) found.push([who, order, await faultOf(give(order, who))]);
    expect(found).toEqual(rows);
  });

  it("is looked at anew at each hand-over, until the network has it", async () => {
    await grant("operator", {});
    const { commandId } = await give(on, "operator");
    expect(await say()).toHaveLength(1);
    await bench.db.doc(paths.nodeGrant(nodeId, "operator")).delete();
    expect(await say()).toEqual([]);
    expect(await read(commandId)).toMatchObject({ state: "denied", reason: "no_grant" });

    await grant("operator", { until: START + 5000 });
    const second = await give(on, "operator");
    bench.time.now += 5000;
    expect(await say()).toEqual([]);
    expect(await read(second.commandId)).toMatchObject({ state: "denied", reason: "no_grant", sentAt: null });

    await grant("operator", {});
    const third = await give(on, "operator");
    await say();
    await frame(publishedAs(third.commandId));
    await bench.db.doc(paths.nodeGrant(nodeId, "operator")).delete();
    await say(["plug", { state: "ON" }]);
    expect(await read(third.commandId)).toMatchObject({ state: "confirmed" });
  });

  it("a node that is no longer approved is not told anything", async () => {
    const { commandId } = await give();
    await bench.db.doc(paths.node(nodeId)).update({ status: "pending" });
    expect(await say()).toEqual([]);
    expect(await read(commandId)).toMatchObject({ state: "failed", reason: "refused" });
    expect(await faultOf(give())).toBe("bad_request");
  });

  it("a revoked gateway gets nothing, and its commands end", async () => {
    const { commandId } = await give();
    await bench.db.doc(paths.linkState(home.networkId)).update({ "link.revoked": true });
    expect(await gateway.send({})).toMatchObject({ status: "refused", code: "revoked" });
    expect(await gateway.send({})).not.toHaveProperty("commands");
    expect(await read(commandId)).toMatchObject({ state: "denied", reason: "revoked" });
    expect(await faultOf(give())).toBe("revoked");
  });
});

describe("hand-over and confirmation", () => {
  it("costs a home without commands no read, and one with a command only while it is open", async () => {
    const cost = async (act: () => Promise<unknown>) => {
      const before = bench.operations.reads;
      await act();
      return bench.operations.reads - before;
    };
    expect(await cost(() => say(["plug", { state: "OFF" }]))).toBe(1);
    const { commandId } = await give({ ...on, value: false } as CommandOrder);
    expect(await cost(() => say())).toBeGreaterThan(1);
    await frame(publishedAs(commandId), ["plug", { state: "OFF" }]);
    expect(await read(commandId)).toMatchObject({ state: "confirmed" });
    expect(await cost(() => say(["plug", { state: "OFF" }]))).toBe(1);
  });

  it("is told by the old state first, then the new one; and a toggle by any change", async () => {
    const { commandId } = await give();
    const [command] = await say();
    expect(command).toMatchObject({ commandId, topic: `${plugAddress}/set`, payload: '{"state":"ON"}' });
    await frame(publishedAs(commandId), ["plug", { state: "OFF" }]);
    expect(await read(commandId)).toMatchObject({ state: "sent", publishedAt: START });
    await say(["plug", { state: "ON" }], ["plug", { state: "ON" }]);
    expect(await read(commandId)).toMatchObject({ state: "confirmed", reason: null, endedAt: START });
  });

  it("goes to no bridge that is too old, and not beyond its time by any clock", async () => {
    const old = await connectGateway(bench.context, home, { version: "0.1.9" });
    const { commandId } = await give(on, "owner", 5000);
    expect(await old.send({})).not.toHaveProperty("commands");
    gateway = await connectGateway(bench.context, home, { version: "0.2.0" });
    bench.time.now = START + 4999;
    // The gateway's own clock is a day behind.
    expect(await frame({ now: START - 86_400_000 })).toMatchObject([{ notAfter: START + 5000, deliverFor: 1 }]);
    bench.time.now = START + 5000;
    expect(await frame({ now: START - 86_400_000 })).toEqual([]);
    expect(await read(commandId)).toMatchObject({ state: "sent" });
    bench.time.now = START + 15_000;
    await say();
    // Whether it was carried out the gateway never told.
    expect(await read(commandId)).toMatchObject({ state: "failed", reason: "gateway" });
  });

  it("is not given again to a gateway that replaced the one that may have carried it out", async () => {
    const { commandId } = await give();
    expect(await say()).toHaveLength(1);
    const queued = await give({ kind: "permitJoin", seconds: 60 });
    const next = await openGatewaysBench(bench).replace(home.networkId);
    gateway = await connectGateway(bench.context, next, { version: "0.2.0" });
    expect(await say()).toMatchObject([{ commandId: queued.commandId }]);
    expect(await read(commandId)).toMatchObject({ state: "failed", reason: "gateway" });
  });

  it("is nothing for who reads a recording beside the gateway, and says nothing of that one", async () => {
    await frame({ broker: "disconnected", queue: { length: 300, oldestAt: START } });
    const { commandId } = await give();
    const gatewayPaths = [paths.network(home.networkId), paths.gatewayStatus(home.networkId)];
    const look = async () => [
      ...(await Promise.all(gatewayPaths.map(async (path) => (await bench.db.doc(path).get()).data()))),
      (await bench.db.doc(paths.linkState(home.networkId)).get()).get("offlineAt"),
    ];
    const before = await look();
    bench.time.now += 30_000;
    const reader = await connectGateway(bench.context, home, { version: "0.2.0" });
    const recording = { backfill: true, queueEpoch: "R".repeat(22) };
    expect(await reader.send(recording, { now: bench.time.now })).not.toHaveProperty("commands");
    expect(await read(commandId)).toMatchObject({ state: "queued", sentAt: null });
    expect(await look()).toEqual(before);
    gateway = await connectGateway(bench.context, home, { version: "0.2.0" });
    expect(await say()).toMatchObject([{ commandId }]);
  });

  it("ends by the minute's tick where nobody calls, once", async () => {
    const ends: [string, object][] = [];
    const never = await give(on, "owner", 5000);
    ends.push([never.commandId, { state: "expired", reason: "no_gateway" }]);
    bench.time.now += 4999;
    expect(await sweepCommands(bench.db, bench.time.now)).toBe(0);
    bench.time.now += 1;
    expect(await sweepCommands(bench.db, bench.time.now)).toBe(1);
    expect(await sweepCommands(bench.db, bench.time.now)).toBe(0);

    const silent = await give(on, "owner", 5000);
    await say();
    await frame(publishedAs(silent.commandId));
    bench.time.now += 15_000;
    await sweepCommands(bench.db, bench.time.now);
    ends.push([silent.commandId, { state: "failed", reason: "no_answer" }]);

    const brokerless = await give(on, "owner", 5000);
    await frame({ broker: "disconnected" });
    await frame({ broker: "disconnected" });
    bench.time.now += 15_000;
    await frame({ broker: "disconnected" });
    ends.push([brokerless.commandId, { state: "expired", reason: "no_gateway" }]);
    for (const [commandId, expected] of ends) expect(await read(commandId)).toMatchObject(expected);
  });

  it("says what the network answered to a request, by its transaction alone", async () => {
    const { commandId } = await give({ kind: "permitJoin", seconds: 60 });
    const [command] = await say();
    expect(JSON.parse(command?.payload ?? "")).toEqual({ time: 60, transaction: commandId });
    const error = { data: {}, error: "Failed to open", status: "error" };
    const response = "bridge/response/permit_join";
    await frame(publishedAs(commandId), [response, { ...error, transaction: "x" }], [response, error]);
    expect(await read(commandId)).toMatchObject({ state: "sent" });
    await say([response, { ...error, transaction: commandId }]);
    expect(await read(commandId)).toMatchObject({ state: "failed", reason: "device", detail: "Failed to open" });
  });

  it("is told apart where it says on and its meter shows nothing for a minute", async () => {
    const { commandId } = await give();
    await say();
    await frame(publishedAs(commandId), ["plug", { state: "ON", power: 0 }]);
    expect(await read(commandId)).toMatchObject({ state: "confirmed", reason: null });
    bench.time.now += 60_000;
    await say(["plug", { state: "ON", power: 0.1 }]);
    expect(await read(commandId)).toMatchObject({ state: "confirmed", reason: "no_draw" });
  });

  it("happens once however a frame is repeated, and a newer command wins", async () => {
    const first = await give();
    const batch = { messages: toMessages([["plug", { state: "OFF" }]]) };
    const replies = [
      await gateway.send(batch),
      await gateway.send(batch),
      await gateway.send(batch, {}, bench.restart()),
    ];
    expect(
      replies.map((reply) => typeof reply === "object" && reply.commands?.map(({ commandId }) => commandId)),
    ).toEqual(Array(3).fill([first.commandId]));
    bench.time.now += 1;
    const second = await give({ ...on, value: false } as CommandOrder);
    expect(await read(first.commandId)).toMatchObject({ state: "failed", reason: "superseded" });
    expect(await say()).toMatchObject([{ commandId: second.commandId }]);
    await frame(publishedAs(second.commandId), ["plug", { state: "OFF" }]);
    expect(await read(second.commandId)).toMatchObject({ state: "confirmed" });
  });

  it("comes at the same moment as others and as batches, and each is stored", async () => {
    const given = Array.from({ length: 4 }, (_, nth) => give({ kind: "permitJoin", seconds: nth }));
    for (const power of [5, 6, 7]) await say(["plug", { power }]);
    const ids = (await Promise.all(given)).map(({ commandId }) => commandId);
    const states = await Promise.all(ids.map(async (id) => (await read(id)).state));
    expect(states.filter((state) => state !== "failed")).toHaveLength(1);
    const seqs = await Promise.all(ids.map(async (id) => (await read(id)).seq));
    expect(new Set(seqs).size).toBe(4);
    expect((await say()).length).toBe(1);
  });
});
