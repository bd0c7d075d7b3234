import { createServer } from "node:net";
import { Fault } from "./fail.ts";
import { waitFor } from "./wait-for.ts";

/** Ports of one local stack, by offset from its base: two stacks run side by side on two bases. */
export interface Ports {
  readonly app: number;
  readonly functions: number;
  readonly auth: number;
  readonly firestore: number;
  readonly firestoreWebsocket: number;
  readonly hub: number;
  readonly logging: number;
  readonly mqtt: number;
  readonly bridgeHealth: number;
}

export function toPorts(base: number): Ports {
  return {
    app: base,
    functions: base + 1,
    auth: base + 2,
    firestore: base + 3,
    firestoreWebsocket: base + 4,
    hub: base + 5,
    logging: base + 6,
    mqtt: base + 7,
    bridgeHealth: base + 8,
  };
}

/** A stack that has just ended may hold a port a moment longer. */
const PATIENCE_MS = 5000;

/** @throws Fault naming every port that something else holds. */
export async function requireFreePorts(ports: Ports): Promise<void> {
  const findTaken = async () => {
    const checked = await Promise.all(
      Object.entries(ports).map(async ([name, port]) => ({ name, port, free: await isFree(port) })),
    );
    return checked.filter(({ free }) => !free).map(({ name, port }) => `${port} (${name})`);
  };
  const isClear = async () => (await findTaken()).length === 0;
  if (await waitFor("free ports", isClear, PATIENCE_MS).catch(() => false)) return;
  throw new Fault(
    `These ports are taken: ${(await findTaken()).join(", ")}.\n` +
      "Another Lastmeter may be running: stop it, or start this one beside it with --port-base N (it uses N to N+10).",
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
