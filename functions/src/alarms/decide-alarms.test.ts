import type { LinkHealth } from "@lastmeter/model/network";
import { describe, expect, it } from "vitest";
import { coordinator, NAME, PLUG, plugExposes, say, toDevice, withDevices } from "../protocols/zigbee2mqtt/fixtures.ts";
import { type Backlog, decideBacklog, decideLinkAlarms } from "./decide-link-alarms.ts";
import { decideNodeAlarms } from "./decide-node-alarms.ts";

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
