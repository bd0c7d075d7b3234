import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Longest path a Unix socket may have on the systems we run on, minus a margin. */
const MAX_SOCKET_PATH = 100;

/** Where programs of this machine meet the bridge of a state directory; only its user may connect. */
export function toSocketPath(directory: string, purpose: "lock" | "display"): string {
  const name = createHash("sha256")
    .update(`${purpose}\n${resolve(directory)}`)
    .digest("hex")
    .slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\lastmeter-${name}`;
  const path = join(resolve(directory), purpose);
  return path.length <= MAX_SOCKET_PATH ? path : join(tmpdir(), `lastmeter-${name}`);
}

/**
 * One bridge for each state directory. The lock is a listening socket, so it ends with its process however that dies.
 * @returns undefined if another bridge holds it.
 */
export async function takeLock(directory: string): Promise<{ release(): Promise<void> } | undefined> {
  const path = toSocketPath(directory, "lock");
  if (await isListening(path)) return undefined;
  if (process.platform !== "win32") await rm(path, { force: true });
  const server = await listen(path);
  if (!server) return undefined;
  server.unref();
  return { release: () => new Promise((done) => server.close(() => done())) };
}

function isListening(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? done(undefined) : fail(error),
    );
    server.listen(path, () => done(server));
  });
}
