import { addDeadLetter, toDecoded } from "../decoding/work.ts";
import type { Decoded, Directory, NativeMessage, Protocol } from "../protocol.ts";
import { decodeDevice } from "./device.ts";
import { locate, toInterest } from "./interest.ts";
import { type NamedWork, toNamedWork } from "./names.ts";
import { decodeNetwork, notRelayed } from "./network.ts";
import { toNative } from "./orders.ts";
import { describedBy, hasFirmware, toSettings } from "./settings/settings.ts";
import { addWaiting, takeWaiting, UNKNOWN_NAME } from "./waiting.ts";

/** Zigbee2MQTT 2.x (and the states of 1.x). Facts, topics and traps: its documentation and what it was seen to publish. */
export const zigbee2mqtt: Protocol = {
  notRelayed,
  decode,
  toInterest,
  locate,
  toNative,
  describedBy,
  toSettings,
  hasFirmware,
};

async function decode(directory: Directory, messages: readonly NativeMessage[], heardAt = 0): Promise<Decoded> {
  const work = toNamedWork(directory, heardAt);
  for (const message of messages) {
    if (message.topic.startsWith("bridge/")) await decodeBridge(work, message);
    else if (!decodeDevice(work, message)) addWaiting(work, message);
  }
  return toDecoded(work, directory);
}

async function decodeBridge(work: NamedWork, message: NativeMessage): Promise<void> {
  const told = await decodeNetwork(work, message);
  if (told === "other") return;
  for (const waiting of takeWaiting(work)) {
    if (decodeDevice(work, waiting)) continue;
    if (told === "devices") addDeadLetter(work, waiting, UNKNOWN_NAME);
    else addWaiting(work, waiting);
  }
}
