/** Requests to Zigbee2MQTT itself that a command may carry; everything else below `bridge/` is never published. */
const BRIDGE_REQUESTS = [
  "bridge/request/permit_join",
  "bridge/request/device/remove",
  "bridge/request/device/interview",
  "bridge/request/device/configure",
];
/** `0x00158d0000000a01/set`, `group_7/set/state`: addresses, so no wildcard, no control character, no name of a person's choice. */
const NODE_TOPIC = /^(?!bridge\/)[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_-]{1,64})?\/(set|get)(\/[A-Za-z0-9_]{1,64})?$/;

/** Whether a command may be published to this topic, relative to the base topic. */
export function isCommandTopic(topic: string): boolean {
  return NODE_TOPIC.test(topic) || BRIDGE_REQUESTS.includes(topic);
}
