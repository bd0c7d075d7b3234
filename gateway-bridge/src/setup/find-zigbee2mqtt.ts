import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { toZigbee2mqttFile, type Zigbee2mqttFile } from "./zigbee2mqtt-file.ts";

const NAME = "configuration.yaml";

/** Where Zigbee2MQTT keeps its configuration: told, its own variable, the installation guide, containers, Home Assistant, packages. */
function toPlaces(environment: NodeJS.ProcessEnv): string[] {
  const own = environment.ZIGBEE2MQTT_DATA;
  const folders = [
    ...(own ? [own] : []),
    "/opt/zigbee2mqtt/data",
    "/app/data",
    "/var/lib/zigbee2mqtt",
    "/etc/zigbee2mqtt",
    "/config/zigbee2mqtt",
    "/homeassistant/zigbee2mqtt",
    "/usr/share/hassio/homeassistant/zigbee2mqtt",
    "/usr/share/hassio/addon_configs/45df7312_zigbee2mqtt/zigbee2mqtt",
    join(homedir(), "zigbee2mqtt/data"),
    join(homedir(), ".z2m"),
  ];
  return folders.map((folder) => join(folder, NAME));
}

export interface FoundZigbee2mqtt extends Zigbee2mqttFile {
  readonly path: string;
}

/** The first configuration that can be read. @param told this one and no other. */
export function findZigbee2mqtt(environment: NodeJS.ProcessEnv, told?: string): FoundZigbee2mqtt | undefined {
  for (const path of told === undefined ? toPlaces(environment) : [told]) {
    const file = toZigbee2mqttFile(readYaml(path), (name, key) => {
      const secrets = readYaml(join(dirname(path), name));
      return typeof secrets === "object" && secrets !== null ? Reflect.get(secrets, key) : undefined;
    });
    if (file) return { ...file, path };
  }
  return undefined;
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"), { logLevel: "silent" });
  } catch {
    return undefined;
  }
}
