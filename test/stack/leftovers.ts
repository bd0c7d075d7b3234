import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod/mini";
import type { Child } from "./child.ts";

const leftoversSchema = z.array(z.object({ pid: z.int(), command: z.string() }));
const file = (stateDir: string) => join(stateDir, "processes.json");

/** Notes the running children, so that after a crash of the parent the next start can end them. */
export function noteChildren(stateDir: string, children: readonly Child[]): void {
  const running = children.flatMap(({ process: { pid } }) => (pid ? [{ pid, command: toCommand(pid) }] : []));
  writeFileSync(file(stateDir), JSON.stringify(running));
}

/** Ends what a crashed start of the same stack left running: only processes whose command is still the noted one. */
export function endLeftovers(stateDir: string): number {
  if (!existsSync(file(stateDir))) return 0;
  const parsed = leftoversSchema.safeParse(JSON.parse(readFileSync(file(stateDir), "utf8")));
  rmSync(file(stateDir));
  let ended = 0;
  for (const { pid, command } of parsed.success ? parsed.data : []) {
    if (command === "" || toCommand(pid) !== command) continue;
    process.kill(-pid, "SIGKILL");
    ended += 1;
  }
  return ended;
}

function toCommand(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
