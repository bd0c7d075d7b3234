import { readFileSync } from "node:fs";
import { z } from "zod";
import { parseConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { defaultConfigPath, writeConfig } from "./config-file.ts";
import { startService, stopService } from "./service.ts";
import { askYes, type Terminal } from "./terminal.ts";

export interface TopicsOptions {
  readonly config?: string;
  /** MQTT filters, below the base topic where there is one. */
  readonly read?: readonly string[];
  readonly tell?: readonly string[];
  readonly baseTopic?: string;
  readonly yes?: boolean;
}

const fileSchema = z.looseObject({ mqtt: z.looseObject({ baseTopic: z.string().optional() }) });
const ZIGBEE2MQTT = "zigbee2mqtt";

/**
 * What this gateway reads and may tell, for devices other than Zigbee2MQTT's: by whoever stands at it, never from afar. Both lists are
 * replaced. @returns the exit code
 */
export async function runTopics(options: TopicsOptions, terminal: Terminal): Promise<number> {
  const { config: path = defaultConfigPath, read = [], tell = [], yes } = options;
  const file = readFile(path);
  if (file === null) {
    terminal.say(`${path}: expected the bridge's configuration. Run lastmeter-bridge setup first, or say --config.`);
    return exitCodes.configuration;
  }
  const known = file.mqtt.baseTopic ?? ZIGBEE2MQTT;
  const baseTopic = options.baseTopic ?? (known === ZIGBEE2MQTT ? "" : known);
  const content = { ...file, mqtt: { ...file.mqtt, baseTopic, topics: read, commandTopics: tell } };
  const parsed = parseConfig(content, {}, path);
  if ("faults" in parsed) {
    for (const { where, expected } of parsed.faults) terminal.say(`${where}: expected ${expected}`);
    return exitCodes.configuration;
  }
  const below = baseTopic === "" ? "" : ` (below ${baseTopic}/)`;
  terminal.say(`Reads${below}: ${read.join("  ")}`);
  terminal.say(`May tell${below}: ${tell.length === 0 ? "nothing" : tell.join("  ")}`);
  if (!yes && !(await askYes(terminal, "Shall it?", false))) {
    terminal.say("Nothing was changed. Where nobody can answer, say --yes.");
    return exitCodes.failed;
  }
  const wasRunning = stopService();
  writeConfig(path, content);
  if (wasRunning) startService(parsed.config.stateDir);
  terminal.say(wasRunning ? `✓ ${path}; the bridge was started anew` : `✓ ${path}. Start the bridge anew.`);
  return exitCodes.ok;
}

function readFile(path: string): z.infer<typeof fileSchema> | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}
