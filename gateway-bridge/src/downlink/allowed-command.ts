import type { LinkCommand } from "@lastmeter/model/link/messages";
import { z } from "zod";
import type { MqttConfig } from "../config.ts";
import { matchesFilter } from "../mqtt/topics.ts";

/** Requests to Zigbee2MQTT itself that a command may carry; everything else below `bridge/` is never published. */
const BRIDGE_REQUESTS = [
  "bridge/request/permit_join",
  "bridge/request/device/remove",
  "bridge/request/device/interview",
  "bridge/request/device/configure",
  "bridge/request/device/options",
  "bridge/request/device/reporting/configure",
  "bridge/request/device/reporting/read",
  "bridge/request/device/ota_update/check",
  "bridge/request/device/ota_update/update",
  "bridge/request/device/ota_update/update/abort",
];
const NETWORK_OPTIONS = "bridge/request/options";
/** Of Zigbee2MQTT's own configuration: never its keys, ports, accounts or code. */
const networkOptionsSchema = z.strictObject({
  options: z.strictObject({
    availability: z.record(z.string(), z.unknown()).optional(),
    device_options: z.record(z.string(), z.unknown()).optional(),
    advanced: z
      .strictObject({
        last_seen: z.string(),
        cache_state: z.boolean(),
        cache_state_send_on_startup: z.boolean(),
        elapsed: z.boolean(),
        log_level: z.string(),
      })
      .partial()
      .optional(),
    ota: z
      .strictObject({ update_check_interval: z.number(), disable_automatic_update_check: z.boolean() })
      .partial()
      .optional(),
  }),
  transaction: z.string(),
});
/** `0x00158d0000000a01/set`, `group_7/set/state`: addresses, so no wildcard, no control character, no name of a person's choice. */
const NODE_TOPIC = /^(?!bridge\/)[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_-]{1,64})?\/(set|get)(\/[A-Za-z0-9_]{1,64})?$/;
/** The same of other devices: nothing that a filter, a broker or a device could take for something else. */
const PLAIN_TOPIC = /^(?!\$)[A-Za-z0-9_.:-]{1,64}(\/[A-Za-z0-9_.:-]{1,64}){0,9}$/;

/** Whether a command may be published, by this machine's own list; its topic is relative to the base topic. */
export function isAllowedCommand(
  { topic, payload }: Pick<LinkCommand, "topic" | "payload">,
  { baseTopic, commandTopics }: Pick<MqttConfig, "baseTopic" | "commandTopics">,
): boolean {
  if (PLAIN_TOPIC.test(topic) && commandTopics.some((filter) => matchesFilter(filter, topic))) return true;
  if (baseTopic === "") return false;
  if (topic === NETWORK_OPTIONS) return networkOptionsSchema.safeParse(parseJson(payload)).success;
  return NODE_TOPIC.test(topic) || BRIDGE_REQUESTS.includes(topic);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
