import type { GatewayStatus } from "@lastmeter/model/gateway";
import type { LinkHealth } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { toNewStatus } from "../link/gateway-status.ts";
import type { Directory } from "../protocols/protocol.ts";
import {
  coordinator,
  NAME,
  numeric,
  PLUG,
  plugExposes,
  plugOf,
  say,
  toDevice,
  withDevices,
} from "../protocols/zigbee2mqtt/fixtures.ts";
import { zigbee2mqtt } from "../protocols/zigbee2mqtt/zigbee2mqtt.ts";
import { addWants } from "../rules-engine/interest.ts";
import { decideGatewayAlarms } from "./decide-gateway-alarms.ts";
import { type Backlog, decideBacklog, decideLinkAlarms } from "./decide-link-alarms.ts";
import { decideDoubtAlarms, decideNodeAlarms } from "./decide-node-alarms.ts";
import { decideLoadAlarms, toLoadWants } from "./rated-loads.ts";

const now = 1_795_333_000_000;
const health: LinkHealth = { state: "online", since: now, protocol: "online", bridgeVersion: "0.2.0" };
const queue = { length: 5000, oldestAt: now - 7_200_000 };
const MINUTE_MS = 60_000;

describe("what a batch says of the gateway", () => {
  const toWords = (link: { health: LinkHealth; backlog?: Backlog }, clock = now) =>
    decideLinkAlarms(link, { now: clock, queue }, now).map(({ kind, cause }) => `${kind} ${cause.kind}`);

  it.each<[string, number, string[]]>([
    ["right", now + 299_000, ["clear clockWrong"]],
    ["between the bounds", now - 400_000, []],
    ["ahead", now + 601_000, ["raise clockWrong"]],
    ["in 1970", 0, ["raise clockWrong"]],
  ])("a clock that is %s", (_, clock, expected) => {
    expect(toWords({ health }, clock).filter((words) => words.includes("clock"))).toEqual(expected);
  });

  it("it is there, whatever was thought of it", () => {
    expect(toWords({ health })).toContain("clear gatewayOffline");
  });

  it.each<[LinkHealth["protocol"], string[]]>([
    ["online", ["clear protocolOffline"]],
    ["offline", ["raise protocolOffline"]],
    ["unknown", []],
  ])("a coordinator that is %s", (protocol, expected) => {
    const words = toWords({ health: { ...health, protocol } });
    expect(words.filter((each) => each.includes("protocol"))).toEqual(expected);
  });

  it("a queue that drains is no alarm, one that has not for half an hour is", () => {
    let backlog: Backlog | undefined;
    const step = (left: number, minute: number) => {
      backlog = decideBacklog(backlog, left, now + minute * MINUTE_MS);
      const changes = decideLinkAlarms({ health, backlog }, { now, queue }, now + minute * MINUTE_MS);
      return changes.find(({ cause }) => cause.kind === "queueGrowing")?.kind ?? "as it is";
    };
    expect([step(9000, 0), step(4000, 20), step(4500, 40), step(4200, 49)]).toEqual(Array(4).fill("as it is"));
    expect([step(6000, 51), step(3000, 60), step(0, 61)]).toEqual(["raise", "as it is", "clear"]);
  });
});

describe("what a batch says of devices", async () => {
  const { directory } = await withDevices([toDevice(PLUG, NAME, plugExposes)]);
  const availability = `${NAME}/availability`;
  const there = (await say(availability, { state: "online" }, directory)).directory;
  const gone = (await say(availability, { state: "offline" }, there)).directory;
  const alone = (await say("bridge/state", { state: "offline" }, there)).directory;
  const left = (await say("bridge/devices", [coordinator], gone)).directory;
  it.each([
    ["one that goes", there, gone, ["raise"]],
    ["one that comes back", gone, there, ["clear"]],
    ["one that was never there", directory, gone, []],
    ["one whose coordinator goes", there, alone, []],
    ["one that is removed while it is away", gone, left, ["clear"]],
    ["nothing new", gone, gone, []],
  ])("%s", (_, before, after, expected) => {
    expect(decideNodeAlarms(before, after, now).map(({ kind }) => kind)).toEqual(expected);
  });
});

describe("what a gateway's status says", () => {
  const status = { ...toNewStatus(now), provedAt: now };
  const toWords = (changed: Partial<GatewayStatus>) =>
    decideGatewayAlarms({ ...status, ...changed }, now).map(({ kind, cause }) => `${kind} ${cause.kind}`);
  it.each<[string, Partial<GatewayStatus>, string[]]>([
    ["nothing", {}, ["clear clone", "clear keyProblem"]],
    ["a clone", { faults: [{ fault: "clone", since: now }] }, ["raise clone", "clear keyProblem"]],
    ["a wrong key", { faults: [{ fault: "wrongKey", since: now }] }, ["clear clone", "raise keyProblem"]],
    [
      "a wrong key while it is set up",
      { provedAt: null, faults: [{ fault: "wrongKey", since: now }] },
      ["clear clone", "clear keyProblem"],
    ],
    ["steps of its setting up", { faults: [{ fault: "qos0", since: now }] }, ["clear clone", "clear keyProblem"]],
  ])("%s", (_, changed, expected) => {
    expect(toWords(changed)).toEqual(expected);
  });
});

describe("what readings say", async () => {
  const exposes = [numeric("current", "A"), numeric("current_phase_b", "A"), numeric("energy", "kWh", 5)];
  const { directory } = await withDevices([toDevice(PLUG, NAME, exposes)]);
  const plug = plugOf(directory);
  const rated: Directory = { ...directory, nodes: { [PLUG]: { ...plug, ratedCurrentA: 16 } } };
  const load = async (message: object, home = rated) =>
    decideLoadAlarms(home, (await say(NAME, message, home)).readings).map(({ kind }) => kind);

  it.each([
    ["more than the rating and its tolerance", { current: 17 }, ["raise"]],
    ["the rating, within tolerance", { current: 16.5 }, []],
    ["no more than the rating", { current: 16 }, ["clear"]],
    ["too much on one of its phases", { current: 3, current_phase_b: 20 }, ["raise"]],
    ["no current", { energy: 1 }, []],
  ])("%s", async (_, message, expected) => {
    expect(await load(message)).toEqual(expected);
  });

  it("nothing of a device that nobody rated", async () => {
    expect(await load({ current: 100 }, directory)).toEqual([]);
  });

  it("what the gateway is to tell at once of each phase, in its own numbers", () => {
    const wants = toLoadWants(rated);
    const ground = { protocol: zigbee2mqtt, directory: rated };
    const { topics } = addWants({ version: 0, topics: {} }, wants, ground);
    const near = (rating: number) => [{ above: expect.closeTo(rating, 2) }, { below: expect.closeTo(-rating, 2) }];
    const bounds = [16.8, 16].flatMap(near);
    expect(topics[NAME]?.bounds).toEqual(
      [["current"], ["current_phase_b"]].flatMap((path) => bounds.map((bound) => ({ path, ...bound }))),
    );
    expect(toLoadWants(directory)).toEqual([]);
  });

  it("a register's last word counts", () => {
    const verdict = { nodeId: plug.nodeId, at: now };
    const decided = decideDoubtAlarms([
      { ...verdict, isSuspect: true },
      { ...verdict, isSuspect: false },
    ]);
    expect(decided.map(({ kind }) => kind)).toEqual(["raise", "clear"]);
  });
});
