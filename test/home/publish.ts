import { toPayload } from "./payload.ts";
import type { DescribedMember, DescribedNetwork, LastSeenFormat, Member, ZigbeeNetwork } from "./zigbee-network.ts";

export type LogLevel = "info" | "warning" | "error";

/** `bridge/logging`; itself never logged. */
export function log(network: DescribedNetwork, level: LogLevel, message: string): void {
  const payload = toPayload({ level, message });
  network.outbox.push({ at: network.at, topic: "bridge/logging", payload, retain: false, qos: 0 });
}

/** Publishes and, as Zigbee2MQTT does, repeats it as text in `bridge/logging` unless it is one of the large bridge topics. */
export function publish(
  network: DescribedNetwork,
  topic: string,
  payload: string,
  { retain = false, qos = 0, logged = true }: { retain?: boolean; qos?: 0 | 1; logged?: boolean } = {},
): void {
  network.outbox.push({ at: network.at, topic, payload, retain, qos });
  if (logged) {
    log(network, "info", `z2m:mqtt: MQTT publish: topic '${network.baseTopic}/${topic}', payload '${payload}'`);
  }
}

function toLastSeen(format: LastSeenFormat, at: number): string | number | undefined {
  if (format === "epoch") return at;
  if (format === "ISO_8601") return new Date(at).toISOString();
  return format === "ISO_8601_local" ? `${new Date(at).toISOString().slice(0, 19)}+00:00` : undefined;
}

/** A device's whole cached state. Link quality wavers with every frame. */
export function publishState(network: ZigbeeNetwork, member: Member, at: number): void {
  const { state } = member.reporter;
  const noise = network.model.noise(301, member.device.networkAddress, Math.floor(at / 1000));
  state.linkquality = Math.round(member.device.linkQuality + 6 * (noise - 0.5));
  const lastSeen = toLastSeen(network.lastSeen, at);
  if (lastSeen === undefined) delete state.last_seen;
  else state.last_seen = lastSeen;
  publish(network, member.friendlyName, toPayload(state), {
    retain: member.options.retain === true,
    qos: member.options.qos === 0 || member.options.qos === 1 ? member.options.qos : network.qos,
  });
}

export function publishAvailability(
  network: DescribedNetwork,
  member: DescribedMember,
  state: "online" | "offline" = "online",
): void {
  publish(network, `${member.friendlyName}/availability`, toPayload({ state }), { retain: true, qos: 1 });
}

export function publishEvent(network: ZigbeeNetwork, type: string, member: Member, more: object = {}): void {
  const data = { friendly_name: member.friendlyName, ieee_address: member.device.address, ...more };
  publish(network, "bridge/event", toPayload({ type, data }));
}
