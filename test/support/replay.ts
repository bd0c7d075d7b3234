import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../stack/stack.ts";
import type { TestNetwork } from "./stack.ts";

export interface Replayed {
  readonly code: number | null;
  /** What it told people. */
  readonly told: string;
}

export interface ReplayRun {
  readonly network: TestNetwork;
  readonly file: string;
  /** What stands before the recording's topics. */
  readonly baseTopic: string;
  /** Ends the process by SIGKILL at the first progress it tells. */
  readonly killed?: boolean;
}

/** `lastmeter-bridge replay` as its own process, beside the network's running bridge. */
export function replayFile({ network, file, baseTopic, killed = false }: ReplayRun): Promise<Replayed> {
  const program = join(root, "gateway-bridge/src/main.ts");
  const args = [program, "replay", file, "--config", network.configFile, "--speed", "max"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args, "--base-topic", baseTopic], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let told = "";
    child.stderr.on("data", (data: Buffer) => {
      told += data.toString("utf8");
      if (killed && told.includes(" %")) child.kill("SIGKILL");
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, told }));
  });
}
