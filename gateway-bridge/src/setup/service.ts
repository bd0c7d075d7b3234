import { spawnSync } from "node:child_process";
import { existsSync, lchownSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Terminal } from "./terminal.ts";
import { toUnit, UNIT_NAME } from "./unit.ts";

const UNIT_PATH = `/etc/systemd/system/${UNIT_NAME}`;

/** Whether a unit can be installed here: systemd is what started this machine, and we may change it. */
export function canInstallService(): boolean {
  return process.getuid?.() === 0 && existsSync("/run/systemd/system");
}

/** @returns whether it ran. */
export function stopService(): boolean {
  if (!canInstallService() || spawnSync("systemctl", ["is-active", "--quiet", UNIT_NAME]).status !== 0) return false;
  return spawnSync("systemctl", ["stop", UNIT_NAME]).status === 0;
}

/** With what was written as root while it was stopped. */
export function startService(stateDir: string): void {
  giveToOwner(stateDir);
  spawnSync("systemctl", ["start", UNIT_NAME]);
}

/** Installs and starts the unit. @returns whether it runs. */
export function installService(terminal: Terminal, configPath: string, stateDir: string): boolean {
  giveToOwner(stateDir);
  const unit = toUnit({ program: `${process.execPath} ${toProgram()}`, config: resolve(configPath) });
  writeFileSync(UNIT_PATH, unit, { mode: 0o644 });
  for (const args of [["daemon-reload"], ["enable", UNIT_NAME], ["restart", UNIT_NAME]]) {
    const { status, stderr } = spawnSync("systemctl", args, { encoding: "utf8" });
    if (status === 0) continue;
    terminal.say(`systemctl ${args.join(" ")} failed: ${stderr.trim()}`);
    return false;
  }
  terminal.say(`${UNIT_NAME} runs, and starts with the machine. Its log: journalctl -u ${UNIT_NAME} -f`);
  return true;
}

/**
 * Everything in the directory gets the directory's owner: systemd gives the unit's user a tree only as long as its top is somebody else's.
 * Until the unit has run for the first time that is root, and it gives it all.
 */
export function giveToOwner(directory: string): void {
  if (!existsSync(directory)) return;
  const { uid, gid } = statSync(directory);
  for (const entry of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(directory, entry), uid, gid);
  }
}

/** The command that starts the bridge by hand. */
export function toRunCommand(configPath: string): string {
  return `${toProgram().endsWith(".ts") ? `node ${toProgram()}` : "lastmeter-bridge"} run --config ${resolve(configPath)}`;
}

function toProgram(): string {
  return resolve(process.argv[1] ?? "");
}
