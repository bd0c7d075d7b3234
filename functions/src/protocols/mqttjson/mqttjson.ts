import type { MqttMapping } from "@lastmeter/model/mqtt-mapping";
import { toNextDirectory } from "../decoding/next-directory.ts";
import { toDecoded, toWork } from "../decoding/work.ts";
import type { Decoded, Directory, NativeMessage, Protocol } from "../protocol.ts";
import { decodeMessage } from "./decode.ts";
import { locate, toInterest } from "./interest.ts";
import { applyMapping } from "./nodes.ts";
import { toNative } from "./orders.ts";
import { toSettings } from "./settings.ts";

/** Any devices that speak JSON or bare values over MQTT, as an administrator describes them (`model/mqtt-mapping`). */
export const mqttjson: Protocol = {
  notRelayed: [],
  describedBy: [],
  decode,
  toInterest,
  locate,
  toSettings,
  toNative,
  describeAnew,
};

async function decode(directory: Directory, messages: readonly NativeMessage[], heardAt = 0): Promise<Decoded> {
  const work = toWork(directory, heardAt);
  for (const message of messages) await decodeMessage(work, message);
  return toDecoded(work, directory);
}

function describeAnew(directory: Directory, mapping: MqttMapping) {
  const work = toWork(directory, 0);
  applyMapping(work, mapping);
  return { directory: toNextDirectory(directory, work.directory), changes: [...work.changes.values()] };
}
