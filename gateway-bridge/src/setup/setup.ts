import { parseConfig } from "../config.ts";
import { type Check, toLine } from "../doctor/check.ts";
import { checkBroker } from "../doctor/check-broker.ts";
import { checkDispatcher } from "../doctor/check-dispatcher.ts";
import { checkStateDir } from "../doctor/check-state-dir.ts";
import { exitCodes } from "../exit-codes.ts";
import { collectEnrolment, collectMqtt, toConfigFile } from "./collect.ts";
import { defaultConfigPath, defaultStateDir, readKept, writeConfig } from "./config-file.ts";
import { findZigbee2mqtt } from "./find-zigbee2mqtt.ts";
import { awaitFirstReading, type FirstReading } from "./first-reading.ts";
import { canInstallService, installService, startService, stopService, toRunCommand } from "./service.ts";
import type { SetupOptions } from "./setup-options.ts";
import { askYes, type Terminal } from "./terminal.ts";
import { requestQos1 } from "./zigbee2mqtt-options.ts";

const WELL_KNOWN_KEY =
  "Zigbee2MQTT uses the network key that stands in its documentation: anybody near this home can listen and switch. " +
  "Set advanced.network_key: GENERATE in %s, restart Zigbee2MQTT, pair the devices " +
  "again, then run this command again. To connect it as it is, and be warned of it in the app: --well-known-key.";
/** Checks that must be passed before a reading can come through. */
const NEEDED = ["state directory", "DNS", "TLS", "dispatcher", "key", "broker"];

/** From the one thing that is pasted to the first reading. Changes nothing but its own files and, if agreed, Zigbee2MQTT's QoS. @returns the exit code. */
export async function runSetup(
  options: SetupOptions,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const configPath = options.config ?? defaultConfigPath;
  const before = readKept(configPath);
  const enrolment = await collectEnrolment(terminal, options, before === undefined ? undefined : configPath);
  if (enrolment === null) return exitCodes.configuration;
  const found = findZigbee2mqtt(environment, options.zigbee2mqtt);
  if (found === undefined && options.zigbee2mqtt !== undefined) {
    terminal.say(`${options.zigbee2mqtt}: expected Zigbee2MQTT's configuration.yaml`);
    return exitCodes.configuration;
  }
  if (found?.networkKey === "wellKnown") {
    terminal.say(`✗ ${WELL_KNOWN_KEY.replace("%s", found.path)}`);
    if (!options.wellKnownKey) return exitCodes.failed;
  }
  terminal.say(
    found
      ? `✓ Zigbee2MQTT's configuration: ${found.path}`
      : "Zigbee2MQTT's configuration is not on this machine: its network key was not checked.",
  );

  const isSame = typeof before === "object" && before.network === enrolment.network;
  if (before !== undefined && !isSame && !options.replace) {
    const question = `${configPath} is another network's. Replace it?`;
    if (!(await askYes(terminal, question, false))) {
      terminal.say(`${configPath} is another network's: say --replace, or another --config.`);
      return exitCodes.configuration;
    }
  }
  const kept = isSame && !options.replace ? before : undefined;
  const mqtt = await collectMqtt(terminal, options, found, kept?.mqtt);
  const stateDir = options.stateDir ?? kept?.stateDir ?? defaultStateDir;
  const content = toConfigFile(enrolment, mqtt, stateDir, found?.networkKey, kept);
  const parsed = parseConfig(content, {}, configPath);
  if ("faults" in parsed) {
    for (const { where, expected } of parsed.faults) terminal.say(`${where}: expected ${expected}`);
    return exitCodes.configuration;
  }
  writeConfig(configPath, content);
  terminal.say(`✓ configuration: ${configPath}, readable by its owner only`);
  const { config } = parsed;

  const checks = [
    await checkStateDir(config.stateDir),
    ...(await checkDispatcher(config, Date.now)),
    ...(await checkBroker(config.mqtt)),
  ];
  const isQosLow = checks.some(({ name, next }) => name === "quality of service" && next !== undefined);
  for (const check of checks) terminal.say(toLine(check));
  if (checks.some(isInTheWay)) {
    terminal.say(
      "Mend what is marked ✗, then run this command again: what was entered is kept (another broker: --mqtt-url).",
    );
    return exitCodes.failed;
  }
  if (isQosLow) await offerQos1(terminal, options, config.mqtt);
  // One bridge at a time: a service that runs begins anew with the new configuration.
  const wasRunning = options.service !== false && stopService();
  const waitMs = Number(options.wait) * 1000;
  if (waitMs > 0) {
    terminal.say("Waiting for the first reading: switch something on …");
    const outcome = await awaitFirstReading(config, waitMs);
    terminal.say(toWords(outcome));
    if (outcome === "unlinked" || typeof outcome === "number") {
      if (wasRunning) startService(config.stateDir);
      return exitCodes.failed;
    }
  }
  return finish(terminal, wasRunning ? { ...options, service: true } : options, {
    configPath,
    stateDir: config.stateDir,
  });
}

function isInTheWay({ name, next }: Check): boolean {
  return next !== undefined && NEEDED.includes(name);
}

async function offerQos1(
  terminal: Terminal,
  { yes, qos }: SetupOptions,
  mqtt: Parameters<typeof requestQos1>[0],
): Promise<void> {
  const question = "Let Zigbee2MQTT send at QoS 1, so that nothing is lost while the bridge is stopped?";
  if (qos === false || !(yes || qos || (await askYes(terminal, question, false)))) return;
  const outcome = await requestQos1(mqtt);
  if (outcome === "done") terminal.say("✓ quality of service: device_options.qos is 1 now");
  else if (outcome === "restart")
    terminal.say("✓ quality of service: device_options.qos is 1 once Zigbee2MQTT was restarted");
  else terminal.say(`✗ quality of service: ${outcome.reason}. Set device_options: {qos: 1} in its configuration.`);
}

function toWords(outcome: FirstReading): string {
  switch (outcome) {
    case "received":
      return "✓ first reading received";
    case "silent":
      return "Connected. No device has reported yet: its first reading goes up as soon as it comes.";
    case "unlinked":
      return "✗ The dispatcher stored nothing: run lastmeter-bridge doctor.";
    case exitCodes.locked:
      return "✗ Another bridge runs here already: stop it first.";
    default:
      return "✗ The bridge does not start: run lastmeter-bridge doctor.";
  }
}

async function finish(
  terminal: Terminal,
  { yes, service }: SetupOptions,
  { configPath, stateDir }: { readonly configPath: string; readonly stateDir: string },
): Promise<number> {
  const isWanted =
    service ?? (canInstallService() && (yes || (await askYes(terminal, "Start the bridge with the machine?", false))));
  if (!isWanted) {
    terminal.say(`Start it with: ${toRunCommand(configPath)}`);
    return exitCodes.ok;
  }
  if (!canInstallService()) {
    terminal.say(`This needs systemd and root. Start the bridge with: ${toRunCommand(configPath)}`);
    return exitCodes.failed;
  }
  return installService(terminal, configPath, stateDir) ? exitCodes.ok : exitCodes.failed;
}
