import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { Fault } from "./fail.ts";
import { findFirestoreJar, hasCachedJar } from "./firestore-jar.ts";
import { toLocalConfig } from "./local-config.ts";
import { type Ports, toPorts } from "./ports.ts";
import { waitFor } from "./wait-for.ts";

const region = "europe-west1";

export interface EmulatorsOptions {
  readonly root: string;
  readonly portBase: number;
  readonly projectId: string;
  readonly stateDir: string;
  readonly only: readonly ("auth" | "firestore" | "functions" | "hosting")[];
  readonly importDir?: string;
  readonly say: (line: string) => void;
}

export interface Emulators {
  readonly ports: Ports;
  readonly child: Child;
  /** Through the hub: complete or not at all. */
  exportTo(dir: string): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Fault where Java is missing or too old. */
export function requireJava(): void {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
  } catch {
    throw new Fault(
      "Java is missing: the Firestore emulator needs Java 11 or newer.\nInstall it (Debian: apt-get install default-jre-headless) and start again.",
    );
  }
}

/** Starts the official emulators from `firebase.json` with the ports of this stack. */
export async function startEmulators(options: EmulatorsOptions): Promise<Emulators> {
  requireJava();
  const ports = toPorts(options.portBase);
  const jar = findFirestoreJar(options.stateDir);
  const downloads = !jar && !hasCachedJar();
  if (downloads)
    options.say("The Firestore emulator is not on this machine: firebase-tools downloads it once (130 MB).");
  const config = join(options.root, `firebase.local-${options.portBase}.json`);
  const source: unknown = JSON.parse(readFileSync(join(options.root, "firebase.json"), "utf8"));
  writeFileSync(config, JSON.stringify(toLocalConfig(source, options.portBase), null, 2));
  const firebase = join(
    createRequire(import.meta.url).resolve("firebase-tools/package.json"),
    "../lib/bin/firebase.js",
  );
  const imports = options.importDir && existsSync(options.importDir) ? ["--import", options.importDir] : [];
  const child = startChild({
    name: "emulators",
    args: [
      firebase,
      "emulators:start",
      "--only",
      options.only.join(","),
      "--project",
      options.projectId,
      "--config",
      config,
      ...imports,
    ],
    cwd: options.root,
    logFile: join(options.stateDir, "emulators.log"),
    env: {
      METADATA_SERVER_DETECTION: "none",
      LASTMETER_DISPATCHER: toDispatcherUrl(ports, options.projectId),
      NO_UPDATE_NOTIFIER: "1",
      FIREBASE_CLI_DISABLE_ANALYTICS: "1",
      ...(jar ? { FIRESTORE_EMULATOR_BINARY_PATH: jar } : {}),
    },
  });
  try {
    await Promise.race([
      child.waitForLine("All emulators ready"),
      child.exited.then(failedStart(options.stateDir, downloads)),
    ]);
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    ports,
    child,
    async exportTo(dir) {
      const next = `${dir}.next`;
      rmSync(next, { recursive: true, force: true });
      mkdirSync(next, { recursive: true });
      const reply = await fetch(`http://127.0.0.1:${ports.hub}/_admin/export`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path: next, initiatedBy: "lastmeter" }),
      });
      if (!reply.ok) throw new Error(`the emulators' export answered ${reply.status}: ${await reply.text()}`);
      rmSync(dir, { recursive: true, force: true });
      renameSync(next, dir);
    },
    async stop() {
      await child.stop(20_000);
      await waitFor("the emulators' ports to be free", async () => !(await answers(ports.hub)), 10_000).catch(() => {});
      rmSync(config, { force: true });
    },
  };
}

/** Base URL of the functions. */
export function toDispatcherUrl(ports: Ports, projectId: string): string {
  return `http://127.0.0.1:${ports.functions}/${projectId}/${region}`;
}

function failedStart(stateDir: string, downloads: boolean) {
  return (code: number | null): never => {
    const hint = downloads
      ? "\nThe Firestore emulator had to be downloaded: without a network, name its jar in FIRESTORE_EMULATOR_BINARY_PATH."
      : "";
    throw new Fault(
      `The emulators ended with code ${code}; what they said is in ${join(stateDir, "emulators.log")}.${hint}`,
    );
  };
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) });
    return true;
  } catch {
    return false;
  }
}
