import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../stack/wait-for.ts";
import { requireProgram } from "./programs.ts";

/** Ports of brokers that a file of tests stops and starts, beside the stack's own; `test/run.ts` says where they begin. */
export const toBrokerPort = (at: number) => Number(process.env.LASTMETER_TEST_BROKERS ?? "7190") + at;

/** A real broker on the loopback interface with persistence in a directory of its own. */
export class Mosquitto {
  readonly port: number;
  readonly directory = mkdtempSync(join(tmpdir(), "lastmeter-broker-"));
  readonly #settings: readonly string[];
  #child: ChildProcess | undefined;

  constructor(port: number, settings: readonly string[] = []) {
    this.port = port;
    this.#settings = settings;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const file = join(this.directory, "mosquitto.conf");
    const user = process.getuid?.() === 0 ? ["user root"] : [];
    const own = ["allow_anonymous true", "persistence true", `persistence_location ${this.directory}/`, ...user];
    const lines = [`listener ${this.port} 127.0.0.1`, ...own, "max_queued_messages 0", ...this.#settings];
    writeFileSync(file, `${lines.join("\n")}\n`);
    const child = spawn(requireProgram("mosquitto"), ["-c", file], { stdio: "ignore" });
    this.#child = child;
    await waitFor(`Mosquitto on port ${this.port}`, () => {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}: is the port taken?`);
      return answers(this.port);
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
