import { spawn } from "node:child_process";
import { root, startStack } from "../stack/stack.ts";
import { Mosquitto } from "../support/mosquitto.ts";
import { ensurePrograms } from "../support/programs.ts";

/** `npm run bench`: figures of one run on this machine, to be read as ratios; nothing here passes or fails. */
ensurePrograms();
const portBase = 7600;
const broker = new Mosquitto(portBase + 20);
await broker.start();
const stack = await startStack({ portBase, broker: broker.url, fresh: true, say: console.log });
process.env.LASTMETER_STACK = JSON.stringify(stack.ready);
try {
  const { measureLatency } = await import("./latency.ts");
  console.log("\nMQTT publish → figure in the page (ms)");
  console.table(await measureLatency(Number(process.argv[2] ?? "40")));
} finally {
  await stack.stop({ keep: false });
  await broker.remove();
}
for (const [title, args] of [
  ["Bridge", ["test/bench/bridge.ts"]],
  ["First load of the app", ["web/size.mjs"]],
] as const) {
  console.log(`\n${title}`);
  await new Promise((done) => spawn(process.execPath, [...args], { cwd: root, stdio: "inherit" }).once("exit", done));
}
process.exit(0);
