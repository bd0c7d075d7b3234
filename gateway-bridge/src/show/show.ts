import { request } from "node:http";
import { join } from "node:path";
import { newestSchema } from "@lastmeter/model/link/messages";
import { z } from "zod";
import { type ConfigFault, loadConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { toSocketPath } from "../lock.ts";
import type { Shown } from "./display.ts";
import { toLines } from "./lines.ts";

const shownSchema = z.object({ newest: z.nullable(newestSchema), ageMs: z.number() });
const TIMEOUT_MS = 15_000;

/** Prints the newest value of everything in the home with its age; as lines, or as JSON for a display. @returns the exit code. */
export async function runShow(
  options: { readonly config?: string; readonly json?: boolean },
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void,
  printFaults: (faults: readonly ConfigFault[]) => void,
): Promise<number> {
  const loaded = loadConfig(options.config, environment);
  if ("faults" in loaded) {
    printFaults(loaded.faults);
    return exitCodes.configuration;
  }
  const { stateDir, network } = loaded.config;
  const shown = await askBridge(join(stateDir, network));
  if (shown === null) {
    print("No bridge of this configuration answers: start it with lastmeter-bridge run, and ask as the same user.");
    return exitCodes.failed;
  }
  if (options.json) print(JSON.stringify(shown));
  else for (const line of toLines(shown)) print(line);
  return shown.newest === null ? exitCodes.failed : exitCodes.ok;
}

function askBridge(directory: string): Promise<Shown | null> {
  return new Promise((done) => {
    const asked = request(
      { socketPath: toSocketPath(directory, "display"), signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", () => done(null));
        response.on("end", () => done(parse(Buffer.concat(parts).toString("utf8"))));
      },
    );
    asked.once("error", () => done(null));
    asked.end();
  });
}

function parse(text: string): Shown | null {
  try {
    return shownSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
