import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod/mini";
import { waitFor } from "../stack/wait-for.ts";

const program = fileURLToPath(new URL("../../gateway-bridge/src/main.ts", import.meta.url));
const wrongClock = new URL("./wrong-clock.ts", import.meta.url).href;

/** Environment of a program whose clock is wrong by so much. */
export const toWrongClock = (ms: number) => ({
  NODE_OPTIONS: `--import=${wrongClock}`,
  LASTMETER_TEST_CLOCK_MS: String(ms),
});

const healthSchema = z.object({
  ok: z.boolean(),
  broker: z.string(),
  link: z.string(),
  listener: z.string(),
  heard: z.object({ watches: z.int(), rings: z.int() }),
  queueLength: z.int(),
  rssBytes: z.int(),
  mqtt: z.object({ received: z.int(), acked: z.int(), version: z.optional(z.int()) }),
  intake: z.object({ queued: z.int(), filtered: z.int(), repeated: z.int(), redelivered: z.int(), oversized: z.int() }),
  queue: z.object({ fsyncs: z.int(), groups: z.int(), rows: z.int(), bytes: z.int(), end: z.int(), cursor: z.int() }),
  relay: z.object({ batches: z.int(), hellos: z.int(), unsealed: z.int(), lastFailure: z.nullable(z.string()) }),
});
export type BridgeHealth = z.infer<typeof healthSchema>;

/** The gateway bridge as its own process, as an installer runs it. */
export class BridgeProcess {
  readonly #directory: string;
  readonly #config: object;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(directory: string, config: object, environment: Readonly<Record<string, string>> = {}) {
    this.#directory = directory;
    this.#config = config;
    this.#environment = environment;
  }

  /** Resolves when the condition holds; by default when it is connected to the broker. */
  async start(ready = async () => (await this.health()).broker === "connected"): Promise<void> {
    this.#port = await freePort();
    const file = join(this.#directory, "bridge.json");
    const config = { stateDir: join(this.#directory, "state"), health: { port: this.#port }, ...this.#config };
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const child = spawn(process.execPath, [program, "run", "--config", file], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...this.#environment },
    });
    this.#child = child;
    await waitFor("the bridge", async () => {
      if (child.exitCode !== null) throw new Error(`the bridge ended with ${child.exitCode}`);
      return ready();
    });
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, "exit");
    child.kill(signal);
    const [code] = await exited;
    return typeof code === "number" ? code : null;
  }

  async health(): Promise<BridgeHealth> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/health`, { signal: AbortSignal.timeout(5000) });
    return healthSchema.parse(await response.json());
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("unreachable: a TCP server has a port");
  return address.port;
}
