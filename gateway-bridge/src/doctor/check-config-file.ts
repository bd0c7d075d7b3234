import { statSync } from "node:fs";
import type { Config } from "../config.ts";
import type { Check } from "./check.ts";

/** What it is for, and that nobody else can read the key in it. */
export function checkConfigFile({ network, key }: Config, file: string | undefined): Check[] {
  const check = { name: "configuration", found: `network ${network}, key id ${key.kid}` };
  const isOpen = file !== undefined && process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
  return [isOpen ? { ...check, next: `Others on this machine can read the key: chmod 600 ${file}` } : check];
}
