import { publishDevices, publishFixtures, publishGroups, publishInfo } from "../home/bridge-topics.ts";
import { loadDefinitions } from "../home/definitions.ts";
import { toPayload } from "../home/payload.ts";
import { publish, publishAvailability } from "../home/publish.ts";
import type { DescribedMember, DescribedNetwork, Publish } from "../home/zigbee-network.ts";
import { type HouseholdMinute, MINUTE_MS } from "./household.ts";
import { householdDevices } from "./household-devices.ts";

/**
 * A Zigbee2MQTT that says what a household recording knows: a meter and three sub-meters. At the beginning of each minute every
 * device reports what its register has reached and the mean power of the minute that begins, so that both are exact. A device is
 * offline from the last report before a stretch that the recording does not know.
 */
export interface HouseholdZigbee2Mqtt {
  /** What a started Zigbee2MQTT says first; the cached states come along once there are some. */
  start(at: number): Publish[];
  /** The next minute of the recording. Minutes left out are not known. */
  advance(minute: HouseholdMinute): Publish[];
  /** Counts a minute without saying anything, as before a restart. */
  skip(minute: HouseholdMinute): void;
  /** The last minute is over: its energy is reported. */
  finish(): Publish[];
  /** The last will's message. */
  stop(at: number): Publish[];
}

interface Meter {
  readonly member: DescribedMember;
  registerWh: number;
  /** Used in the minute that is under way. */
  pendingWh: number;
  online: boolean;
  /** Without the register; null before the first report. */
  state: Readonly<Record<string, number | null>> | null;
}

interface Report {
  readonly wh: number;
  readonly state: Readonly<Record<string, number | null>>;
}

const definitions = await loadDefinitions(householdDevices.map(({ device }) => device));

/** Floats of the recording's columns times 1000 carry noise behind the last digit a meter shows. */
const toTenth = (value: number) => Math.round(value * 10) / 10;

export function createHouseholdZigbee2Mqtt(baseTopic = "zigbee2mqtt"): HouseholdZigbee2Mqtt {
  const meters = householdDevices.map(({ device, startWh }): Meter => {
    const definition = definitions.get(device.address);
    if (definition === undefined) throw new Error(`no definition for ${device.address}`);
    // Zigbee2MQTT rounds energy to 10 Wh unless told: the recording's sub-meters count single watt-hours.
    const options = { energy_precision: 3 };
    const { friendlyName } = device;
    return {
      member: { device, definition, friendlyName, options, removed: false, reporting: new Map() },
      ...{ registerWh: startWh, pendingWh: 0, online: false, state: null },
    };
  });
  const network: DescribedNetwork = {
    ...{ baseTopic, members: meters.map(({ member }) => member), permitJoinEnd: null },
    ...{ lastSeen: "disable", qos: 1, activeTimeoutMin: 10, at: 0, outbox: [] },
  };
  let endAt: number | null = null;
  const take = () => network.outbox.splice(0).filter(({ topic }) => topic !== "bridge/logging");

  const publishState = ({ member, registerWh, state }: Meter) => {
    if (state === null) return;
    const payload = { ...state, energy: Math.round(registerWh) / 1000, linkquality: member.device.linkQuality };
    publish(network, member.friendlyName, toPayload(payload), { qos: 1 });
  };

  const count = (meter: Meter) => {
    meter.registerWh += meter.pendingWh;
    meter.pendingWh = 0;
  };

  const step = (meter: Meter, report: Report | null, say: boolean) => {
    const wasOnline = meter.online;
    count(meter);
    meter.online = report !== null;
    if (report !== null) {
      meter.pendingWh = report.wh;
      meter.state = report.state;
    }
    if (!say) return;
    if (report !== null && !wasOnline) publishAvailability(network, meter.member);
    if (report !== null || wasOnline) publishState(meter);
    if (report === null && wasOnline) publishAvailability(network, meter.member, "offline");
  };

  const stepAll = (at: number, reports: readonly (Report | null)[], say: boolean) => {
    network.at = at;
    for (const [index, meter] of meters.entries()) step(meter, reports[index] ?? null, say);
  };

  const move = (minute: HouseholdMinute, say: boolean) => {
    if (endAt !== null && minute.at > endAt) stepAll(endAt, [], say);
    stepAll(minute.at, toReports(minute), say);
    endAt = minute.at + MINUTE_MS;
  };

  return {
    start: (at) => {
      network.at = at;
      publish(network, "bridge/state", toPayload({ state: "online" }), { retain: true, qos: 1 });
      publishFixtures(network);
      publishInfo(network);
      publishDevices(network);
      publishGroups(network);
      for (const meter of meters) {
        if (meter.state === null) continue;
        publishAvailability(network, meter.member, meter.online ? "online" : "offline");
        publishState(meter);
      }
      return take();
    },
    advance: (minute) => {
      move(minute, true);
      return take();
    },
    skip: (minute) => move(minute, false),
    finish: () => {
      if (endAt !== null) network.at = endAt;
      for (const meter of meters) {
        count(meter);
        if (meter.online) publishState(meter);
      }
      return take();
    },
    stop: (at) => {
      network.at = at;
      publish(network, "bridge/state", toPayload({ state: "offline" }), { retain: true, qos: 1 });
      return take();
    },
  };
}

function toReports({ meter, subWh }: HouseholdMinute): (Report | null)[] {
  const house = meter && {
    wh: (meter.activeW * MINUTE_MS) / 3_600_000,
    state: {
      power: toTenth(meter.activeW),
      power_reactive: meter.reactiveVar === null ? null : toTenth(meter.reactiveVar),
      voltage: meter.voltageV,
      current: meter.currentA,
    },
  };
  return [house, ...subWh.map((wh) => (wh === null ? null : { wh, state: { power: toTenth(wh * 60) } }))];
}
