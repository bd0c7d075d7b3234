import { linkLimits } from "@lastmeter/model/link/messages";
import { isEmpty, type ParsedJson, parseJson, parseText } from "../decoding/json.ts";
import { applyProtocolState } from "../decoding/presence.ts";
import { addRecord } from "../decoding/records.ts";
import { addDeadLetter, isPast } from "../decoding/work.ts";
import type { NativeMessage } from "../protocol.ts";
import { applyAnswer, applyFailure } from "./answers.ts";
import { applyInfo, applyOptions } from "./calibration.ts";
import { applyDevices } from "./devices.ts";
import { applyAvailabilitySetting, applyJoin } from "./health.ts";
import { applyNames, type NamedWork } from "./names.ts";
import { devicesSchema, groupsSchema, loggingSchema, onlineSchema } from "./native/bridge.ts";
import { applyFirmwareResult, applyJoined, applyReportingRead } from "./settings/told.ts";

/** JSON schemas and exposes nest deeper than any state. */
const NETWORK_DEPTH = 64;
/** Raised when `toChannels` or the proposals change: each network's list is then read again. */
const MAPPING = 1;

/**
 * Topics the bridge keeps to itself: large and derivable ones, counters that change each time, and those whose payload is a secret
 * of the network (install codes; a backup holds the ZigBee key).
 */
export const notRelayed = [
  "bridge/definitions",
  "bridge/converters",
  "bridge/extensions",
  "bridge/health",
  "bridge/request/backup",
  "bridge/response/backup",
  "bridge/request/install_code/#",
  "bridge/response/install_code/#",
] as const;

const isNotRelayed = (topic: string) =>
  notRelayed.some((filter) => (filter.endsWith("/#") ? topic.startsWith(filter.slice(0, -1)) : topic === filter));

/** A topic below `bridge/`. Returns whether the names of devices or groups were told, so that waiting messages can be looked at. */
export async function decodeNetwork(work: NamedWork, message: NativeMessage): Promise<"devices" | "groups" | "other"> {
  const { topic } = message;
  if (isEmpty(message) || isNotRelayed(topic)) return "other";
  if (topic.startsWith("bridge/request/")) {
    // Anything a person or program may have typed, e.g. a bare name.
    const text = parseText(message);
    if (text.ok) await addRecord(work, message, "each");
    else addDeadLetter(work, message, text.reason);
    return "other";
  }
  const parsed = parseNetwork(message);
  if (!parsed.ok) {
    addDeadLetter(work, message, parsed.reason);
    return "other";
  }
  if (topic.startsWith("bridge/response/")) applyAnswer(work, parsed.value, message);
  switch (topic) {
    case "bridge/devices":
      return (await decodeDevices(work, message, parsed.value)) ? "devices" : "other";
    case "bridge/groups":
      return (await decodeGroups(work, message, parsed.value)) ? "groups" : "other";
    case "bridge/state":
      await decodeProtocolState(work, message, parsed.value);
      return "other";
    case "bridge/logging":
      await decodeLogging(work, message, parsed.value);
      return "other";
    case "bridge/info":
      if (await addRecord(work, message, "changed")) {
        applyInfo(work, parsed.value, message);
        applyAvailabilitySetting(work, parsed.value, message);
        applyJoin(work, parsed.value, message);
      }
      return "other";
    case "bridge/response/device/options":
      applyOptions(work, parsed.value, message);
      await addRecord(work, message, "each");
      return "other";
    case "bridge/response/device/reporting/read":
      if (!isPast(work, message)) applyReportingRead(work, parsed.value);
      await addRecord(work, message, "each");
      return "other";
    case "bridge/response/device/ota_update/update":
      if (!isPast(work, message)) applyFirmwareResult(work, parsed.value);
      await addRecord(work, message, "each");
      return "other";
    case "bridge/event":
      if (!isPast(work, message)) applyJoined(work, parsed.value, message.at);
      await addRecord(work, message, "each");
      return "other";
    default:
      await addRecord(work, message, topic.startsWith("bridge/response/") ? "each" : "changed");
      return "other";
  }
}

function parseNetwork(message: NativeMessage): ParsedJson {
  const parsed = parseJson(message, linkLimits.networkMessageBytes, NETWORK_DEPTH);
  if (parsed.ok || message.topic !== "bridge/state") return parsed;
  const bare = parseText(message);
  return bare.ok ? { ok: true, value: bare.text.trim() } : bare;
}

async function decodeDevices(work: NamedWork, message: NativeMessage, value: unknown): Promise<boolean> {
  const devices = devicesSchema.safeParse(value);
  if (!devices.success) {
    addDeadLetter(work, message, "payload: expected a list of devices");
    return false;
  }
  const isKnown = isPast(work, message) && message.topic in work.directory.records;
  const isNew = await addRecord(work, message, "changed");
  if (!isNew && !isKnown && work.directory.mapping === MAPPING) return true;
  const before = work.directory;
  const faults = await applyDevices(work, devices.data, isKnown);
  if (work.directory.mapping !== MAPPING && !isKnown) work.directory = { ...work.directory, mapping: MAPPING };
  if (faults.length > 0) addDeadLetter(work, message, faults.slice(0, 20).join("; "));
  if (work.directory !== before) applyNames(work);
  return true;
}

async function decodeGroups(work: NamedWork, message: NativeMessage, value: unknown): Promise<boolean> {
  const parsed = groupsSchema.safeParse(value);
  if (!parsed.success) {
    addDeadLetter(work, message, "payload: expected a list of groups");
    return false;
  }
  if (!(await addRecord(work, message, "changed"))) return false;
  work.directory = { ...work.directory, groups: parsed.data.map((group) => group.friendly_name) };
  applyNames(work);
  return true;
}

async function decodeProtocolState(work: NamedWork, message: NativeMessage, value: unknown): Promise<void> {
  const parsed = onlineSchema.safeParse(value);
  if (!parsed.success) {
    addDeadLetter(work, message, "state: expected online or offline");
    return;
  }
  applyProtocolState(work, parsed.data.state, message);
  await addRecord(work, message, "changed");
}

async function decodeLogging(work: NamedWork, message: NativeMessage, value: unknown): Promise<void> {
  const parsed = loggingSchema.safeParse(value);
  if (!parsed.success) addDeadLetter(work, message, "level: expected a word");
  else if (parsed.data.level === "error") {
    applyFailure(work, parsed.data.message, message);
    await addRecord(work, message, "each");
  }
}
