import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { DiskQueue } from "./disk-queue/disk-queue.ts";
import { isAllowedCommand } from "./downlink/allowed-command.ts";
import { Downlink } from "./downlink/downlink.ts";
import { exitCodes } from "./exit-codes.ts";
import { serveHealth } from "./health.ts";
import { Intake } from "./intake.ts";
import { LinkKeys } from "./link/keys.ts";
import { LinkClient } from "./link/link-client.ts";
import { CloudListener } from "./listener/cloud-listener.ts";
import { takeLock } from "./lock.ts";
import type { Log } from "./log.ts";
import { MqttPort } from "./mqtt/mqtt-port.ts";
import { RedeliveryFilter } from "./mqtt/redelivery.ts";
import { RetainedMemory } from "./mqtt/retained.ts";
import { Relay } from "./relay/relay.ts";
import { Display } from "./show/display.ts";
import { version } from "./version.ts";
import { ZigbeeKey } from "./zigbee-key.ts";

const SAVE_MS = 5000;
const TIDY_MS = 3_600_000;
const STOP_MS = 5000;
const DAY_MS = 86_400_000;

export interface Bridge {
  /** The figures of the health page. */
  report(): object;
  /** Sends what waits, without waiting for the interval. */
  sendNow(): void;
  /** Stops reading from the broker, makes durable what was read, saves and closes. */
  stop(): Promise<void>;
}

function toClientId(config: Config): string {
  return config.mqtt.clientId ?? `lastmeter-${config.network.slice(0, 12)}`;
}

/** Brings the parts together. @returns the running bridge, or the exit code that says why not. */
export async function startBridge(config: Config, log: Log): Promise<Bridge | number> {
  const directory = join(config.stateDir, config.network);
  let queue: DiskQueue;
  let lock: { release(): Promise<void> } | undefined;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    lock = await takeLock(directory);
    if (!lock) {
      log.error({ directory }, "another_bridge_runs");
      return exitCodes.locked;
    }
    queue = await DiskQueue.open({
      directory: join(directory, "queue"),
      maxBytes: config.queue.maxBytes,
      maxAgeMs: config.queue.maxAgeDays * DAY_MS,
      now: Date.now,
    });
  } catch (error) {
    log.error({ directory, reason: error instanceof Error ? error.message : "unknown" }, "state_dir_unusable");
    return exitCodes.stateDir;
  }
  const retained = await RetainedMemory.open(join(directory, "retained.json"));
  const redeliveries = new RedeliveryFilter(queue.recent);
  const monotonic = () => performance.now();
  const { dispatcher, network } = config;
  const keys = await LinkKeys.open(directory, config.key);
  const link = new LinkClient({ dispatcher, network, keys, now: Date.now, monotonic });
  let broker: { connected: boolean; version?: number; error?: string | undefined } = { connected: false };
  let clockOffsetMs = 0;
  const startedAt = Date.now();
  let mqttPort: MqttPort | undefined;
  const display = new Display(() => relay.ask({ newest: true, began: true, rung: true }));
  const zigbeeKey = new ZigbeeKey(config, process.env);
  await zigbeeKey.look();
  const downlink: Downlink = await Downlink.open({
    path: join(directory, "commands.json"),
    isAllowed: (command) => isAllowedCommand(command, config.mqtt),
    log,
    now: Date.now,
    monotonic,
    publish: (topic, payload, leftMs) => mqttPort?.publishNow(topic, payload, leftMs) ?? false,
    isBrokerConnected: () => broker.connected,
    nextMessage: () => queue.end - queue.identity.base,
    onNews: () => relay.ask({ urgent: true }),
  });
  const relay: Relay = new Relay({
    queue,
    link,
    stateDir: directory,
    ...config.link,
    log,
    now: Date.now,
    monotonic,
    isBrokerConnected: () => broker.connected,
    zigbeeKey: () => zigbeeKey.known,
    onNotRelayed: (filters) => {
      intake.notRelayed = filters;
    },
    onListener: (listener) => void cloud.open(listener),
    onClockOffset: (offsetMs) => {
      clockOffsetMs = offsetMs;
      cloud.clockOffsetMs = offsetMs;
    },
    onRevoked: (revoked) => (revoked ? void cloud.close() : relay.wantToken()),
    onNewEpoch: () => retained.forget(),
    outcomes: () => downlink.outcomes,
    onTold: (outcomes) => downlink.told(outcomes),
    onCommands: (commands, serverTime, sentAt) => void downlink.obey(commands, serverTime, sentAt),
    onNewest: (newest) => display.put(newest),
    addKey: (text) => keys.add(text, link.sessionKid),
  });
  const cloud = new CloudListener({
    networkId: network,
    log,
    now: Date.now,
    onWatched: (watched) => relay.watch(watched),
    onDoorbell: () => relay.ask({ rung: true }),
    onTokenNeeded: () => relay.wantToken(),
  });
  const intake = new Intake({
    queue,
    redeliveries,
    retained,
    baseTopic: config.mqtt.baseTopic,
    topics: config.mqtt.topics,
    log,
    now: Date.now,
    onQueued: (row) => relay.queued(row),
  });
  const report = () => {
    const { length, oldestAt, trouble, ...stored } = queue.stats;
    const { state, ...sent } = relay.status;
    return {
      ok: broker.connected && state === "online" && trouble === null,
      broker: broker.connected ? "connected" : "disconnected",
      link: state,
      listener: cloud.state,
      heard: cloud.counters,
      disk: trouble ?? "ok",
      queueLength: length,
      oldestAgeMs: oldestAt === null ? null : Math.max(0, Date.now() - oldestAt),
      version,
      startedAt,
      clockOffsetMs,
      rssBytes: process.memoryUsage.rss(),
      mqtt: { ...broker, ...mqttPort?.counters },
      intake: intake.counters,
      queue: { epoch: queue.identity.epoch, cursor: queue.cursor, end: queue.end, ...stored },
      relay: { ...sent, ...link.counters },
      commands: downlink.counters,
    };
  };
  let health: Awaited<ReturnType<typeof serveHealth>>;
  try {
    health = await serveHealth(config.health.port, report);
  } catch {
    log.error({ port: config.health.port }, "health_port_taken");
    await queue.close();
    await lock.release();
    return exitCodes.healthPort;
  }
  mqttPort = new MqttPort(config.mqtt, toClientId(config), {
    onDelivery: (delivery) => intake.accept(delivery),
    pressure: () => intake.pressure(),
    onPing: (what) => (what === "sent" ? redeliveries.pingSent() : redeliveries.pingAnswered()),
    onState: (connected, detail) => {
      broker = { connected, ...detail };
      if (connected) downlink.brokerConnected();
      else redeliveries.connectionLost();
      if (detail.error === undefined) log.info({ connected, ...detail }, "broker");
      else log.warn({ connected, ...detail }, "broker");
    },
  });
  relay.start();
  const displayDoor = await display.open(directory);
  const durable = () => queue.idle();
  const saving = setInterval(() => {
    retained.save(durable).catch((error: Error) => log.warn({ reason: error.message }, "save_failed"));
  }, SAVE_MS);
  const tidying = setInterval(() => {
    queue.tidy().catch((error: Error) => log.warn({ reason: error.message }, "tidy_failed"));
    zigbeeKey.look().catch((error: Error) => log.warn({ reason: error.message }, "look_failed"));
  }, TIDY_MS);
  log.info({ version, network, dispatcher, healthPort: health.port, queueLength: queue.stats.length }, "started");
  return {
    report,
    sendNow: () => relay.ask({ rung: true }),
    stop: async () => {
      clearInterval(saving);
      clearInterval(tidying);
      await mqttPort?.close();
      await relay.stop(STOP_MS);
      await cloud.close();
      await queue.close();
      await retained.save(async () => undefined);
      displayDoor.close();
      health.close();
      await lock.release();
      log.info({}, "stopped");
    },
  };
}
