import { findZigbee2mqtt } from "../setup/find-zigbee2mqtt.ts";
import type { Check } from "./check.ts";

const NEXT =
  "Anybody near this home can listen and switch: set advanced.network_key: GENERATE in it, restart Zigbee2MQTT, pair the devices again.";

/** Zigbee2MQTT tells nobody its key: only its configuration on this machine does. No check where that cannot be read. */
export function checkNetworkKey(environment: NodeJS.ProcessEnv): Check[] {
  const found = findZigbee2mqtt(environment);
  if (!found) return [];
  const name = "network key";
  return found.networkKey === "own"
    ? [{ name, found: "its own" }]
    : [{ name, found: `the well-known one of Zigbee2MQTT's documentation (${found.path})`, next: NEXT }];
}
