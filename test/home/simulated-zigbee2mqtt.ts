import type { Location } from "@lastmeter/model/location";
import { publishDevices, publishFixtures, publishGroups, publishHealth, publishInfo } from "./bridge-topics.ts";
import { parseCommandTopic, receiveCommand } from "./commands.ts";
import { loadDefinitions } from "./definitions.ts";
import { type Device, devices } from "./devices.ts";
import { advanceFirmware } from "./firmware.ts";
import { measure } from "./measure.ts";
import { createHomeModel, type HomeModel } from "./model.ts";
import { parseJson, toPayload } from "./payload.ts";
import { publish, publishAvailability, publishEvent, publishState } from "./publish.ts";
import { createReporter } from "./reporter.ts";
import { answerRequest, requestHandlers } from "./requests.ts";
import type { HomeSnapshot } from "./snapshot.ts";
import { addOffTime, toInstant } from "./world.ts";
import type { Member, Publish, ZigbeeNetwork } from "./zigbee-network.ts";

export interface HomeConfig {
  /** The same seed and time give the same home. */
  readonly seed: number;
  readonly timeZone: string;
  readonly location: Location;
  readonly baseTopic: string;
  /** How often a device looks at what it measures. It reports 10 s apart at the least all the same. */
  readonly sampleMs: number;
  /** The first home's unless told. */
  readonly devices?: readonly Device[];
  /** Keys of devices that nobody reaches until they join anew. */
  readonly lost?: readonly string[];
}

export const defaultHome: HomeConfig = {
  seed: 1,
  timeZone: "Europe/Athens",
  location: { latitude: 37.9838, longitude: 23.7275 },
  baseTopic: "zigbee2mqtt",
  sampleMs: 2_000,
};

/** A Zigbee2MQTT with eight devices behind it: time and messages in, MQTT messages out. No clock, no network of its own. */
export interface SimulatedZigbee2Mqtt {
  readonly model: HomeModel;
  /** Begins as after a restart, with every state cached; with `fresh`, devices join now and their first messages are partial. */
  start(at: number, options?: { fresh?: boolean }): Publish[];
  /** What devices report up to `at`. */
  advance(at: number): Publish[];
  /** One message from the broker; `topic` relative to the base topic. */
  receive(topic: string, payload: string, at: number): Publish[];
  /** The last will's message. */
  stop(): Publish[];
  snapshot(at: number): HomeSnapshot;
}

const ownDefinitions = await loadDefinitions(devices);

/** A longer pause (a sleeping machine) is not made up for. */
const LONGEST_STEP_MS = 600_000;
const REJOIN_AFTER_MS = 5_000;

export async function createSimulatedZigbee2Mqtt(
  config: HomeConfig = defaultHome,
  kept: HomeSnapshot | null = null,
): Promise<SimulatedZigbee2Mqtt> {
  const model = createHomeModel(config);
  const definitions = config.devices === undefined ? ownDefinitions : await loadDefinitions(config.devices);
  const members = (config.devices ?? devices).map((device): Member => {
    const definition = definitions.get(device.address);
    if (definition === undefined) throw new Error(`no definition for ${device.address}`);
    const known = kept?.members[device.address];
    const reporting: Member["reporting"] = new Map();
    return {
      device,
      definition,
      friendlyName: known?.friendlyName ?? device.friendlyName,
      options: { ...known?.options },
      reporter: createReporter(device, 0, reporting),
      removed: known?.removed ?? false,
      isLost: config.lost?.includes(device.key) ?? false,
      reporting,
      firmware: device.networkAddress,
      latestFirmware: device.networkAddress + 1,
    };
  });
  const network: ZigbeeNetwork = {
    baseTopic: config.baseTopic,
    model,
    choices: {
      off: new Set(kept?.off),
      setpoint: kept?.setpoint ?? null,
      mode: kept?.mode ?? "auto",
    },
    offsets: { ...kept?.offsets },
    members,
    permitJoinEnd: null,
    lastSeen: kept?.lastSeen ?? "disable",
    qos: kept?.qos ?? 1,
    activeTimeoutMin: 10,
    updates: new Map(),
    at: 0,
    outbox: [],
  };
  let permitJoinAt = 0;

  const take = () => network.outbox.splice(0);
  const toMeasures = (member: Member, at: number) =>
    measure(member.device.key, toInstant(model, network.choices, network.offsets, at));

  const moveTo = (at: number) => {
    addOffTime(network.offsets, model, network.choices.off, network.at, at);
    network.at = at;
  };

  const reportDevice = (member: Member, at: number) => {
    const measures = toMeasures(member, at);
    for (const properties of member.reporter.due(measures, at)) {
      member.reporter.tell(properties, measures, at);
      publishState(network, member, at);
    }
  };

  const join = (member: Member, at: number) => {
    member.removed = false;
    member.isLost = false;
    member.reporter = createReporter(member.device, at, member.reporting);
    publishAvailability(network, member);
    publishDevices(network, member);
    publishEvent(network, "device_joined", member);
    publishEvent(network, "device_interview", member, { status: "started" });
    publishEvent(network, "device_announce", member);
    const { definition } = member;
    publishEvent(network, "device_interview", member, { status: "successful", supported: true, definition });
    publishDevices(network);
    publishInfo(network);
  };

  const watchJoining = (at: number) => {
    if (network.permitJoinEnd === null) {
      permitJoinAt = at;
    } else if (at >= network.permitJoinEnd) {
      network.permitJoinEnd = null;
      publishInfo(network);
    } else if (at - permitJoinAt >= REJOIN_AFTER_MS) {
      for (const member of members) if (member.removed) join(member, at);
    }
  };

  const start = (at: number, fresh: boolean) => {
    if (network.at === 0) network.at = kept?.at ?? at;
    moveTo(at);
    publish(network, "bridge/state", toPayload({ state: "online" }), { retain: true, qos: 1 });
    publishFixtures(network);
    publishInfo(network);
    publishDevices(network);
    publishGroups(network);
    for (const member of members.filter(({ removed }) => !removed)) {
      publishAvailability(network, member, member.isLost ? "offline" : "online");
      member.reporter = createReporter(member.device, at, member.reporting);
      if (fresh || member.isLost) continue;
      member.reporter.tellAll(toMeasures(member, at), at);
      publishState(network, member, at);
    }
  };

  const advance = (at: number) => {
    const fromAt = Math.max(network.at, at - LONGEST_STEP_MS);
    const { sampleMs } = config;
    for (let stepAt = Math.floor(fromAt / sampleMs) * sampleMs; stepAt <= at; stepAt += sampleMs) {
      for (const [index, member] of members.entries()) {
        const sampledAt = stepAt + Math.floor((index * sampleMs) / members.length);
        if (member.removed || member.isLost || sampledAt <= fromAt || sampledAt > at) continue;
        moveTo(sampledAt);
        reportDevice(member, sampledAt);
      }
    }
    if (Math.floor(fromAt / LONGEST_STEP_MS) !== Math.floor(at / LONGEST_STEP_MS)) publishHealth(network, at);
    moveTo(at);
    watchJoining(at);
    advanceFirmware(network, at);
  };

  const receive = (topic: string, payload: string, at: number) => {
    moveTo(Math.max(at, network.at));
    if (topic.startsWith("bridge/request/")) {
      const name = topic.slice("bridge/request/".length);
      answerRequest(network, handlers, name, parseJson(payload) ?? payload, at);
      return;
    }
    const command = topic.startsWith("bridge/") ? null : parseCommandTopic(topic);
    if (command !== null) receiveCommand(network, command, payload, at);
  };

  const sayOffline = () => publish(network, "bridge/state", toPayload({ state: "offline" }), { retain: true, qos: 1 });

  const handlers = {
    ...requestHandlers,
    restart: (_: ZigbeeNetwork, __: unknown, at: number) => ({
      data: {},
      after: () => {
        sayOffline();
        start(at, false);
      },
    }),
  };

  return {
    model,
    start: (at, options) => {
      start(at, options?.fresh ?? false);
      return take();
    },
    advance: (at) => {
      advance(at);
      return take();
    },
    receive: (topic, payload, at) => {
      receive(topic, payload, at);
      return take();
    },
    stop: () => {
      sayOffline();
      return take();
    },
    snapshot: (at) => ({
      v: 1,
      at,
      off: [...network.choices.off],
      setpoint: network.choices.setpoint,
      mode: network.choices.mode,
      offsets: { ...network.offsets },
      members: Object.fromEntries(
        members.map(({ device, friendlyName, options, removed }) => [
          device.address,
          { friendlyName, options: { ...options }, removed },
        ]),
      ),
      lastSeen: network.lastSeen,
      qos: network.qos,
    }),
  };
}
