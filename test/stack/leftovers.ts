import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod/mini";
import type { Child } from "./child.ts";
import { Fault } from "./fail.ts";
import { waitFor } from "./wait-for.ts";

const processSchema = z.object({ pid: z.int(), command: z.string() });
const notedSchema = z.object({ parent: processSchema, children: z.array(processSchema) });
type Process = z.infer<typeof processSchema>;
const file = (stateDir: string) => join(stateDir, "processes.json");

/** Notes the running children and theirs, so that after a crash of this process the next start can end them. */
export function noteChildren(stateDir: string, children: readonly Child[]): void {
  const all = listProcesses();
  const own = new Set(children.flatMap(({ process: { pid } }) => (pid ? [pid] : [])));
  for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  const toProcess = (pid: number): Process => ({ pid, command: all.find((each) => each.pid === pid)?.command ?? "" });
  const noted = { parent: toProcess(process.pid), children: [...own].map(toProcess) };
  writeFileSync(file(stateDir), JSON.stringify(noted));
}

/**
 * Ends what a crashed start of the same stack left running: only processes whose command is still the noted one.
 * @throws Fault while the start that noted them still runs.
 */
export async function endLeftovers(stateDir: string): Promise<number> {
  if (!existsSync(file(stateDir))) return 0;
  const { data: noted } = notedSchema.safeParse(JSON.parse(readFileSync(file(stateDir), "utf8")));
  const isRunning = ({ pid, command }: Process) => {
    return command !== "" && listProcesses().some((each) => each.pid === pid && each.command === command);
  };
  if (noted && isRunning(noted.parent)) {
    throw new Fault(
      "Lastmeter runs here already: stop it with Ctrl-C, or start this one beside it with --port-base N (it uses N to N+10).",
    );
  }
  rmSync(file(stateDir));
  const left = noted?.children.filter(isRunning) ?? [];
  for (const { pid } of left) process.kill(pid, "SIGTERM");
  await waitFor("what was left running to end", () => !left.some(isRunning), 10_000).catch(() => {
    for (const each of left.filter(isRunning)) process.kill(each.pid, "SIGKILL");
  });
  return left.length;
}

/** Empty where the machine has no `ps`. */
function listProcesses(): (Process & { readonly parent: number })[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid=,command="], { encoding: "utf8", maxBuffer: 1 << 24 });
  return (stdout ?? "").split("\n").flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && parent && command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}
