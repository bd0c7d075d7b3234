import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod/mini";
import { requireJava } from "./stack/emulators.ts";
import { Fault } from "./stack/fail.ts";
import { root, startStack } from "./stack/stack.ts";
import { Mosquitto } from "./support/mosquitto.ts";
import { ensurePrograms } from "./support/programs.ts";

/**
 * `npm test`: check, then unit, and on one real stack rules, flows and e2e; `start` last, since it builds anew. `npm test -- rules flows` runs only
 * those suites; `npm test -- flows recording` only files of them whose name contains the word.
 */
const suites = ["unit", "rules", "flows", "e2e", "start", "long"] as const;
/** Walks through whole groups of pages, a month of a real household, and faults of a broker: run by `npm test -- long`. */
const beside: readonly Suite[] = ["long"];
type Suite = (typeof suites)[number];
const isSuite = (word: string): word is Suite => suites.some((suite) => suite === word);

const args = process.argv.slice(2);
const chosen = args.filter(isSuite);
const filters = args.filter((word) => !isSuite(word));
const wanted = chosen.length > 0 ? chosen : suites.filter((suite) => !beside.includes(suite));
const portBase = Number(process.env.LASTMETER_TEST_PORT_BASE ?? "7100");
const resultSchema = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });
const totals = { passed: 0, failed: 0, skipped: 0 };
const outDir = join(root, ".lastmeter/test");

function runCommand(
  command: string,
  commandArgs: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, [...commandArgs], { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function runSuite(suite: Suite, env: Record<string, string> = {}): Promise<void> {
  console.log(`\n— ${suite}`);
  const outputFile = join(outDir, `${suite}.json`);
  rmSync(outputFile, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${outputFile}`];
  const code = await runCommand(process.execPath, [vitest, "run", "--project", suite, ...reporters, ...filters], env);
  const result = existsSync(outputFile)
    ? resultSchema.safeParse(JSON.parse(readFileSync(outputFile, "utf8")))
    : undefined;
  if (result?.success) {
    totals.passed += result.data.numPassedTests;
    totals.failed += result.data.numFailedTests;
    totals.skipped += result.data.numPendingTests;
    if (code !== 0 && result.data.numFailedTests === 0) totals.failed += 1;
  } else if (filters.length === 0 || code !== 0) {
    totals.failed += 1;
  }
}

async function main(): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const onStack = wanted.filter((suite) => suite !== "unit");
  if (onStack.length > 0) {
    requireJava();
    ensurePrograms();
  }
  if (chosen.length === 0) {
    console.log("— check");
    const npm = process.env.npm_execpath;
    const check = npm ? [process.execPath, [npm, "run", "check"]] : ["npm", ["run", "check"]];
    const [command, commandArgs] = check as [string, string[]];
    const code = await runCommand(command, commandArgs);
    if (code === 0) totals.passed += 1;
    else totals.failed += 1;
  }
  if (wanted.includes("unit")) await runSuite("unit");
  if (onStack.length > 0) {
    // The functions' pushes go there; who wants to see them listens.
    process.env.LASTMETER_FCM_STAND_IN = `127.0.0.1:${portBase + 21}`;
    const broker = new Mosquitto(portBase + 20);
    await broker.start();
    const stack = await startStack({
      portBase,
      broker: broker.url,
      fresh: true,
      sandbox: false,
      app: wanted.includes("e2e") || wanted.includes("long"),
      say: console.log,
    });
    try {
      const env = {
        LASTMETER_STACK: JSON.stringify(stack.ready),
        FIRESTORE_EMULATOR_HOST: stack.ready.firestore.replace("http://", ""),
        FIREBASE_AUTH_EMULATOR_HOST: stack.ready.auth.replace("http://", ""),
        METADATA_SERVER_DETECTION: "none",
        LASTMETER_TEST_BROKERS: String(portBase + 30),
      };
      for (const suite of onStack) await runSuite(suite, env);
    } finally {
      await stack.stop({ keep: false });
      await broker.remove();
    }
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Fault ? `\n${error.message}` : error);
    totals.failed += 1;
  })
  .finally(() => {
    // Whatever is left of a browser or emulator must not keep the run open: so the exit is explicit.
    console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
  });
