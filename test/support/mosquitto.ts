import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../stack/wait-for.ts";
import { requireProgram } from "./programs.ts";

/** A real Mosquitto on a loopback port, with persistence in a directory of its own that goes with it. */
export async function startMosquitto(port: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const program = requireProgram("mosquitto");
  const directory = mkdtempSync(join(tmpdir(), "lastmeter-mosquitto-"));
  const file = join(directory, "mosquitto.conf");
  const settings = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${directory}/`,
    "max_queued_messages 0",
    ...(process.getuid?.() === 0 ? ["user root"] : []),
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  const child = spawn(program, ["-c", file], { stdio: "ignore" });
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  await waitFor(`mosquitto on port ${port}`, () => answers(port));
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
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
