import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { type DeployOptions, parseArguments, usage } from "./arguments.ts";
import { toChecklist } from "./checklist.ts";
import { readFacts } from "./facts.ts";
import { findFaults, toCommands, toEnvironmentFile, toResult } from "./plan.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function printChecklist(project: string): void {
  console.log(`What ${project} needs, once:\n`);
  toChecklist(project).forEach(({ title, why, how }, at) => {
    console.log([`${at + 1}. ${title}: ${why}`, ...how.map((line) => `     ${line}`)].join("\n"));
  });
}

async function isWanted({ project, yes }: DeployOptions): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    console.error("\nNobody can be asked here: add --yes to deploy.");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\nDeploy to ${project}? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** @returns false where it failed. */
function run([command = "", ...args]: readonly string[]): boolean {
  console.log(`\n$ ${[command, ...args].join(" ")}`);
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status === 0;
}

function printDryRun(project: string): void {
  const { path, content } = toEnvironmentFile(project, "<the web app's key>");
  const [build, ...rest] = toCommands(project).map((command) => `$ ${command.join(" ")}`);
  console.log(["\nIt would run:\n", build, `> ${path}: ${content.trim()}`, ...rest].join("\n"));
}

async function deploy(options: DeployOptions): Promise<boolean> {
  const { project } = options;
  printChecklist(project);
  if (options.dryRun) {
    printDryRun(project);
    return true;
  }
  console.log("\nAsking firebase-tools what is there already …");
  const facts = await readFacts(project);
  const faults = findFaults(project, facts);
  if (faults.length > 0 || facts.webApiKey === null) {
    console.error(["\nNot deployed:", ...faults.map((fault) => `  - ${fault}`)].join("\n"));
    return false;
  }
  if (!(await isWanted(options))) return false;
  const [build, ...rest] = toCommands(project);
  if (build === undefined || !run(build)) return false;
  const { path, content } = toEnvironmentFile(project, facts.webApiKey, process.env.LASTMETER_VAPID_KEY);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  if (!rest.every(run)) return false;
  console.log(`\n${toResult(project)}`);
  return true;
}

const parsed = parseArguments(process.argv.slice(2));
if (parsed.kind === "options") process.exitCode = (await deploy(parsed.options)) ? 0 : 1;
else if (parsed.kind === "help") console.log(usage);
else {
  console.error(`${parsed.fault}\n\n${usage}`);
  process.exitCode = 2;
}
