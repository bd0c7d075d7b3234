import { loadConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { version } from "../version.ts";
import { type Check, toLine } from "./check.ts";
import { checkBroker } from "./check-broker.ts";
import { checkConfigFile } from "./check-config-file.ts";
import { checkDispatcher } from "./check-dispatcher.ts";
import { checkNetworkKey } from "./check-network-key.ts";
import { checkRunning } from "./check-running.ts";
import { checkStateDir } from "./check-state-dir.ts";
import { readHealth, toReport } from "./report.ts";

export interface DoctorOptions {
  readonly config?: string;
  /** For whoever helps: as JSON, with the machine and the running bridge's figures. */
  readonly report?: boolean;
}

/** Prints one line for each check, without secrets. @returns the exit code. */
export async function runDoctor(
  { config: file, report }: DoctorOptions,
  environment: NodeJS.ProcessEnv,
  printLine: (line: string) => void,
): Promise<number> {
  const print = report ? () => undefined : printLine;
  print(`lastmeter-bridge ${version}, Node ${process.versions.node}`);
  const loaded = loadConfig(file, environment);
  if ("faults" in loaded) {
    for (const { where, expected } of loaded.faults) {
      print(toLine({ name: "configuration", found: where, next: `Expected: ${expected}.` }));
    }
    return exitCodes.configuration;
  }
  const { config } = loaded;
  const running = await readHealth(config.health.port);
  const checks: Check[] = [];
  const parts = [
    async () => checkConfigFile(config, file),
    async () => [await checkStateDir(config.stateDir)],
    () => checkDispatcher(config, Date.now),
    () => checkBroker(config.mqtt),
    async () => checkNetworkKey(environment),
    async () => checkRunning(running),
  ];
  for (const part of parts) {
    const found = await part();
    for (const check of found) print(toLine(check));
    checks.push(...found);
  }
  if (report) printLine(toReport(config, checks, running));
  return checks.some((check) => check.next !== undefined) ? exitCodes.failed : exitCodes.ok;
}
