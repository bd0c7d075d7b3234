import { type Firmware, firmwareKey } from "@lastmeter/model/configuration";
import { toSettingText } from "@lastmeter/model/setting";
import { z } from "zod/mini";
import type { DirectoryNode } from "../../protocol.ts";
import type { Channels } from "../exposes/channels.ts";
import { isObject } from "../native/json.ts";
import type { Work } from "../work.ts";
import { EXPOSED } from "./exposed.ts";
import { NETWORK_OPTION, networkOptions, OPTION } from "./options.ts";
import { endpointsSchema, REPORTING, toReportedReporting } from "./reporting.ts";

type Json = Readonly<Record<string, unknown>>;

/** Beyond any device's settings: what a damaged one may cost. */
const KEYS_MAX = 400;
/** Of a device's entry in Zigbee2MQTT's configuration: no options, or words of people. */
const NO_OPTIONS: ReadonlySet<string> = new Set(["friendly_name", "description", "icon"]);

/**
 * Settings as the network tells them. @param whole prefix of keys of which all are told: one that is missing is not set any more.
 * Returns the same object where nothing is new.
 */
export function withReported(
  before: Readonly<Record<string, string>> | undefined,
  told: Iterable<readonly [key: string, value: unknown]>,
  whole?: string,
): Readonly<Record<string, string>> | undefined {
  let after: Record<string, string> | undefined;
  const named = new Set<string>();
  for (const [key, value] of told) {
    named.add(key);
    const text = toSettingText(value ?? null);
    const known = (after ?? before)?.[key];
    if (text === undefined || text === known || (text === "null" && known === undefined)) continue;
    after ??= { ...before };
    if (known !== undefined || Object.keys(after).length < KEYS_MAX) after[key] = text;
  }
  for (const key of whole === undefined ? [] : Object.keys(before ?? {})) {
    if (!key.startsWith(whole ?? "") || named.has(key) || before?.[key] === "null") continue;
    after ??= { ...before };
    after[key] = "null";
  }
  return after ?? before;
}

/** Not a change of the node itself: only what is wanted of it is compared with it. */
export function applyReported(
  work: Work,
  node: DirectoryNode,
  told: Iterable<readonly [string, unknown]>,
  whole?: string,
) {
  const known = work.directory.nodes[node.address] ?? node;
  const reported = withReported(known.reported, told, whole);
  if (reported === known.reported || reported === undefined) return;
  const { directory } = work;
  work.directory = { ...directory, nodes: { ...directory.nodes, [node.address]: { ...known, reported } } };
}

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
export function applyStateSettings(work: Work, node: DirectoryNode, state: Json): void {
  const told: [string, unknown][] = [];
  for (const property of toSettingProperties(node.channels)) {
    const value = state[property];
    if (value !== undefined && value !== null) told.push([`${EXPOSED}${property}`, value]);
  }
  const firmware = state.update === undefined ? null : toFirmware(state.update);
  if (firmware !== null) told.push([firmwareKey, firmware]);
  if (told.length > 0) applyReported(work, node, told);
}

/** One attribute topic: its bare value, as the state message would have it. */
export function applyAttributeSetting(work: Work, node: DirectoryNode, attribute: string, text: string): void {
  if (!toSettingProperties(node.channels).has(attribute)) return;
  const channel = Object.values(node.channels).find(({ path }) => path.length === 1 && path[0] === attribute);
  if (channel === undefined) return;
  const native = [channel.on, channel.off, ...(channel.values ?? [])].find((value) => String(value) === text);
  const number = channel.type === "numeric" ? Number(text) : undefined;
  applyReported(work, node, [[`${EXPOSED}${attribute}`, number ?? native ?? text]]);
}

const versionSchema = z.catch(z.nullable(z.union([z.string().check(z.maxLength(64)), z.number()])), null);
const numberSchema = z.catch(z.nullable(z.number()), null);
const updateSchema = z.object({
  state: z.enum(["idle", "available", "updating", "scheduled"]),
  installed_version: versionSchema,
  latest_version: versionSchema,
  progress: numberSchema,
  remaining: numberSchema,
  latest_release_notes: z.catch(z.nullable(z.string()), null),
});

function toFirmware(update: unknown): Firmware | null {
  const parsed = updateSchema.safeParse(update);
  if (!parsed.success) return null;
  const { state, installed_version, latest_version, progress, remaining, latest_release_notes: notes } = parsed.data;
  return {
    state,
    installed: installed_version,
    latest: latest_version,
    progress,
    remainingS: remaining,
    notes: notes?.slice(0, 1000) ?? null,
  };
}
