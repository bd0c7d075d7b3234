import { isObject } from "../../decoding/json.ts";
import { applyReported, applyRestless, withReported } from "../../decoding/reported.ts";
import type { Work } from "../../decoding/work.ts";
import type { Channels, DirectoryNode } from "../../protocol.ts";
import { EXPOSED } from "./exposed.ts";
import { toFirmwareTold } from "./firmware.ts";
import { NETWORK_OPTION, networkOptions, OPTION } from "./options.ts";
import { endpointsSchema, REPORTING, toReportedReporting } from "./reporting.ts";

type Json = Readonly<Record<string, unknown>>;

/** Of a device's entry in Zigbee2MQTT's configuration: no options, or words of people. */
const NO_OPTIONS: ReadonlySet<string> = new Set(["friendly_name", "description", "icon"]);

/** `bridge/info` and `bridge/response/device/options`: all options of a device. */
export function applyDeviceOptions(work: Work, node: DirectoryNode, options: Json): void {
  const told = Object.entries(options).filter(([name]) => !NO_OPTIONS.has(name));
  applyReported(
    work,
    node,
    told.map(([name, value]) => [`${OPTION}${name}`, value] as const),
    OPTION,
  );
}

/** `bridge/info`: options of the network. */
export function applyNetworkOptions(work: Work, config: Json): void {
  const told = networkOptions.map(({ key }) => [key, at(config, key.slice(NETWORK_OPTION.length).split("."))] as const);
  const { directory } = work;
  const reported = withReported(directory.reported, told);
  if (reported !== directory.reported && reported !== undefined) work.directory = { ...directory, reported };
}

function at(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  return isObject(value) && Object.hasOwn(value, name) ? at(value[name], rest) : undefined;
}

/** An entry of `bridge/devices`: reporting as it is configured. */
export function applyReporting(work: Work, address: string, endpoints: unknown): void {
  const node = work.directory.nodes[address];
  const parsed = endpointsSchema.safeParse(endpoints);
  if (node && parsed.success) applyReported(work, node, toReportedReporting(parsed.data), REPORTING);
}

const propertiesOf = new WeakMap<Channels, ReadonlySet<string>>();

function toSettingProperties(channels: Channels): ReadonlySet<string> {
  const known = propertiesOf.get(channels);
  if (known !== undefined) return known;
  const settings = Object.values(channels).filter(
    ({ kind, settable, readable, retired }) => kind === "setting" && settable && readable && retired !== true,
  );
  const properties = new Set(settings.flatMap(({ path: [property] }) => property ?? []));
  propertiesOf.set(channels, properties);
  return properties;
}

/** A state message: exposed settings, and how a firmware update stands. */
export function applyStateSettings(work: Work, node: DirectoryNode, state: Json, at: number): void {
  const told: [string, unknown][] = [];
  for (const property of toSettingProperties(node.channels)) {
    const value = state[property];
    if (value !== undefined && value !== null) told.push([`${EXPOSED}${property}`, value]);
  }
  if (told.length > 0) applyRestless(work, node, told, at);
  const firmware = toFirmwareTold(state.update, (work.directory.nodes[node.address] ?? node).reported);
  if (firmware.length > 0) applyReported(work, node, firmware);
}

/** One attribute topic: its bare value, as the state message would have it. */
export function applyAttributeSetting(
  work: Work,
  node: DirectoryNode,
  attribute: string,
  text: string,
  at: number,
): void {
  if (!toSettingProperties(node.channels).has(attribute)) return;
  const channel = Object.values(node.channels).find(({ path }) => path.length === 1 && path[0] === attribute);
  if (channel === undefined) return;
  const native = [channel.on, channel.off, ...(channel.values ?? [])].find((value) => String(value) === text);
  const number = channel.type === "numeric" ? Number(text) : undefined;
  applyRestless(work, node, [[`${EXPOSED}${attribute}`, number ?? native ?? text]], at);
}
