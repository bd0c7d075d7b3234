import { type Expose, toFeatures } from "./definitions.ts";
import { measure } from "./measure.ts";
import { parseJson } from "./payload.ts";
import { log, publishState } from "./publish.ts";
import { isPlug, toInstant } from "./world.ts";
import { findMember, type Member, type ZigbeeNetwork } from "./zigbee-network.ts";

export interface Command {
  readonly id: string;
  readonly verb: "set" | "get";
  /** `…/set/<attribute>` */
  readonly attribute: string | null;
}

/** `<name>/set`, `<name>/set/<attribute>`, `<name>/get`; a name may itself contain slashes. */
export function parseCommandTopic(topic: string): Command | null {
  const match = /^(?<id>.+)\/(?<verb>set|get)(?:\/(?<attribute>[^/]+))?$/.exec(topic)?.groups;
  if (match === undefined || match.id === undefined) return null;
  return { id: match.id, verb: match.verb === "get" ? "get" : "set", attribute: match.attribute ?? null };
}

function toEntries(command: Command, payload: string): [string, unknown][] | null {
  const value = parseJson(payload);
  if (command.attribute !== null) return [[command.attribute, value === undefined ? payload : value]];
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return Object.entries(value);
  return payload === "" ? null : [["state", value === undefined ? payload : value]];
}

type Checked = { readonly value: string | number | boolean } | { readonly fault: string };

/** The value a feature takes for what was asked, as the converters read it (words in any case), or why not. */
function checkValue(feature: Expose, asked: unknown, current: unknown): Checked {
  if (feature.type === "numeric") {
    const value = typeof asked === "string" && asked !== "" ? Number(asked) : asked;
    if (typeof value !== "number" || !Number.isFinite(value)) return { fault: `'${asked}' is not a number` };
    if (value < (feature.value_min ?? -Infinity) || value > (feature.value_max ?? Infinity)) {
      return { fault: `'${value}' not in range ${feature.value_min} to ${feature.value_max}` };
    }
    return { value };
  }
  const words =
    feature.type === "binary" ? [feature.value_on, feature.value_off, feature.value_toggle] : (feature.values ?? []);
  const known = words.filter((word) => word !== undefined);
  const word = known.find((one) => String(one).toLowerCase() === String(asked).toLowerCase());
  if (word === undefined) {
    const choices =
      feature.value_toggle === undefined ? known : [feature.value_toggle, feature.value_off, feature.value_on];
    return { fault: `'${String(asked)}' not allowed, choose between: ${choices.join(",").toLowerCase()}` };
  }
  if (word === feature.value_toggle && feature.value_on !== undefined && feature.value_off !== undefined) {
    return { value: current === feature.value_on ? feature.value_off : feature.value_on };
  }
  return { value: word };
}

/** Lets the world know what was chosen. */
function applyChoice(
  network: ZigbeeNetwork,
  member: Member,
  property: string,
  value: string | number | boolean,
  at: number,
) {
  const { choices } = network;
  const { key } = member.device;
  if (property === "state" && isPlug(key)) {
    if (value === "OFF") choices.off.add(key);
    else choices.off.delete(key);
  }
  if (key !== "thermostat") return;
  if (property === "occupied_heating_setpoint" && typeof value === "number")
    choices.setpoint = { valueC: value, sinceAt: at };
  if (property === "system_mode" && (value === "auto" || value === "heat" || value === "off")) {
    choices.mode = value;
    if (value === "auto") choices.setpoint = null;
  }
}

/** `set`: no answer topic. Success is a state message, a fault stands in `bridge/logging` only. */
function applySet(network: ZigbeeNetwork, member: Member, entries: [string, unknown][], at: number): void {
  const features = toFeatures(member.definition.exposes);
  let changed = false;
  for (const [property, asked] of entries) {
    const feature = features.find((one) => one.property === property);
    if (feature === undefined || ((feature.access ?? 0) & 2) === 0) {
      log(
        network,
        "error",
        `z2m: No converter available for '${property}' on '${member.friendlyName}': (${JSON.stringify(asked)})`,
      );
      continue;
    }
    const { state } = member.reporter;
    const checked = checkValue(feature, asked, state[property]);
    if ("fault" in checked) {
      log(
        network,
        "error",
        `z2m: Publish 'set' '${property}' to '${member.friendlyName}' failed: 'Error: ${checked.fault}'`,
      );
      continue;
    }
    // With last_seen on, the device's acknowledgement republishes the old state before the new one is known.
    if (network.lastSeen !== "disable") publishState(network, member, at);
    applyChoice(network, member, property, checked.value, at);
    // What is not part of the state (identify, reset) is not published.
    if (((feature.access ?? 0) & 1) === 0) continue;
    if (member.options.optimistic !== false) state[property] = checked.value;
    changed = true;
  }
  if (changed && member.options.optimistic !== false) publishState(network, member, at);
}

/** `get`: one state message for each attribute read. */
function applyGet(network: ZigbeeNetwork, member: Member, properties: string[], at: number): void {
  const features = toFeatures(member.definition.exposes);
  const measures = measure(member.device.key, toInstant(network.model, network.choices, network.offsets, at));
  for (const property of properties) {
    const feature = features.find((one) => one.property === property);
    if (feature === undefined || ((feature.access ?? 0) & 4) === 0) {
      log(network, "error", `z2m: No converter available for '${property}' on '${member.friendlyName}': ("")`);
      continue;
    }
    if (property in measures) member.reporter.tell([property], measures, at);
    else member.reporter.state[property] ??= member.device.settings[property] ?? null;
    publishState(network, member, at);
  }
}

export function receiveCommand(network: ZigbeeNetwork, command: Command, payload: string, at: number): void {
  const member = findMember(network, command.id);
  if (member === undefined) {
    log(network, "error", `z2m: Entity '${command.id}' is unknown`);
    return;
  }
  const entries = toEntries(command, payload);
  if (entries === null) {
    log(network, "error", `z2m: Invalid JSON '${payload}', skipping...`);
  } else if (member.isLost) {
    for (const [property] of entries) {
      const what = `Publish '${command.verb}' '${property}' to '${member.friendlyName}'`;
      log(network, "error", `z2m: ${what} failed: 'Error: ZCL command timed out'`);
    }
  } else if (command.verb === "set") {
    applySet(network, member, entries, at);
  } else {
    applyGet(
      network,
      member,
      entries.map(([property]) => property),
      at,
    );
  }
}
