import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { UNIT_STATE_DIR } from "./unit.ts";

const isRoot = process.getuid?.() === 0;

export const defaultConfigPath =
  process.env.LASTMETER_CONFIG ||
  (isRoot ? "/etc/lastmeter/bridge.json" : join(homedir(), ".config/lastmeter/bridge.json"));
export const defaultStateDir = isRoot ? UNIT_STATE_DIR : join(homedir(), ".local/state/lastmeter-bridge");

export function findConfigPath(): string | undefined {
  return existsSync(defaultConfigPath) ? defaultConfigPath : undefined;
}

/** What an earlier setup, or a person, wrote. */
const keptSchema = z.looseObject({
  network: z.string(),
  stateDir: z.string().optional(),
  mqtt: z.looseObject({
    url: z.string(),
    username: z.string().optional(),
    password: z.string().optional(),
    baseTopic: z.string().optional(),
    topics: z.array(z.string()).optional(),
    commandTopics: z.array(z.string()).optional(),
  }),
});
export type KeptConfig = z.infer<typeof keptSchema>;

/** Undefined: there is no file. `unknown`: there is one, and it is no configuration. */
export function readKept(path: string): KeptConfig | "unknown" | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    return keptSchema.parse(JSON.parse(text));
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
