import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Fault } from "../stack/fail.ts";
import { root } from "../stack/stack.ts";
import { ensurePrograms } from "../support/programs.ts";
import { measureCalibration } from "./calibration.ts";
import { type Figure, toTable, toVerdict } from "./figure.ts";
import { type Subject, subjects } from "./subjects.ts";
import { startSurroundings } from "./surroundings.ts";

const usage = `npm run bench -- [--json FILE] [only NAME…]

  --json FILE   the figures as JSON (default .lastmeter/bench.json)
  only NAME…    some subjects: ${subjects.map(({ name }) => name).join(", ")}`;

interface Measured {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  /** Load average of the last minute as it began: beyond one or two, times are other people's too. */
  readonly load: number;
  readonly figures?: readonly Figure[];
  readonly fault?: string;
}

/** `npm run bench`: figures of one run on this machine, to be read as ratios; nothing here passes or fails. */
async function main(): Promise<void> {
  const { chosen, json } = parseBenchArguments(process.argv.slice(2));
  ensurePrograms();
  const startedAt = performance.now();
  const calibration = measureCalibration();
  const surroundings = startSurroundings();
  const measured: Measured[] = [];
  try {
    for (const subject of chosen) {
      const result = await measure(subject, () => surroundings.require(subject.needs));
      measured.push(result);
      console.log(result.figures ? toTable(result.title, result.figures) : `\n${result.title}\n${result.fault}`);
    }
  } finally {
    await surroundings.stop();
  }
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, sha256OfMiBMs: calibration };
  const told = measured.map(({ figures, ...rest }) => ({
    ...rest,
    figures: figures?.map((figure) => ({ ...figure, verdict: toVerdict(figure) })),
  }));
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify({ at: new Date().toISOString(), machine, subjects: told }, null, 2)}\n`);
  tellSummary(measured, (performance.now() - startedAt) / 1000, json);
}

function parseBenchArguments(args: readonly string[]): { chosen: readonly Subject[]; json: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: "string" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help) throw new Fault(usage);
  const json = resolve(values.json ?? `${root}.lastmeter/bench.json`);
  const [word, ...names] = positionals;
  if (word === undefined) return { chosen: subjects, json };
  const unknown = names.filter((name) => !subjects.some((subject) => subject.name === name));
  if (word !== "only" || names.length === 0 || unknown.length > 0) throw new Fault(`${unknown.join(", ")}\n${usage}`);
  return { chosen: subjects.filter(({ name }) => names.includes(name)), json };
}

async function measure(subject: Subject, prepare: () => Promise<void>): Promise<Measured> {
  const { name, title } = subject;
  await prepare();
  const [load = Number.NaN] = loadavg();
  const startedAt = performance.now();
  const toResult = () => ({ name, title, seconds: Math.round((performance.now() - startedAt) / 100) / 10, load });
  try {
    const figures = await subject.measure();
    return { ...toResult(), figures };
  } catch (error) {
    // One subject that cannot be measured leaves the others their figures.
    return { ...toResult(), fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function tellSummary(measured: readonly Measured[], seconds: number, json: string): void {
  const all = measured.flatMap(({ figures = [] }) => figures);
  const missed = all.filter((figure) => ["over", "under"].includes(toVerdict(figure))).map(({ name }) => name);
  const bound = all.filter((figure) => toVerdict(figure) !== "").length;
  const load = Math.max(...measured.map((each) => each.load));
  console.log(
    `\n${bound - missed.length} of ${bound} targets kept${missed.length > 0 ? `; missed: ${missed.join(", ")}` : ""}`,
  );
  console.log(`${Math.round(seconds)} s, load up to ${load.toFixed(1)} on ${cpus().length} cores; JSON in ${json}`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Fault ? error.message : error);
    process.exit(1);
  },
);
