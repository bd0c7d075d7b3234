import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { registerNetwork } from "@lastmeter/functions/src/gateways/register-network.store.ts";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { z } from "zod/mini";
import { seedHistory } from "../home/history.ts";
import { householdHome } from "../replay/household-loop.ts";
import { accounts, ensureAccounts } from "./accounts.ts";
import { type Child, startChild } from "./child.ts";
import { type Emulators, startEmulators, toDispatcherUrl } from "./emulators.ts";
import { Fault } from "./fail.ts";
import { endLeftovers, noteChildren } from "./leftovers.ts";
import { requireFreePorts, toPorts } from "./ports.ts";
import { openReplay, seedReplay } from "./replay.ts";
import { makeSandbox, type Sandbox, sandboxSchema } from "./sandbox.ts";
import { ensureSecrets, toServerSecrets, writeFunctionsEnvironment } from "./secrets.ts";
import { waitFor } from "./wait-for.ts";

export const root = new URL("../..", import.meta.url).pathname;
const projectId = "demo-lastmeter";
const simulatedHome = { name: "Home", timeZone: "Europe/Athens", location: { latitude: 37.98, longitude: 23.73 } };

export interface StackOptions {
  readonly portBase: number;
  /** Somebody's own broker and Zigbee2MQTT; undefined: the simulated home on an embedded broker. */
  readonly broker?: string | undefined;
  /** A household recording instead of the simulated home. */
  readonly replay?: string | undefined;
  readonly fresh: boolean;
  /** False: without the homes of the API's sandbox, which tests do not need. */
  readonly sandbox?: boolean;
  /** False: without the app; flows that open no page start sooner. */
  readonly app?: boolean;
  readonly say: (line: string) => void;
}

/** What `npm start` prints for programs after `ready `. */
export interface Ready {
  readonly app: string;
  readonly auth: string;
  readonly firestore: string;
  readonly functions: string;
  readonly mqtt: string;
  readonly projectId: string;
  readonly accounts: typeof accounts;
  readonly network: { readonly id: string };
  readonly bridge: { readonly health: string };
  /** The utilities' API, by the app's host; and a program that was lent the homes of its sandbox. */
  readonly api: { readonly url: string; readonly sandbox?: Sandbox | undefined };
}

export interface Stack {
  readonly ready: Ready;
  readonly db: Firestore;
  readonly stateDir: string;
  readonly emulators: Emulators;
  /** Ends every child; `keep` exports the emulators' data first, so that the next start continues. */
  stop(options: { keep: boolean }): Promise<void>;
}

const keptSchema = z.object({
  networkId: z.string(),
  bridgeConfig: z.record(z.string(), z.unknown()),
  /** How far the recording was moved when its past was written. */
  shiftWeeks: z.optional(z.int()),
  // Of an earlier version: as if there were none.
  sandbox: z.catch(z.optional(sandboxSchema), undefined),
});
type Kept = z.infer<typeof keptSchema>;

/** Everything on this machine: emulators, broker and simulated home (or somebody's own), bridge, the built PWA, the minute's tick. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { say } = options;
  const ports = toPorts(options.portBase);
  const replay = options.replay === undefined ? null : await openReplay(options.replay, Date.now());
  const home = replay === null ? simulatedHome : householdHome;
  const kind = replay === null ? (options.broker ? "broker" : "home") : `replay-${replay.fingerprint}`;
  const stateDir = join(root, `.lastmeter/${options.portBase}-${kind}`);
  const exportDir = join(stateDir, "export");
  if ((await endLeftovers(stateDir)) > 0) say("Ended what an earlier start had left running.");
  await requireFreePorts(ports);
  if (options.fresh || !existsSync(exportDir)) rmSync(stateDir, { recursive: true, force: true });
  mkdirSync(stateDir, { recursive: true });

  const children: Child[] = [];
  const stops: (() => Promise<void>)[] = [];
  const stop = async ({ keep }: { keep: boolean }) => {
    // One step that fails must not leave the others' processes running.
    const attempt = (step: () => Promise<unknown>) => step().catch((error: unknown) => say(`While stopping: ${error}`));
    for (const step of stops.splice(0).reverse()) await attempt(step);
    const running = emulators;
    if (keep && running) {
      say("Keeping the data for the next start …");
      await attempt(() => running.exportTo(exportDir));
    }
    if (running) await attempt(() => running.stop());
    rmSync(join(stateDir, "processes.json"), { force: true });
  };
  let emulators: Emulators | undefined;
  const add = (child: Child, graceMs?: number) => {
    children.push(child);
    stops.push(() => child.stop(graceMs));
    noteChildren(stateDir, children);
    return child;
  };

  try {
    say("Building the functions and the app …");
    const secrets = ensureSecrets(root);
    await build("functions");
    writeFunctionsEnvironment(root, secrets);
    const { app: withApp = true } = options;
    const webBuilt = withApp ? build("web") : Promise.resolve();
    webBuilt.catch(() => {});

    say("Starting Auth, Firestore, Functions and Hosting …");
    const started = await startEmulators({
      root,
      portBase: options.portBase,
      projectId,
      stateDir,
      only: ["auth", "firestore", "functions", ...(withApp ? (["hosting"] as const) : [])],
      importDir: exportDir,
      say,
    });
    emulators = started;
    children.push(started.child);
    noteChildren(stateDir, children);

    process.env.FIRESTORE_EMULATOR_HOST = `127.0.0.1:${ports.firestore}`;
    process.env.FIREBASE_AUTH_EMULATOR_HOST = `127.0.0.1:${ports.auth}`;
    process.env.METADATA_SERVER_DETECTION = "none";
    const app = initializeApp({ projectId }, `stack-${options.portBase}`);
    stops.push(() => deleteApp(app));
    const db = getFirestore(app);
    const { owner: ownerId, provider: providerUid } = await ensureAccounts(app);

    const functionsUrl = toDispatcherUrl(ports, projectId);
    const keptFile = join(stateDir, "network.json");
    let kept = readKept(keptFile);
    if (!kept) {
      const now = Date.now();
      const registered = await registerNetwork(
        db,
        {
          ownerId,
          name: home.name,
          description: options.broker ? "" : replay === null ? "A simulated home" : "A recorded household",
          kind: "zigbee2mqtt",
          location: home.location,
          timeZone: home.timeZone,
          dispatcherUrl: functionsUrl,
        },
        toServerSecrets(secrets),
        now,
      );
      const target = { db, networkId: registered.networkId, ownerId };
      if (replay !== null) {
        say("Writing the recording as the home's past …");
        await seedReplay(target, replay, now);
      } else if (!options.broker) {
        say("Writing 13 months of history of the simulated home …");
        await seedHistory({ ...target, now });
      }
      let sandbox: Sandbox | undefined;
      if (options.sandbox ?? options.replay === undefined) {
        say("Writing three days of the API's 20 sandbox homes …");
        sandbox = await makeSandbox({ db, app, secrets, providerUid, dispatcherUrl: functionsUrl });
      }
      kept = {
        ...(sandbox === undefined ? {} : { sandbox }),
        networkId: registered.networkId,
        bridgeConfig: { ...registered.bridgeConfig },
        ...(replay === null ? {} : { shiftWeeks: replay.recording.shiftWeeks }),
      };
      writeFileSync(keptFile, JSON.stringify(kept), { mode: 0o600 });
    }

    const mqtt = options.broker ?? `mqtt://127.0.0.1:${ports.mqtt}`;
    if (!options.broker) {
      const name = replay === null ? "simulated home" : "recorded home";
      say(`Starting the broker and the ${name} …`);
      const source =
        replay === null
          ? ["home/main.ts", "--time-zone", home.timeZone, "--state", join(stateDir, "home.json")]
          : [
              "replay/main.ts",
              "--file",
              replay.file,
              `--shift-weeks=${kept.shiftWeeks ?? replay.recording.shiftWeeks}`,
            ];
      const [program = "", ...rest] = source;
      const args = [join(root, "test", program), "--embedded-broker", String(ports.mqtt), ...rest];
      const child = add(startChild({ name, args, logFile: join(stateDir, "home.log") }));
      await child.waitForLine("home ready");
    }

    say("Starting the gateway bridge …");
    const bridgeConfig = join(stateDir, "bridge.json");
    writeFileSync(
      bridgeConfig,
      JSON.stringify({
        ...kept.bridgeConfig,
        dispatcher: functionsUrl,
        mqtt: { url: mqtt },
        stateDir: join(stateDir, "bridge"),
        health: { port: ports.bridgeHealth },
        link: { drainIntervalMs: 0 },
      }),
      { mode: 0o600 },
    );
    const args = [join(root, "gateway-bridge/src/main.ts"), "run", "--config", bridgeConfig];
    const bridge = add(startChild({ name: "gateway bridge", args, logFile: join(stateDir, "bridge.log") }));
    await Promise.race([
      waitFor("the bridge to answer on its health port", () => isBridgeUp(ports.bridgeHealth), 60_000),
      bridge.exited.then((code) => {
        throw new Error(`the gateway bridge ended with code ${code}: see ${join(stateDir, "bridge.log")}`);
      }),
    ]);
    // Again: the bridge has replaced itself by a process with memory limits.
    noteChildren(stateDir, children);

    stops.push(startTick(functionsUrl));
    await webBuilt;
    const ready: Ready = {
      app: `http://127.0.0.1:${ports.app}`,
      auth: `http://127.0.0.1:${ports.auth}`,
      firestore: `http://127.0.0.1:${ports.firestore}`,
      functions: functionsUrl,
      mqtt,
      projectId,
      accounts,
      network: { id: kept.networkId },
      api: { url: `http://127.0.0.1:${ports.app}`, sandbox: kept.sandbox },
      bridge: { health: `http://127.0.0.1:${ports.bridgeHealth}/health` },
    };
    const networkId = kept.networkId;
    say("Waiting for the gateway's first encrypted batch …");
    await waitFor(
      "the gateway to prove its key",
      async () => (await db.doc(`networks/${networkId}`).get()).get("link.state") === "online",
      60_000,
    );
    if (!existsSync(exportDir)) await started.exportTo(exportDir);
    return { ready, db, stateDir, emulators: started, stop };
  } catch (error) {
    await stop({ keep: false });
    throw error;
  }
}

async function build(workspace: "functions" | "web"): Promise<void> {
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  const run = promisify(execFile)(command, [...args, "run", "build", "-w", workspace], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
  });
  await run.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Fault(`The build of ${workspace} failed:\n${error.stdout ?? ""}${error.stderr ?? ""}`);
  });
}

function readKept(file: string): Kept | undefined {
  return existsSync(file) ? keptSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

async function isBridgeUp(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) })).status < 600;
}

/** In the cloud a schedule calls `tick` each minute; the emulators run no schedules. */
function startTick(functionsUrl: string): () => Promise<void> {
  const timer = setInterval(() => {
    void fetch(`${functionsUrl}/tickNow`, { method: "POST", signal: AbortSignal.timeout(30_000) }).catch(() => {});
  }, 60_000);
  return async () => clearInterval(timer);
}
