import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { MqttConfig } from "../config.ts";
import { toLogin } from "./connect-options.ts";
import { toWholeTopic } from "./topics.ts";

/** One PUBLISH of the broker. */
export interface Delivery {
  readonly topic: string;
  /** A view of the network's buffer: copy what is to stay. */
  readonly payload: Buffer;
  /** 0 with QoS 0. */
  readonly packetId: number;
  readonly retained: boolean;
  readonly redelivered: boolean;
  /** Sends the PUBACK, unless the connection it belongs to is gone. To be called in the order of the deliveries. */
  acknowledge(): void;
}

export interface MqttPortEvents {
  onDelivery(delivery: Delivery): void;
  /** While it returns a promise, no more is read from the broker. */
  pressure(): Promise<void> | undefined;
  onState(connected: boolean, detail: { version?: 4 | 5; error?: string; sessionPresent?: boolean }): void;
  onPing(what: "sent" | "answered"): void;
}

/** Unacknowledged deliveries the broker may have on the way: enough for one fsync's time, little enough to hold in memory. */
const RECEIVE_MAXIMUM = 1000;
const SESSION_EXPIRY_S = 30 * 86_400;

/** MQTT.js sends no PUBACK when `handleMessage` reports an error, and takes the next packet at once. */
const HELD = Object.assign(new Error("acknowledged later"), { stack: "" });

/**
 * The connection to the broker: persistent session, QoS 1, any MQTT 5 or 3.1.1 broker. MQTT.js would acknowledge each message
 * before it takes the next, so one fsync for each; here its PUBACKs are held back and sent by `acknowledge`.
 */
export class MqttPort {
  readonly counters = { received: 0, acked: 0, connects: 0 };
  connected = false;
  readonly #client: MqttClient;
  readonly #events: MqttPortEvents;
  readonly #config: MqttConfig;
  #generation = 0;

  constructor(config: MqttConfig, clientId: string, events: MqttPortEvents) {
    this.#config = config;
    this.#events = events;
    this.#client = mqtt.connect(config.url, toClientOptions(config, clientId));
    this.#client.handleMessage = (packet, done) => {
      const packetId = packet.qos === 0 ? 0 : (packet.messageId ?? 0);
      const generation = this.#generation;
      this.counters.received += 1;
      events.onDelivery({
        topic: packet.topic,
        payload: typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload,
        packetId,
        retained: packet.retain,
        redelivered: packet.dup,
        acknowledge: () => this.#acknowledge(packetId, generation),
      });
      const next = () => (packetId === 0 ? done() : done(HELD));
      const pressure = events.pressure();
      if (pressure) void pressure.then(next);
      else next();
    };
    this.#listen();
    this.#client.connect();
  }

  /**
   * One message at QoS 0, at once or never: MQTT.js would keep it for the next connection, and a command must not come late.
   * @param leftMs after which no broker may hand it on (MQTT 5). @returns whether it was given to the connection.
   */
  publishNow(topic: string, payload: string, leftMs: number): boolean {
    if (!this.#client.connected) return false;
    const isVersion5 = this.#client.options.protocolVersion === 5;
    const properties = { messageExpiryInterval: Math.max(1, Math.ceil(leftMs / 1000)) };
    const message = { cmd: "publish", topic: toWholeTopic(this.#config.baseTopic, topic), payload, qos: 0 } as const;
    // As above: the public `publish` may queue.
    // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets only bracket access reach a private method
    this.#client["_sendPacket"]({ ...message, retain: false, dup: false, ...(isVersion5 ? { properties } : {}) });
    return true;
  }

  /** Leaves the session on the broker: what arrives meanwhile waits there. */
  async close(): Promise<void> {
    await this.#client.endAsync(!this.#client.connected);
  }

  #acknowledge(packetId: number, generation: number): void {
    if (packetId === 0 || generation !== this.#generation || !this.#client.connected) return;
    this.counters.acked += 1;
    // No public call sends a PUBACK; the version of MQTT.js is pinned and a test watches the order on the wire.
    // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets only bracket access reach a private method
    this.#client["_sendPacket"]({ cmd: "puback", messageId: packetId, reasonCode: 0 });
  }

  #listen(): void {
    const client = this.#client;
    client.on("connect", ({ sessionPresent }) => {
      this.connected = true;
      this.counters.connects += 1;
      const version = client.options.protocolVersion === 5 ? 5 : 4;
      this.#events.onState(true, { version, sessionPresent });
      this.#subscribe(version);
    });
    client.on("close", () => {
      const wasConnected = this.connected;
      this.connected = false;
      this.#generation += 1;
      if (this.counters.connects === 0) this.#tryOtherVersion();
      if (wasConnected) this.#events.onState(false, {});
    });
    client.on("error", (error) => this.#events.onState(false, { error: error.message }));
    client.on("packetsend", (packet) => {
      if (packet.cmd === "pingreq") this.#events.onPing("sent");
    });
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "pingresp") this.#events.onPing("answered");
    });
  }

  /** At every connection: retained messages published at QoS 0 while we were away come no other way. */
  #subscribe(version: 4 | 5): void {
    const { baseTopic, topics } = this.#config;
    const filters = topics.map((filter) => toWholeTopic(baseTopic, filter));
    const options = version === 5 ? { qos: 1 as const, nl: true } : { qos: 1 as const };
    this.#client.subscribe(filters, options, (error, granted) => {
      const refused = granted?.some(({ qos }) => Number(qos) >= 128);
      if (error || refused)
        this.#events.onState(true, { version, error: error?.message ?? `${filters.join(", ")} refused` });
    });
  }

  /** A broker of MQTT 3.1.1 refuses or just closes a connection of MQTT 5. */
  #tryOtherVersion(): void {
    if (this.#config.protocolVersion !== "auto") return;
    const { options } = this.#client;
    const version = options.protocolVersion === 5 ? 4 : 5;
    Object.assign(options, versionOptions(version));
  }
}

function versionOptions(version: 4 | 5): Pick<IClientOptions, "protocolVersion" | "properties"> {
  const properties = { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: RECEIVE_MAXIMUM };
  return version === 5 ? { protocolVersion: 5, properties } : { protocolVersion: 4, properties: {} };
}

function toClientOptions(config: MqttConfig, clientId: string): IClientOptions {
  return {
    clientId,
    clean: false,
    resubscribe: false,
    manualConnect: true,
    keepalive: 30,
    reconnectPeriod: 2000,
    reconnectOnConnackError: true,
    connectTimeout: 15_000,
    ...versionOptions(config.protocolVersion === 4 ? 4 : 5),
    ...toLogin(config),
  };
}
