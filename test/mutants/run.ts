import { join } from "node:path";
import { type Case, findFault, gather } from "../rules/cases.ts";
import { readRules } from "../rules/environment.ts";
import { openProject, type Project } from "../rules/project.ts";
import { toSeed } from "../rules/seed.ts";
import { startEmulators } from "../stack/emulators.ts";
import { root } from "../stack/stack.ts";
import { addCoverage, type Coverage, findGaps } from "./coverage.ts";
import { equivalents } from "./equivalents.ts";
import { apply, type Mutant, toMutants } from "./mutate.ts";
import { parseRules, type Rules } from "./parse.ts";
import { casesOfMutant, everyCase } from "./select.ts";

/**
 * `npm run mutants`: changes each condition, comparison, name and list of firestore.rules, one at a time, and requires that the matrix
 * notices each change. `npm run mutants -- WORD`: only mutants whose name contains it.
 */
const portBase = Number(process.env.LASTMETER_TEST_PORT_BASE ?? "7100");
const word = process.argv[2] ?? "";
const AT_ONCE = 2;
/** In a run of all, a mutant known to be equivalent is only tried with so many. */
const SPOT_CHECKS = 1_000;
/** Requests of one report: the emulator remembers every value, so a report of all would be 100 MB. */
const REPORTED = 2_000;

type Address = Parameters<typeof openProject>[0];
type Outcome = { readonly mutant: Mutant; readonly result: "killed" | "survived" | "invalid" };

async function openWith(address: Address, projectId: string, rules: string): Promise<Project> {
  const project = openProject(address, projectId);
  await project.load(rules);
  await project.seed(toSeed());
  return project;
}

/** The rules as they are: all cases as the table says, every expression true and false. */
async function requireSound(address: Address, rules: Rules): Promise<void> {
  const coverage: Coverage = new Map();
  const faults: string[] = [];
  for (let at = 0; at * REPORTED < everyCase.length; at++) {
    const project = await openWith(address, `demo-mutants-none-${at}`, rules.source);
    const cases = everyCase.slice(at * REPORTED, (at + 1) * REPORTED);
    faults.push(...(await gather(cases, (one) => findFault(project, one))));
    addCoverage(coverage, await project.coverage());
    await project.clear();
    project.close();
  }
  if (faults.length > 0) throw new Error(`the rules themselves fail:\n${faults.slice(0, 20).join("\n")}`);
  const gaps = findGaps(coverage, rules.source);
  if (gaps.length > 0) throw new Error(`expressions that no case covers:\n${gaps.join("\n")}`);
  console.log(
    `${everyCase.length} cases as expected; ${coverage.size} expressions, 100 % covered, each condition both ways`,
  );
}

const killers = new Map<Case, number>();

async function judge(address: Address, rules: Rules, mutant: Mutant, nth: number): Promise<Outcome> {
  let project: Project;
  try {
    project = await openWith(address, `demo-mutants-${nth}`, apply(rules, mutant));
  } catch (error) {
    if (error instanceof Error && error.message.includes("Error compiling rules")) return { mutant, result: "invalid" };
    throw error;
  }
  const cases = casesOfMutant(rules, mutant, killers);
  const found = await gather(
    word === "" && mutant.name in equivalents ? cases.slice(0, SPOT_CHECKS) : cases,
    async (one) => ((await findFault(project, one)) === undefined ? undefined : one),
    ({ length }) => length > 0,
  );
  await project.clear();
  project.close();
  const [killer] = found;
  if (killer) killers.set(killer, (killers.get(killer) ?? 0) + 1);
  return { mutant, result: killer ? "killed" : "survived" };
}

function report(outcomes: readonly Outcome[], ms: number): boolean {
  const names = (result: Outcome["result"]) =>
    outcomes.filter((one) => one.result === result).map(({ mutant }) => mutant.name);
  const survived = names("survived");
  const unexplained = survived.filter((name) => !(name in equivalents));
  const known = new Set(outcomes.map(({ mutant }) => mutant.name));
  const stale = Object.keys(equivalents).filter((name) => (word === "" || known.has(name)) && !survived.includes(name));
  for (const name of stale) console.log(`no longer equivalent, or gone  ${name}`);
  const killed = names("killed").length;
  const counts = [
    `${outcomes.length} mutants`,
    `${killed} killed`,
    `${unexplained.length} survived`,
    `${survived.length - unexplained.length} equivalent`,
    `${names("invalid").length} do not compile`,
    `${Math.round(ms / 1000)} s`,
  ];
  console.log(`\n${counts.join(", ")}`);
  return unexplained.length === 0 && stale.length === 0 && killed > 0;
}

async function main(): Promise<boolean> {
  const startedAt = Date.now();
  const rules = parseRules(await readRules());
  const mutants = toMutants(rules).filter(({ name }) => name.includes(word));
  const emulators = await startEmulators({
    root,
    portBase,
    projectId: "demo-mutants",
    stateDir: join(root, ".lastmeter/mutants"),
    only: ["firestore"],
    say: console.log,
  });
  try {
    const address: Address = ["127.0.0.1", emulators.ports.firestore];
    if (word === "") await requireSound(address, rules);
    let done = 0;
    const outcomes = await gather(
      [...mutants.entries()],
      async ([nth, mutant]) => {
        const outcome = await judge(address, rules, mutant, nth);
        done += 1;
        if (outcome.result === "survived" && !(mutant.name in equivalents)) console.log(`survives  ${mutant.name}`);
        if (done % 50 === 0) console.log(`${done} of ${mutants.length}`);
        return outcome;
      },
      undefined,
      AT_ONCE,
    );
    return report(outcomes, Date.now() - startedAt);
  } finally {
    await emulators.stop();
  }
}

process.exitCode = (await main()) ? 0 : 1;
