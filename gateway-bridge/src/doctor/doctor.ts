import { loadConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { version } from "../version.ts";
import { type Check, toLine } from "./check.ts";
import { checkBroker } from "./check-broker.ts";
import { checkDispatcher } from "./check-dispatcher.ts";
import { checkStateDir } from "./check-state-dir.ts";

/** Prints one line for each check, without secrets. @returns the exit code. */
export async function runDoctor(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void,
): Promise<number> {
  print(`lastmeter-bridge ${version}, Node ${process.versions.node}`);
  const loaded = loadConfig(file, environment);
  if ("faults" in loaded) {
    for (const { where, expected } of loaded.faults) {
      print(toLine({ name: "configuration", found: where, next: `Expected: ${expected}.` }));
    }
    return exitCodes.configuration;
  }
  const { config } = loaded;
  const checks: Check[] = [{ name: "configuration", found: `network ${config.network}, key ${config.key.kid}` }];
  print(toLine({ name: "configuration", found: `network ${config.network}, key id ${config.key.kid}` }));
  const parts = [
    async () => [await checkStateDir(config.stateDir)],
    () => checkDispatcher(config, Date.now),
    () => checkBroker(config.mqtt),
  ];
  for (const part of parts) {
    const found = await part();
    for (const check of found) print(toLine(check));
    checks.push(...found);
  }
  return checks.some((check) => check.next !== undefined) ? exitCodes.failed : exitCodes.ok;
}
