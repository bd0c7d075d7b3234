import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Emulators, startEmulators } from "../stack/emulators.ts";
import { root, type Stack, startStack } from "../stack/stack.ts";
import { Mosquitto } from "../support/mosquitto.ts";
import { closeTrafficBench } from "./traffic.ts";

/** What a subject runs on: the emulators of Firestore and Auth alone, or everything. */
export type Surrounding = "firestore" | "stack" | "none";

/** Project of the emulators that are started alone. */
export const BENCH_PROJECT = "demo-bench";
const FIRESTORE_BASE = 5800;
const STACK_BASE = 7600;
/** Beside the eleven of the stack. */
export const BROKER_PORT = STACK_BASE + 20;

interface Surroundings {
  /** Starts what is needed and ends what is not, so that nothing idle takes time from what is measured. */
  require(needed: Surrounding): Promise<void>;
  stop(): Promise<void>;
}

export function startSurroundings(): Surroundings {
  let current: Surrounding = "none";
  let end: () => Promise<void> = async () => {};
  const stop = async () => {
    current = "none";
    const ending = end;
    end = async () => {};
    await ending();
  };
  return {
    async require(needed) {
      if (needed === current) return;
      await stop();
      if (needed === "firestore") end = await startFirestore();
      if (needed === "stack") end = await startEverything();
      current = needed;
    },
    stop,
  };
}

async function startFirestore(): Promise<() => Promise<void>> {
  const stateDir = join(root, ".lastmeter/bench");
  mkdirSync(stateDir, { recursive: true });
  const emulators: Emulators = await startEmulators({
    root,
    portBase: FIRESTORE_BASE,
    projectId: BENCH_PROJECT,
    stateDir,
    only: ["auth", "firestore"],
    say: console.log,
  });
  process.env.FIRESTORE_EMULATOR_HOST = `127.0.0.1:${emulators.ports.firestore}`;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = `127.0.0.1:${emulators.ports.auth}`;
  process.env.METADATA_SERVER_DETECTION = "none";
  return async () => {
    await closeTrafficBench();
    await emulators.stop();
  };
}

async function startEverything(): Promise<() => Promise<void>> {
  process.env.LASTMETER_FCM_STAND_IN = `127.0.0.1:${STACK_BASE + 21}`;
  const broker = new Mosquitto(BROKER_PORT);
  await broker.start();
  let stack: Stack;
  try {
    stack = await startStack({ portBase: STACK_BASE, broker: broker.url, fresh: true, sandbox: false, say: () => {} });
  } catch (error) {
    await broker.remove();
    throw error;
  }
  process.env.LASTMETER_STACK = JSON.stringify(stack.ready);
  return async () => {
    await stack.stop({ keep: false });
    await broker.remove();
  };
}
