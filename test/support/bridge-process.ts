import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../gateway-bridge/src/main.ts", import.meta.url));

/** The gateway bridge as its own process, as an installer runs it. */
export class BridgeProcess {
  readonly lines: Record<string, unknown>[] = [];
  readonly #file: string;
  #child: ChildProcess | undefined;
  #exited: Promise<number | null> = Promise.resolve(null);
  #waiting = new Set<() => void>();
  #text = "";

  constructor(directory: string, config: object) {
    this.#file = join(directory, "bridge.json");
    writeFileSync(this.#file, JSON.stringify({ stateDir: join(directory, "state"), health: { port: 0 }, ...config }));
  }

  /** Resolves when the bridge says so, or when it ends. */
  async start(ready = "started"): Promise<void> {
    const child = spawn(process.execPath, [program, "run", "--config", this.#file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    const from = this.lines.length;
    this.#exited = new Promise((done) => child.once("close", (code) => done(code)));
    void this.#exited.then(() => this.#notify());
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    await this.until(() => child.exitCode !== null || this.lines.slice(from).some(({ event }) => event === ready));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((done) => this.#waiting.add(done));
  }

  get exited(): Promise<number | null> {
    return this.#exited;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    this.#child?.kill(signal);
    return this.#exited;
  }

  async health(): Promise<Record<string, Record<string, number>>> {
    const started = this.lines.findLast(({ event }) => event === "started");
    const response = await fetch(`http://127.0.0.1:${started?.["healthPort"]}/health`);
    return response.json();
  }

  #read(text: string): void {
    const lines = (this.#text + text).split("\n");
    this.#text = lines.pop() ?? "";
    for (const line of lines) this.lines.push(JSON.parse(line));
    this.#notify();
  }

  #notify(): void {
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }
}
