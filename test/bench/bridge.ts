import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Listener } from "@lastmeter/model/link/messages";
import { paths } from "@lastmeter/model/paths";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { connectAsync } from "mqtt";
import { waitFor } from "../stack/wait-for.ts";
import { type BridgeHealth, BridgeProcess } from "../support/bridge-process.ts";
import { TestDispatcher } from "../support/dispatcher.ts";
import { Mosquitto } from "../support/mosquitto.ts";
import type { Figure } from "./figure.ts";
import { BENCH_PROJECT, BROKER_PORT } from "./surroundings.ts";

const MESSAGES = 200_000;
const IN_FLIGHT_MAX = 2000;
const SETTLE_MS = 2000;

/**
 * What the gateway bridge sustains, through a real Mosquitto: messages that wait in the bridge's session are read, made durable
 * and acknowledged while the dispatcher is away; then the backlog is drained, with its Firestore listener loaded.
 */
export async function measureBridge(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "lastmeter-bench-"));
  const dispatcher = new TestDispatcher();
  const broker = new Mosquitto(BROKER_PORT);
  await dispatcher.start();
  await broker.start();
  const bridge = new BridgeProcess(directory, {
    network: dispatcher.networkId,
    key: dispatcher.keyText,
    dispatcher: dispatcher.url,
    mqtt: { url: broker.url },
    link: { drainIntervalMs: 0 },
    logLevel: "warn",
  });
  const memory = watchMemory(bridge);
  try {
    setAway(dispatcher, true);
    await bridge.start();
    await bridge.end("SIGTERM");
    await publish(broker.url);

    await bridge.start(() => bridge.health().then(() => true));
    memory.begin();
    const intake = await measureIntake(bridge);
    await delay(SETTLE_MS);
    const waiting = await bridge.health();
    const takingPeak = memory.peak();

    dispatcher.listener = await createListener(dispatcher.networkId);
    setAway(dispatcher, false);
    const state = () => bridge.health().then(({ listener }) => listener !== "off" && listener !== "connecting");
    await waitFor("the bridge's listener", state);
    setAway(dispatcher, true);
    await delay(SETTLE_MS);
    const listening = await bridge.health();
    const before = dispatcher.stored.length;
    setAway(dispatcher, false);
    await dispatcher.until(() => dispatcher.stored.length > before);
    const startedAt = performance.now();
    const first = dispatcher.stored.length;
    await dispatcher.until(() => dispatcher.stored.length >= MESSAGES);
    const drained = ((MESSAGES - first) * 1000) / (performance.now() - startedAt);
    const stored = new Set(dispatcher.stored.map(({ n }) => n)).size;
    return [
      { name: "intake", value: intake.rate, unit: "messages/s", note: intake.note },
      { ...toMemory("resident", waiting), worst: takingPeak },
      { ...toMemory(`resident, Firestore listener ${listening.listener}`, listening), worst: memory.peak() },
      { name: "drain", value: drained, unit: "messages/s", note: `${dispatcher.received.length} batches` },
      { name: "lost", value: MESSAGES - stored, unit: "messages", atMost: 0 },
    ];
  } finally {
    memory.end();
    await bridge.end("SIGTERM");
    await broker.remove();
    await dispatcher.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function setAway(dispatcher: TestDispatcher, isAway: boolean): void {
  dispatcher.interfere = (_request, response) => {
    if (isAway) response.writeHead(503, { "retry-after": "1" }).end();
    return isAway;
  };
}

/** Into the session the bridge has left with the broker. */
async function publish(url: string): Promise<void> {
  const publisher = await connectAsync(url);
  const state = { state: "ON", voltage: 231, current: 0.52, energy: 12.62, linkquality: 161 };
  let unanswered = 0;
  for (let index = 0; index < MESSAGES; index += 1) {
    unanswered += 1;
    const payload = JSON.stringify({ ...state, power_on_behavior: "previous", power: index });
    publisher.publish(`zigbee2mqtt/kitchen/plug ${index % 40}`, payload, { qos: 1 }, () => {
      unanswered -= 1;
    });
    if (unanswered >= IN_FLIGHT_MAX) while (unanswered > IN_FLIGHT_MAX / 4) await delay(1);
  }
  while (unanswered > 0) await delay(5);
  await publisher.endAsync();
}

/** From the first acknowledged message to the last. */
async function measureIntake(bridge: BridgeProcess): Promise<{ rate: number; note: string }> {
  let first: { at: number; acked: number } | undefined;
  for (;;) {
    const { mqtt, queue } = await bridge.health();
    const at = performance.now();
    if (mqtt.acked > 0) first ??= { at, acked: mqtt.acked };
    if (mqtt.acked >= MESSAGES && first) {
      const rate = ((MESSAGES - first.acked) * 1000) / (at - first.at);
      return { rate, note: `${queue.fsyncs} fsyncs, ${toMegabytes(queue.bytes)} MB on disk` };
    }
    await delay(20);
  }
}

/** A token as the functions make it, for a network that has nothing but its epoch. */
async function createListener(networkId: TestDispatcher["networkId"]): Promise<Listener> {
  const { FIREBASE_AUTH_EMULATOR_HOST: auth = "", FIRESTORE_EMULATOR_HOST: firestore = "" } = process.env;
  const app = initializeApp({ projectId: BENCH_PROJECT }, "bench-bridge");
  try {
    await getFirestore(app).doc(paths.network(networkId)).set({ linkEpoch: 1 });
    const claims = { role: "gateway", networkId, epoch: 1 };
    const token = await getAuth(app).createCustomToken(`gw_${networkId}`, claims);
    return { token, apiKey: "emulator", projectId: BENCH_PROJECT, emulators: { auth, firestore } };
  } finally {
    await deleteApp(app);
  }
}

function watchMemory(bridge: BridgeProcess) {
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  const sample = async () => {
    peak = Math.max(peak, (await bridge.health()).rssBytes);
  };
  return {
    begin() {
      timer = setInterval(() => void sample().catch(() => {}), 200);
    },
    peak: () => toMegabytes(peak),
    end: () => clearInterval(timer),
  };
}

function toMemory(name: string, { rssBytes, queueLength }: BridgeHealth): Figure {
  return { name, value: toMegabytes(rssBytes), unit: "MB", note: `${queueLength.toLocaleString("en")} waiting` };
}

const toMegabytes = (bytes: number) => Math.round(bytes / 1e6);
