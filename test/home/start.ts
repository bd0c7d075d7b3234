import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseEnrolment } from "@lastmeter/model/link/enrolment";
import { toKeyText } from "@lastmeter/model/link/key";
import { z } from "zod/mini";
import { type Child, startChild } from "../stack/child.ts";
import { Fault } from "../stack/fail.ts";
import { endLeftovers, noteChildren } from "../stack/leftovers.ts";
import { waitFor } from "../stack/wait-for.ts";
import { startBroker } from "./broker.ts";
import { runHome } from "./run-home.ts";
import { secondHomeDevices } from "./second-home.ts";
import { defaultHome } from "./simulated-zigbee2mqtt.ts";
import { readSnapshot } from "./snapshot.ts";

const usage = `npm run home -- --config lastmeter-bridge.json

  A second simulated home, with a broker and a gateway bridge of its own, for a network that was added in the app.
  --config FILE   the file that the app lets you download when a network is added`;

const root = new URL("../..", import.meta.url).pathname;
const FIRST_READING_MS = 120_000;
const healthSchema = z.object({
  link: z.string(),
  relay: z.object({ deviceMessages: z.int(), lastFailure: z.nullable(z.string()) }),
});

function readConfig() {
  const { values } = parseArgs({ options: { config: { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help || values.config === undefined) throw new Fault(usage);
  // npm runs scripts in the repository's folder; the file lies where the command was typed.
  const path = join(process.env.INIT_CWD ?? process.cwd(), values.config);
  let text = "";
  try {
    text = readFileSync(values.config.startsWith("/") ? values.config : path, "utf8");
  } catch {
    throw new Fault(`--config: ${values.config} cannot be read.`);
  }
  const enrolment = parseEnrolment(text);
  if (typeof enrolment === "string") throw new Fault(`--config: expected the file that the app lets you download.`);
  return enrolment;
}

async function main(): Promise<void> {
  const { network, key, dispatcher } = readConfig();
  const stateDir = join(root, `.lastmeter/home-${network.slice(0, 12)}`);
  mkdirSync(stateDir, { recursive: true });
  await endLeftovers(stateDir);
  const broker = await startBroker(0);
  const mqttUrl = `mqtt://127.0.0.1:${broker.port}`;
  const stateFile = join(stateDir, "home.json");
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const home = await runHome({
    mqttUrl,
    config: { ...defaultHome, seed: 2, timeZone, devices: secondHomeDevices },
    now: Date.now,
    tickMs: 500,
    kept: await readSnapshot(stateFile),
    stateFile,
  });
  console.log(`A home with ${secondHomeDevices.length} devices speaks on ${mqttUrl}`);

  const config = join(stateDir, "bridge.json");
  const settings = { mqtt: { url: mqttUrl }, stateDir: join(stateDir, "bridge"), health: { port: 0 } };
  writeFileSync(config, JSON.stringify({ network, key: toKeyText(key), dispatcher, ...settings }), { mode: 0o600 });
  const logFile = join(stateDir, "bridge.log");
  const args = [join(root, "gateway-bridge/src/main.ts"), "run", "--config", config];
  const bridge = startChild({ name: "gateway bridge", args, logFile });
  noteChildren(stateDir, [bridge]);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await bridge.stop();
    await home.close();
    await broker.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  void bridge.exited.then((code) => {
    if (stopping) return;
    console.error(`The gateway bridge ended with code ${code}: see ${logFile}`);
    process.exit(1);
  });
  await tellProgress(bridge, stateDir, dispatcher);
}

async function tellProgress(bridge: Child, stateDir: string, dispatcher: string): Promise<void> {
  const healthPort = z.object({ healthPort: z.int() });
  const line = await bridge.waitForLine('"healthPort"');
  noteChildren(stateDir, [bridge]);
  const { healthPort: port } = healthPort.parse(JSON.parse(line));
  console.log(`Its gateway bridge calls ${dispatcher} …`);
  const read = async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) });
    return healthSchema.parse(await reply.json());
  };
  const isReceived = async () => (await read()).relay.deviceMessages > 0;
  const received = await waitFor("the first reading", isReceived, FIRST_READING_MS).catch(() => false);
  if (received) console.log("First reading received. Ctrl-C ends this home; started again, it goes on where it was.");
  else {
    const { link, relay } = await read();
    console.log(
      `No reading was stored yet: the link is ${link} (${relay.lastFailure ?? "no failure"}). Ctrl-C ends it.`,
    );
  }
  const isRevoked = await bridge.waitForLine("gateway_revoked").catch(() => null);
  if (isRevoked) console.log("Revoked: nothing of it is taken any more; what it read stays on its disk.");
}

main().catch((error: unknown) => {
  console.error(error instanceof Fault ? error.message : error);
  process.exit(1);
});
