import { arch, freemem, release, totalmem, uptime } from "node:os";
import { unescape as fromPercent } from "node:querystring";
import type { Config } from "../config.ts";
import { version } from "../version.ts";
import type { Check } from "./check.ts";

const HEALTH_MS = 2000;

/** What helps to find a fault from afar: checks, machine, settings and the running bridge's figures. No key, login, name or value. */
export function toReport(config: Config, checks: readonly Check[], running: unknown): string {
  const { key, mqtt, ...settings } = config;
  const { username, password, url, ...broker } = mqtt;
  const report = {
    madeAt: new Date().toISOString(),
    bridge: version,
    node: process.versions.node,
    machine: {
      platform: process.platform,
      release: release(),
      arch: arch(),
      uptimeS: Math.round(uptime()),
      freeBytes: freemem(),
      totalBytes: totalmem(),
    },
    settings: {
      ...settings,
      keyId: key.kid,
      mqtt: { ...broker, url: withoutLogin(url), hasLogin: username !== undefined },
    },
    checks,
    running,
  };
  const text = JSON.stringify(report, null, 2);
  // Whatever a check found: what is secret does not leave.
  return toSecrets(mqtt).reduce((left, secret) => left.replaceAll(JSON.stringify(secret).slice(1, -1), "…"), text);
}

/** As set, and as it stands in the broker's address. */
function toSecrets({ password = "", url }: Config["mqtt"]): string[] {
  const inUrl = URL.parse(url)?.password ?? "";
  return [password, inUrl, fromPercent(inUrl)].filter(Boolean);
}

/** An address may carry name and password, which may hold an @. */
export function withoutLogin(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address.replace(/\/\/.*@/s, "//");
  url.username = "";
  url.password = "";
  return url.href;
}

/** Null: none runs, or on another port. */
export async function readHealth(port: number): Promise<unknown> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(HEALTH_MS) });
    return await response.json();
  } catch {
    return null;
  }
}
