import type { CommandOrder } from "@lastmeter/model/command";
import { parseSettingText, type SettingValue } from "@lastmeter/model/setting";
import { isObject } from "../../decoding/json.ts";
import type { DirectoryNode, NativeOrder } from "../../protocol.ts";
import { EXPOSED } from "./exposed.ts";
import { NETWORK_OPTION, OPTION } from "./options.ts";
import { parseReportingKey } from "./reporting.ts";

/** A failed `set` shows in the log only. */
export const LOG = "bridge/logging";

export function toRequest(name: string, request: object): NativeOrder {
  return { topic: `bridge/request/${name}`, payload: JSON.stringify(request), answers: [] };
}

/** A setting as Zigbee2MQTT takes it; null: there is none of this name. */
export function toConfigure(
  node: DirectoryNode | null,
  { setting, value: text }: Extract<CommandOrder, { kind: "configure" }>,
  transaction: string,
): NativeOrder | null {
  const value = parseSettingText(text);
  if (value === undefined) return null;
  const name = setting.slice(EXPOSED.length);
  if (node === null) return setting.startsWith(NETWORK_OPTION) ? toNetworkOption(name, value, transaction) : null;
  const { address: id, nativeName, reported, channels } = node;
  if (setting.startsWith(EXPOSED)) {
    const mute = isMute(name, channels);
    return { topic: `${id}/set`, payload: JSON.stringify({ [name]: value }), answers: [nativeName, LOG], mute };
  }
  if (setting.startsWith(OPTION)) return toRequest("device/options", { id, options: { [name]: value }, transaction });
  const report = parseReportingKey(setting);
  if (report === null) return null;
  const known = parseSettingText(reported?.[setting] ?? "");
  const values = { ...(isObject(known) ? known : {}), ...(isObject(value) ? value : {}) };
  return toRequest("device/reporting/configure", { id, ...toNumbered(report), ...values, transaction });
}

/** Nothing of the property is ever published: only a fault is told. */
function isMute(property: string, channels: DirectoryNode["channels"]): boolean {
  const within = Object.values(channels).filter(({ path }) => path[0] === property);
  return within.length > 0 && within.every(({ readable }) => !readable);
}

function toNetworkOption(name: string, value: SettingValue, transaction: string): NativeOrder {
  const options = name.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  return toRequest("options", { options, transaction });
}

/** Endpoints go by number where they have one. */
function toNumbered<T extends { readonly endpoint: string }>({ endpoint, ...rest }: T) {
  return { endpoint: /^\d+$/.test(endpoint) ? Number(endpoint) : endpoint, ...rest };
}

/** Asks for what the device has. */
export function toRead({ address: id, nativeName }: DirectoryNode, setting: string, transaction: string) {
  if (setting.startsWith(EXPOSED)) {
    const payload = JSON.stringify({ [setting.slice(EXPOSED.length)]: "" });
    return { topic: `${id}/get`, payload, answers: [nativeName, LOG] };
  }
  const report = parseReportingKey(setting);
  if (report === null) return null;
  const { attribute, ...rest } = toNumbered(report);
  return toRequest("device/reporting/read", { id, ...rest, configs: [{ attribute }], transaction });
}

const firmwareRequests = {
  check: "device/ota_update/check",
  update: "device/ota_update/update",
  abort: "device/ota_update/update/abort",
} as const;

/** That an update has begun shows in the device's own messages only. */
export function toFirmware(
  { address: id, nativeName }: DirectoryNode,
  act: keyof typeof firmwareRequests,
  transaction: string,
): NativeOrder {
  const order = toRequest(firmwareRequests[act], { id, transaction });
  return act === "update" ? { ...order, answers: [nativeName] } : order;
}
