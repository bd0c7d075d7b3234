import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { UNIT_STATE_DIR } from "./unit.ts";

const isRoot = process.getuid?.() === 0;

export const defaultConfigPath = isRoot
  ? "/etc/lastmeter/bridge.json"
  : join(homedir(), ".config/lastmeter/bridge.json");
export const defaultStateDir = isRoot ? UNIT_STATE_DIR : join(homedir(), ".local/state/lastmeter-bridge");

/** The network a configuration file is for; undefined: there is none. `unknown`: there is a file, and it is no configuration. */
export function readNetwork(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    return z.object({ network: z.string() }).parse(JSON.parse(text)).network;
  } catch {
    return "unknown";
  }
}

/** Whole or not at all, and for its owner's eyes only: it holds the key. */
export function writeConfig(path: string, content: object): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
