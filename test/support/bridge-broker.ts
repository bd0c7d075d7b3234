import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's place comes first: it is in no ordinary user's PATH. */
export const mosquittoPath = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"].find(
  (path) => existsSync(path),
);

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
    if (mosquittoPath === undefined) throw new Error("mosquitto is not installed: apt-get install mosquitto");
    const file = join(this.directory, "mosquitto.conf");
    const user = process.getuid?.() === 0 ? ["user root"] : [];
    const own = ["allow_anonymous true", "persistence true", `persistence_location ${this.directory}/`, ...user];
    const lines = [`listener ${this.port} 127.0.0.1`, ...own, "max_queued_messages 0", ...this.#settings];
    writeFileSync(file, `${lines.join("\n")}\n`);
    this.#child = spawn(mosquittoPath, ["-c", file], { stdio: "ignore" });
    while (!(await answers(this.port))) {
      if (this.#child.exitCode !== null) throw new Error(`mosquitto ended: is port ${this.port} taken?`);
      await new Promise((done) => setTimeout(done, 20));
    }
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
