import { Command, Option } from "commander";
import { type ConfigFault, loadConfig } from "./config.ts";
import type { DoctorOptions } from "./doctor/doctor.ts";
import { exitCodes } from "./exit-codes.ts";
import { createLog } from "./log.ts";
import { type ReplayCommand, runReplay } from "./replay/replay-command.ts";
import { startBridge } from "./run.ts";
import { defaultConfigPath, findConfigPath } from "./setup/config-file.ts";
import type { SetupOptions } from "./setup/setup-options.ts";
import type { TopicsOptions } from "./setup/topics.ts";
import { version } from "./version.ts";

const FINAL_MS = 15_000;

function printFaults(faults: readonly ConfigFault[]): void {
  for (const { where, expected } of faults) process.stderr.write(`${where}: expected ${expected}\n`);
}

/** Where nothing is said: what `setup` wrote; without that, the environment alone. */
const configOption = () =>
  new Option("-c, --config <file>", "configuration file (JSON)").default(findConfigPath(), defaultConfigPath);

const printLine = (line: string) => process.stdout.write(`${line}\n`);

async function run(options: { config?: string }): Promise<void> {
  const loaded = loadConfig(options.config, process.env);
  if ("faults" in loaded) {
    printFaults(loaded.faults);
    process.exitCode = exitCodes.configuration;
    return;
  }
  const log = createLog(loaded.config.logLevel);
  const bridge = await startBridge(loaded.config, log);
  if (typeof bridge === "number") {
    process.exitCode = bridge;
    return;
  }
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(exitCodes.failed), FINAL_MS).unref();
    bridge.stop().then(
      () => process.exit(exitCodes.ok),
      (error: Error) => {
        log.error({ reason: error.message }, "stop_failed");
        process.exit(exitCodes.failed);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

async function replay(file: string, options: Omit<ReplayCommand, "file">): Promise<void> {
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  process.once("SIGINT", () => stop.abort());
  const say = (line: string) => process.stderr.write(`${line}\n`);
  process.exitCode = await runReplay({ ...options, file }, process.env, stop.signal, say);
}

/** Parses the command line and does what it says. */
export async function runCommandLine(): Promise<void> {
  const program = new Command("lastmeter-bridge")
    .description(
      "Relays the native messages of a home network to Lastmeter: queued on disk, sealed, each stored exactly once.",
    )
    .version(version)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.configuration))
    .addHelpText(
      "after",
      "\nSettings come from the file and from LASTMETER_… variables, which win.\n" +
        "Exit codes: 0 ok, 1 failed, 2 configuration, 3 another bridge runs, 4 state directory, 5 health port taken.",
    );
  program
    .command("setup")
    .description("connect this home: asks for what the app shows, finds the broker, ends with the first reading")
    .argument(
      "[enrolment]",
      "the line the app shows, or the file it lets you download (others on this machine may see a command line: prefer the file)",
    )
    .option("--enrolment <text>", "the same as an option")
    .option("--enrolment-file <file>", "the file the app lets you download; - is standard input")
    .option("-c, --config <file>", "where the configuration goes")
    .option("--state-dir <directory>", "where the queue goes")
    .option("--zigbee2mqtt <file>", "Zigbee2MQTT's configuration.yaml, where it is not found")
    .option("--mqtt-url <url>", "the broker, where Zigbee2MQTT's configuration does not say it")
    .option("--mqtt-username <name>", "login at the broker")
    .option("--mqtt-password-file <file>", "a file that holds its password")
    .option("--base-topic <topic>", "of Zigbee2MQTT")
    .option("--read <filters...>", "MQTT filters of other devices, instead of Zigbee2MQTT's topics, e.g. tele/+/SENSOR")
    .option("--tell <filters...>", "of what commands may be published to, e.g. cmnd/+/POWER")
    .option("--well-known-key", "connect a ZigBee network that uses the key of Zigbee2MQTT's documentation")
    .option("--replace", "begin anew: keep nothing of the configuration that is there, also another network's")
    .option("--qos", "let Zigbee2MQTT send at QoS 1")
    .option("--no-qos", "leave Zigbee2MQTT's QoS as it is")
    .option("--service", "install and start the systemd unit")
    .option("--no-service", "install no unit")
    .option("--wait <seconds>", "longest wait for the first reading; 0: none", "180")
    .option("-y, --yes", "yes to every question")
    .action(async (enrolment: string | undefined, given: SetupOptions) => {
      const options = enrolment === undefined ? given : { ...given, enrolment };
      // Loaded when asked for: a running bridge needs neither their code nor their memory.
      const { runSetup } = await import("./setup/setup.ts");
      const { openTerminal } = await import("./setup/terminal.ts");
      const terminal = openTerminal(process.stdin.isTTY === true);
      process.exitCode = await runSetup(options, process.env, terminal);
      terminal.close();
    });
  program.command("run").description("relay until stopped").addOption(configOption()).action(run);
  program
    .command("doctor")
    .description("check everything the bridge needs, and say what to do")
    .addOption(configOption())
    .option("--report", "everything as JSON, without secrets: to be sent to whoever helps")
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import("./doctor/doctor.ts");
      process.exitCode = await runDoctor(options, process.env, printLine);
    });
  program
    .command("show")
    .description("the newest values of the home with their age, from the bridge that runs here")
    .addOption(configOption())
    .option("--json", "for a display")
    .action(async (options: { config?: string; json?: boolean }) => {
      const { runShow } = await import("./show/show.ts");
      process.exitCode = await runShow(options, process.env, printLine, printFaults);
    });
  program
    .command("topics")
    .description("what is read of, and may be told to, devices other than Zigbee2MQTT's; the app shows the line")
    .option("-c, --config <file>", "configuration file (JSON)")
    .option("--read <filters...>", "MQTT filters of what is read, e.g. tele/+/SENSOR")
    .option("--tell <filters...>", "of what commands may be published to, e.g. cmnd/+/POWER")
    .option("--base-topic <topic>", "what stands before all of them")
    .option("-y, --yes", "do not ask")
    .action(async (options: TopicsOptions) => {
      const { runTopics } = await import("./setup/topics.ts");
      const { openTerminal } = await import("./setup/terminal.ts");
      const terminal = openTerminal(process.stdin.isTTY === true);
      process.exitCode = await runTopics(options, terminal);
      terminal.close();
    });
  program
    .command("replay")
    .description("relay a recording with its own times; the same command goes on where an earlier one ended")
    .argument("<file>", 'lines of {"t", "topic", "payload"}, packed where the name ends in .gz')
    .addOption(configOption())
    .option("--base-topic <topic>", "what stands before the recording's topics; the configuration's unless told")
    .addOption(
      new Option("--speed <speed>", "max: as fast as the dispatcher answers")
        .choices(["paced", "max"])
        .default("paced"),
    )
    .action(replay);
  await program.parseAsync();
}
