import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectAsync } from "mqtt";
import { BridgeProcess } from "../support/bridge-process.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto } from "../support/mosquitto.ts";

/**
 * What the gateway bridge sustains, through a real Mosquitto: messages that wait in the bridge's session are read, made durable
 * and acknowledged while the dispatcher is away; then the backlog is drained. Prints one line of figures for each.
 * `npx node test/bench/bridge.ts [--messages 200000] [--port 5311]`
 */
const { values } = parseArgs({
  options: { messages: { type: "string", default: "200000" }, port: { type: "string", default: "5311" } },
});
const total = Number(values.messages);
const directory = mkdtempSync(join(tmpdir(), "lastmeter-bench-"));
const dispatcher = new TestDispatcher();
const broker = new Mosquitto(Number(values.port));
const round = (value: number) => Math.round(value).toLocaleString("en");
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

await dispatcher.start();
await broker.start();
let isAway = true;
dispatcher.interfere = (_request, response) => {
  if (isAway) response.writeHead(503, { "retry-after": "1" }).end();
  return isAway;
};
const bridge = new BridgeProcess(directory, {
  network: dispatcher.networkId,
  key: dispatcher.keyText,
  dispatcher: dispatcher.url,
  mqtt: { url: broker.url },
  link: { drainIntervalMs: 0 },
  logLevel: "warn",
});
await bridge.start(() => bridge.health().then(({ broker }) => broker === "connected"));
await bridge.end("SIGTERM");

const publisher = await connectAsync(broker.url);
const state = {
  state: "ON",
  voltage: 231,
  current: 0.52,
  energy: 12.62,
  linkquality: 161,
  power_on_behavior: "previous",
};
let unanswered = 0;
for (let index = 0; index < total; index += 1) {
  unanswered += 1;
  const payload = JSON.stringify({ ...state, power: index });
  publisher.publish(`zigbee2mqtt/kitchen/plug ${index % 40}`, payload, { qos: 1 }, () => {
    unanswered -= 1;
  });
  if (unanswered >= 2000) while (unanswered > 500) await delay(1);
}
while (unanswered > 0) await delay(5);
await publisher.endAsync();

await bridge.start(() => bridge.health().then(() => true));
let first: { at: number; acked: number } | undefined;
let peakRss = 0;
for (;;) {
  const health = await bridge.health();
  const at = performance.now();
  peakRss = Math.max(peakRss, health.rssBytes);
  if (health.mqtt.acked > 0) first ??= { at, acked: health.mqtt.acked };
  if (health.mqtt.acked >= total && first) {
    const rate = ((total - first.acked) * 1000) / (at - first.at);
    const { fsyncs, bytes } = health.queue;
    console.log(
      `intake   ${round(rate)} messages/s, ${total} acknowledged after ${fsyncs} fsyncs, ${megabytes(bytes)} MB on disk`,
    );
    break;
  }
  await delay(20);
}
await delay(2000);
const waiting = await bridge.health();
console.log(
  `memory   ${megabytes(waiting.rssBytes)} MB with ${waiting.queueLength} waiting, peak ${megabytes(peakRss)} MB`,
);

isAway = false;
await dispatcher.until(() => dispatcher.received.length > 0);
const startedAt = performance.now();
const sampling = setInterval(() => {
  void bridge.health().then(({ rssBytes }) => {
    peakRss = Math.max(peakRss, rssBytes);
  });
}, 200);
await dispatcher.until(() => dispatcher.stored.length >= total);
clearInterval(sampling);
const drained = (performance.now() - startedAt) / 1000;
const unique = new Set(dispatcher.stored.map(({ n }) => n)).size;
console.log(
  `drain    ${round(total / drained)} messages/s in ${dispatcher.received.length} batches, peak ${megabytes(peakRss)} MB`,
);
console.log(`stored   ${dispatcher.stored.length}, unique ${unique}, faults ${dispatcher.faults.length}`);
await bridge.end("SIGTERM");
await broker.remove();
await dispatcher.stop();
rmSync(directory, { recursive: true, force: true });
