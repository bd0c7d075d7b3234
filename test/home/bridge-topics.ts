import { COORDINATOR_ADDRESS, type Device } from "./devices.ts";
import { toPayload } from "./payload.ts";
import { publish } from "./publish.ts";
import type { DescribedMember, DescribedNetwork } from "./zigbee-network.ts";

const CHANNEL = 15;
const PAN_ID = 6_754;

function toEndpoint(member: DescribedMember, endpoint: number) {
  const { device } = member;
  const metered = endpoint === device.endpoints.at(-1);
  const clusters = [...new Set(device.reporting.map((report) => report.cluster))];
  return {
    bindings: metered
      ? clusters.map((cluster) => ({
          cluster,
          target: { endpoint: 1, ieee_address: COORDINATOR_ADDRESS, type: "endpoint" },
        }))
      : [],
    clusters: metered
      ? { input: device.inputClusters, output: device.outputClusters }
      : { input: ["genIdentify"], output: [] },
    configured_reportings: metered ? device.reporting.map((report) => toConfigured(member, report)) : [],
    scenes: [],
  };
}

function toConfigured(member: DescribedMember, report: Device["reporting"][number]) {
  const changed = member.reporting.get(report.attribute);
  return {
    attribute: report.attribute,
    cluster: report.cluster,
    maximum_report_interval: changed?.maxS ?? report.maxS,
    minimum_report_interval: changed?.minS ?? report.minS,
    reportable_change: changed?.change ?? Math.max(1, report.change),
  };
}

function toDeviceEntry(member: DescribedMember, interviewing: boolean) {
  const { device, definition } = member;
  return {
    ...(interviewing ? {} : { definition }),
    date_code: device.dateCode,
    disabled: false,
    endpoints: Object.fromEntries(device.endpoints.map((id) => [id, toEndpoint(member, id)])),
    friendly_name: member.friendlyName,
    ieee_address: device.address,
    interview_completed: !interviewing,
    interview_state: interviewing ? "IN_PROGRESS" : "SUCCESSFUL",
    interviewing,
    manufacturer: device.manufacturer,
    model_id: device.modelId,
    network_address: device.networkAddress,
    power_source: device.powerSource,
    software_build_id: device.softwareBuildId,
    supported: !interviewing,
    type: device.type,
  };
}

const COORDINATOR = {
  disabled: false,
  endpoints: Object.fromEntries(
    [1, 2, 242].map((id) => [
      id,
      { bindings: [], clusters: { input: [], output: [] }, configured_reportings: [], scenes: [] },
    ]),
  ),
  friendly_name: "Coordinator",
  ieee_address: COORDINATOR_ADDRESS,
  interview_completed: true,
  interview_state: "SUCCESSFUL",
  interviewing: false,
  network_address: 0,
  supported: true,
  type: "Coordinator",
};

/** `bridge/devices`: the coordinator first. A device being interviewed has no `definition` yet. */
export function publishDevices(network: DescribedNetwork, interviewing?: DescribedMember): void {
  const entries = network.members
    .filter((member) => !member.removed)
    .map((member) => toDeviceEntry(member, member === interviewing));
  publish(network, "bridge/devices", toPayload([COORDINATOR, ...entries]), { retain: true, logged: false });
}

function toConfig(network: DescribedNetwork) {
  return {
    advanced: {
      cache_state: true,
      cache_state_persistent: true,
      cache_state_send_on_startup: true,
      channel: CHANNEL,
      elapsed: false,
      last_seen: network.lastSeen,
      log_level: "info",
      output: "json",
      pan_id: PAN_ID,
    },
    availability: { active: { timeout: network.activeTimeoutMin }, enabled: true, passive: { timeout: 1_500 } },
    device_options: { qos: network.qos },
    devices: Object.fromEntries(
      network.members
        .filter((member) => !member.removed)
        .map((member) => [member.device.address, { friendly_name: member.friendlyName, ...member.options }]),
    ),
    groups: {},
    homeassistant: { enabled: false },
    mqtt: { base_topic: network.baseTopic, include_device_information: false, keepalive: 60, version: 4 },
    serial: { adapter: "zstack", port: "/dev/ttyUSB0" },
    version: 5,
  };
}

/** `bridge/info`; `permit_join_end` only while joining is open. */
export function publishInfo(network: DescribedNetwork): void {
  const info = {
    commit: "3c3d8c1a",
    config: toConfig(network),
    config_schema: {},
    coordinator: {
      ieee_address: COORDINATOR_ADDRESS,
      meta: { maintrel: 1, majorrel: 2, minorrel: 7, product: 1, revision: 20_240_710, transportrev: 2 },
      type: "ZStack3x0",
    },
    log_level: "info",
    mqtt: { server: "mqtt://127.0.0.1:1883", version: 4 },
    network: { channel: CHANNEL, extended_pan_id: "0xdddedfe0e1e2e3e4", pan_id: PAN_ID },
    os: { cpus: "Simulated (x2)", memory_mb: 1_024, node_version: "v24.21.0", version: "simulated" },
    permit_join: network.permitJoinEnd !== null,
    ...(network.permitJoinEnd === null ? {} : { permit_join_end: network.permitJoinEnd }),
    restart_required: false,
    version: "2.14.1",
    zigbee_herdsman: { version: "10.9.2" },
    zigbee_herdsman_converters: { version: "26.105.0" },
  };
  publish(network, "bridge/info", toPayload(info), { retain: true, logged: false });
}

export function publishGroups(network: DescribedNetwork): void {
  publish(network, "bridge/groups", "[]", { retain: true, logged: false });
}

/** `bridge/health`: every ten minutes. */
export function publishHealth(network: DescribedNetwork, at: number): void {
  const counted = {
    leave_count: 0,
    messages: Math.floor(at / 60_000) % 10_000,
    messages_per_sec: 0.1,
    network_address_changes: 0,
  };
  const health = {
    devices: Object.fromEntries(network.members.filter((m) => !m.removed).map((m) => [m.device.address, counted])),
    mqtt: { connected: true, published: counted.messages, queued: 0, received: 0 },
    os: { load_average: [0.1, 0.1, 0.1], memory_percent: 21.4, memory_used_mb: 219 },
    process: { memory_percent: 11.2, memory_used_mb: 115, uptime_sec: Math.floor(at / 1000) % 1_000_000 },
    response_time: at,
  };
  publish(network, "bridge/health", toPayload(health), { retain: true, qos: 1, logged: false });
}

/** The retained topics that are the same for a whole run. */
export function publishFixtures(network: DescribedNetwork): void {
  publish(network, "bridge/converters", "[]", { retain: true, logged: false });
  publish(network, "bridge/extensions", "[]", { retain: true, logged: false });
  const definitions = toPayload({ actions: [], clusters: {}, custom_clusters: {} });
  publish(network, "bridge/definitions", definitions, { retain: true, logged: false });
}
