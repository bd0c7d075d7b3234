import type { UplinkHead } from "@lastmeter/model/link/messages";
import type { Config } from "./config.ts";

type Known = UplinkHead["networkKey"];

/**
 * Zigbee2MQTT tells nobody its key: only its configuration does, where it lies on this machine and is of this very network. What was
 * seen to be its own is not looked at again.
 */
export class ZigbeeKey {
  known: Known;
  readonly #config: Pick<Config, "mqtt">;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(config: Pick<Config, "mqtt" | "zigbeeKey">, environment: NodeJS.ProcessEnv) {
    this.#config = config;
    this.#environment = environment;
    this.known = config.zigbeeKey;
  }

  async look(): Promise<void> {
    if (this.known === "own") return;
    // Loaded when asked for: most bridges need neither the reader of YAML nor its memory.
    const { findZigbee2mqtt } = await import("./setup/find-zigbee2mqtt.ts");
    const found = findZigbee2mqtt(this.#environment);
    if (found?.mqtt.baseTopic === this.#config.mqtt.baseTopic) this.known = found.networkKey;
  }
}
