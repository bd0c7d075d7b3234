import type { NetworkKind } from "@lastmeter/model/network";
import { mqttjson } from "./mqttjson/mqttjson.ts";
import type { Protocol } from "./protocol.ts";
import { zigbee2mqtt } from "./zigbee2mqtt/zigbee2mqtt.ts";

const protocols: Readonly<Record<NetworkKind, Protocol>> = {
  zigbee2mqtt,
  mqttjson,
};

/** The module that understands a kind of network. A new kind is one line here and one folder beside it. */
export function protocolFor(kind: NetworkKind): Protocol {
  return protocols[kind];
}
